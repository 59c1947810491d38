"""Offices and topics: an index of each, and a page with the newest releases for each one."""

from collections.abc import Iterable
from typing import Any

import msgspec

from dateline.archive.query import Filter, Query
from dateline.editions.newsroom import NamePeriod, Office, Topic
from dateline.public.site.contacts import contacts_for
from dateline.public.site.list_paths import follow_path, list_path
from dateline.public.site.page import Head, PageContext, Renderer, activitypub_alternate, translated_paths
from dateline.public.site.pages.cards import CardRenderer
from dateline.public.site.pages.error_pages import not_found
from dateline.text.typography import join_names
from dateline.web.http import Response

_LATEST = 10  # releases on the page of an office or topic, which links to the list of all


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in the tree; ``count`` includes the releases of its children."""

    topic: Topic
    count: int
    children: "tuple[Branch, ...]"


def offices_page(renderer: Renderer, context: PageContext) -> Response:
    """Answer ``/{ui}/offices``: open offices by kind of unit, then closed ones."""
    counts = _counts(context, "offices")
    offices = sorted(context.archive.offices.values(), key=lambda office: office.name(context.ui).casefold())
    groups = [
        (title, [(office, counts.get(office.slug, 0)) for office in offices if _unit(office) == unit and _open(office)])
        for unit, title in _units(context).items()
    ]
    closed = [(office, counts.get(office.slug, 0)) for office in offices if not _open(office)]
    head = _index_head(context, "offices", context.wording.gettext("Where we are"))
    return renderer.page("offices.html", context, head, groups=[group for group in groups if group[1]], closed=closed)


def office_page(renderer: Renderer, cards: CardRenderer, context: PageContext, slug: str) -> Response:
    """Answer ``/{ui}/offices/{slug}``: the office, its names over time, its newest releases."""
    offices = context.archive.offices
    office = offices.get(slug)
    if office is None:
        return not_found(renderer, context)
    name = office.name(context.ui)
    return renderer.page(
        "office.html",
        context,
        _head(context, "offices", slug, name=name, filter_=Filter(offices=(slug,))),
        office=office,
        contacts=contacts_for(office.contacts, context.ui, context.newsroom.languages[0]),
        name=name,
        unit=_unit_unless_named(name, _units(context)[_unit(office)]),
        where=join_names([context.localized(office.place.city), context.localized(office.place.country)], context.ui),
        names=[(period, _period(context, period)) for period in reversed(office.periods)],
        parent=offices.get(office.parent),
        successor=offices.get(office.successor),
        predecessors=_sorted(context, (other for other in offices.values() if other.successor == slug)),
        children=_sorted(context, (other for other in offices.values() if other.parent == slug and _open(other))),
        **_latest(cards, context, Filter(offices=(slug,))),
    )


def topics_page(renderer: Renderer, context: PageContext) -> Response:
    """Answer ``/{ui}/topics``: the topics as a tree."""
    head = _index_head(context, "topics", context.wording.gettext("What we do"))
    return renderer.page("topics.html", context, head, branches=tree(context))


def topic_page(renderer: Renderer, cards: CardRenderer, context: PageContext, slug: str) -> Response:
    """Answer ``/{ui}/topics/{slug}``: a topic, its parent and children, its newest releases."""
    topics = context.archive.topics
    topic = topics.get(slug)
    if topic is None:
        return not_found(renderer, context)
    children = [other for other in topics.values() if other.parent == slug]
    return renderer.page(
        "topic.html",
        context,
        _head(context, "topics", slug, name=context.localized(topic.names), filter_=Filter(topics=(slug,))),
        topic=topic,
        name=context.localized(topic.names),
        parent=topics.get(topic.parent),
        children=sorted(children, key=lambda child: context.localized(child.names).casefold()),
        **_latest(cards, context, Filter(topics=(slug,))),
    )


def tree(context: PageContext) -> tuple[Branch, ...]:
    """Return the topics as a tree sorted by name; topics in a cycle of parents are roots."""
    topics, counts = context.archive.topics, _counts(context, "topics")
    placed: set[str] = set()

    def branch(topic: Topic) -> Branch:
        placed.add(topic.slug)
        children = [other for other in topics.values() if other.parent == topic.slug and other.slug not in placed]
        return Branch(topic=topic, count=counts.get(topic.slug, 0), children=by_name(map(branch, children)))

    def by_name(branches: Iterable[Branch]) -> tuple[Branch, ...]:
        return tuple(sorted(branches, key=lambda one: context.localized(one.topic.names).casefold()))

    roots = [branch(topic) for topic in topics.values() if topic.parent not in topics]
    roots += [branch(topic) for topic in topics.values() if topic.slug not in placed]
    return by_name(roots)


def _units(context: PageContext) -> dict[str, str]:
    say = context.wording.gettext
    return {
        "secretariat": say("Secretariat"),
        "chair": say("Chair"),
        "institution": say("Institutions"),
        "mission": say("Missions and field offices"),
        "other": say("Other units"),
    }


def _unit(office: Office) -> str:
    return office.unit if office.unit in ("secretariat", "chair", "institution", "mission") else "other"


def _unit_unless_named(name: str, unit: str) -> str:
    """Return the kind of unit as a label; empty if the office has just that name."""
    return "" if name.casefold() == unit.casefold() else unit


def _open(office: Office) -> bool:
    return office.status == "open"


def _sorted(context: PageContext, offices: Iterable[Office]) -> list[Office]:
    return sorted(offices, key=lambda office: office.name(context.ui).casefold())


def _period(context: PageContext, period: NamePeriod) -> str:
    say, day = context.wording.gettext, context.wording.day
    if period.from_on and period.until_on:
        return say("from %(first)s until %(last)s", first=day(period.from_on), last=day(period.until_on))
    if period.from_on:
        return say("since %(first)s", first=day(period.from_on))
    return say("until %(last)s", last=day(period.until_on)) if period.until_on else ""


def _counts(context: PageContext, facet: str) -> dict[str, int]:
    facets = context.archive.query(Query(reader=context.ui, size=10)).facets
    return {count.slug: count.count for count in getattr(facets, facet)}


def _latest(cards: CardRenderer, context: PageContext, filter_: Filter) -> dict[str, Any]:
    query = Query(filter=filter_, reader=context.ui, size=_LATEST)
    answer = context.archive.query(query)
    everything = Query(filter=filter_, reader=context.ui)
    return {
        "cards": cards.render_all(context, answer.items),
        "total": answer.total,
        "everything": list_path(context.ui, everything),
        "follow": follow_path(context.ui, everything),
    }


def _head(context: PageContext, section: str, slug: str, *, name: str, filter_: Filter) -> Head:
    path = f"/{section}/{slug}"
    return Head(
        title=name,
        path=f"/{context.ui}{path}",
        translations=translated_paths(context, path),
        feed_filter=filter_,
        section=section,
        alternates=activitypub_alternate(context, slug) if section == "offices" else (),
    )


def _index_head(context: PageContext, section: str, title: str) -> Head:
    path = f"/{section}"
    return Head(title=title, path=f"/{context.ui}{path}", translations=translated_paths(context, path), section=section)
