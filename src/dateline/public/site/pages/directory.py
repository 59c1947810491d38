"""Offices and topics: an index of each, and a page for each one with its own list."""

from collections.abc import Iterable
from typing import Any

import msgspec

from dateline.archive.query import Filter, Query
from dateline.editions.newsroom import NamePeriod, Office, Topic
from dateline.public.site.listpath import follow_path, list_path
from dateline.public.site.page import Head, Pages, Setting, actor_forms, same_page
from dateline.public.site.pages.cards import Cards
from dateline.public.site.pages.faults import not_found
from dateline.text.typography import listed
from dateline.web.http import Response

_LATEST = 10  # items on the page of an office or topic; the list holds them all


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in the tree with the number of its releases, those of its children included."""

    topic: Topic
    count: int
    children: "tuple[Branch, ...]"


def offices_page(pages: Pages, setting: Setting) -> Response:
    """Answer ``/{ui}/offices``: open offices by kind of unit, closed ones apart."""
    counts = _counts(setting, "offices")
    offices = sorted(setting.archive.offices.values(), key=lambda office: office.name(setting.ui).casefold())
    groups = [
        (title, [(office, counts.get(office.slug, 0)) for office in offices if _unit(office) == unit and _open(office)])
        for unit, title in _units(setting).items()
    ]
    closed = [(office, counts.get(office.slug, 0)) for office in offices if not _open(office)]
    head = _index_head(setting, "offices", setting.wording.gettext("Where we are"))
    return pages.page("offices.html", setting, head, groups=[group for group in groups if group[1]], closed=closed)


def office_page(pages: Pages, cards: Cards, setting: Setting, slug: str) -> Response:
    """Answer ``/{ui}/offices/{slug}``: who the office is, what it was called, what it says."""
    offices = setting.archive.offices
    office = offices.get(slug)
    if office is None:
        return not_found(pages, setting)
    name = office.name(setting.ui)
    return pages.page(
        "office.html",
        setting,
        _head(setting, "offices", slug, name=name, filter_=Filter(offices=(slug,))),
        office=office,
        name=name,
        unit=_said_beside(name, _units(setting)[_unit(office)]),
        where=listed([setting.called(office.place.city), setting.called(office.place.country)], setting.ui),
        names=[(period, _period(setting, period)) for period in reversed(office.periods)],
        parent=offices.get(office.parent),
        successor=offices.get(office.successor),
        predecessors=_sorted(setting, (other for other in offices.values() if other.successor == slug)),
        children=_sorted(setting, (other for other in offices.values() if other.parent == slug and _open(other))),
        **_latest(cards, setting, Filter(offices=(slug,))),
    )


def topics_page(pages: Pages, setting: Setting) -> Response:
    """Answer ``/{ui}/topics``: the topics as a tree."""
    head = _index_head(setting, "topics", setting.wording.gettext("What we do"))
    return pages.page("topics.html", setting, head, branches=tree(setting))


def topic_page(pages: Pages, cards: Cards, setting: Setting, slug: str) -> Response:
    """Answer ``/{ui}/topics/{slug}``: a topic, the wider one, the narrower ones, and its list."""
    topics = setting.archive.topics
    topic = topics.get(slug)
    if topic is None:
        return not_found(pages, setting)
    children = [other for other in topics.values() if other.parent == slug]
    return pages.page(
        "topic.html",
        setting,
        _head(setting, "topics", slug, name=setting.called(topic.names), filter_=Filter(topics=(slug,))),
        topic=topic,
        name=setting.called(topic.names),
        parent=topics.get(topic.parent),
        children=sorted(children, key=lambda child: setting.called(child.names).casefold()),
        **_latest(cards, setting, Filter(topics=(slug,))),
    )


def tree(setting: Setting) -> tuple[Branch, ...]:
    """Return the topics as a tree, by name; those that name each other as parents stand at its root."""
    topics, counts = setting.archive.topics, _counts(setting, "topics")
    placed: set[str] = set()

    def branch(topic: Topic) -> Branch:
        placed.add(topic.slug)
        children = [other for other in topics.values() if other.parent == topic.slug and other.slug not in placed]
        return Branch(topic=topic, count=counts.get(topic.slug, 0), children=by_name(map(branch, children)))

    def by_name(branches: Iterable[Branch]) -> tuple[Branch, ...]:
        return tuple(sorted(branches, key=lambda found: setting.called(found.topic.names).casefold()))

    roots = [branch(topic) for topic in topics.values() if topic.parent not in topics]
    roots += [branch(topic) for topic in topics.values() if topic.slug not in placed]
    return by_name(roots)


def _units(setting: Setting) -> dict[str, str]:
    say = setting.wording.gettext
    return {
        "secretariat": say("Secretariat"),
        "chair": say("Chair"),
        "institution": say("Institutions"),
        "mission": say("Missions and field offices"),
        "other": say("Other units"),
    }


def _unit(office: Office) -> str:
    return office.unit if office.unit in ("secretariat", "chair", "institution", "mission") else "other"


def _said_beside(name: str, unit: str) -> str:
    """Return the kind of unit, or nothing where the name says just that."""
    return "" if name.casefold() == unit.casefold() else unit


def _open(office: Office) -> bool:
    return office.status == "open"


def _sorted(setting: Setting, offices: Iterable[Office]) -> list[Office]:
    return sorted(offices, key=lambda office: office.name(setting.ui).casefold())


def _period(setting: Setting, period: NamePeriod) -> str:
    say, day = setting.wording.gettext, setting.wording.day
    if period.from_on and period.until_on:
        return say("from %(first)s until %(last)s", first=day(period.from_on), last=day(period.until_on))
    if period.from_on:
        return say("since %(first)s", first=day(period.from_on))
    return say("until %(last)s", last=day(period.until_on)) if period.until_on else ""


def _counts(setting: Setting, facet: str) -> dict[str, int]:
    counted = setting.archive.query(Query(reader=setting.ui, size=10)).facets
    return {count.slug: count.count for count in getattr(counted, facet)}


def _latest(cards: Cards, setting: Setting, filter_: Filter) -> dict[str, Any]:
    query = Query(filter=filter_, reader=setting.ui, size=_LATEST)
    answer = setting.archive.query(query)
    everything = Query(filter=filter_, reader=setting.ui)
    return {
        "cards": cards.all(setting, answer.items),
        "total": answer.total,
        "everything": list_path(setting.ui, everything),
        "follow": follow_path(setting.ui, everything),
    }


def _head(setting: Setting, section: str, slug: str, *, name: str, filter_: Filter) -> Head:
    path = f"/{section}/{slug}"
    return Head(
        title=name,
        path=f"/{setting.ui}{path}",
        translations=same_page(setting, path),
        follows=filter_,
        section=section,
        forms=actor_forms(setting, slug) if section == "offices" else (),
    )


def _index_head(setting: Setting, section: str, title: str) -> Head:
    path = f"/{section}"
    return Head(title=title, path=f"/{setting.ui}{path}", translations=same_page(setting, path), section=section)
