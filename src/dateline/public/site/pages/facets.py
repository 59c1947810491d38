"""Filters as a list page shows them: values with their counts, and the active ones to take away."""

from collections.abc import Iterable, Sequence

import msgspec
from markupsafe import Markup, escape

from dateline.archive.port import Count, Facets
from dateline.archive.query import Filter, Query
from dateline.public.site.listpath import list_path, narrowed
from dateline.public.site.page import Pages, Setting, chunked

SHOWN = 8
"""Values of a facet that are seen at once; the rest unfolds."""

_COUNT = "\ue000"  # a letter of no script, which stands for the count


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet. ``depth`` is 1 below a value that is shown above it, else 0."""

    slug: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """A facet; ``name`` is the parameter, ``more`` what unfolds."""

    name: str
    title: str
    values: Sequence[Value]
    more: Sequence[Value]


class Active(msgspec.Struct, frozen=True, kw_only=True):
    """A filter in force and the address of the list without it."""

    title: str
    label: str
    path: str


def office_label(setting: Setting, slug: str) -> str:
    """Return the current name of an office; a closed one says so and keeps its name."""
    office = setting.archive.offices.get(slug)
    if office is None:
        return _plain(slug)
    name = office.name(setting.ui)
    return setting.wording.gettext("%(office)s (closed)", office=name) if office.status == "closed" else name


def topic_label(setting: Setting, slug: str) -> str:
    """Return the name of a topic."""
    topic = setting.archive.topics.get(slug)
    return setting.called(topic.names) if topic else _plain(slug)


def kind_label(setting: Setting, slug: str) -> str:
    """Return the name of a content type."""
    kind = setting.archive.kinds.get(slug)
    return setting.called(kind.names) if kind else _plain(slug)


def language_label(setting: Setting, tag: str) -> str:
    """Return what the interface calls a language."""
    return setting.wording.language_name(tag)


_FACETS = (
    ("kind", "kinds", kind_label),
    ("office", "offices", office_label),
    ("topic", "topics", topic_label),
    ("language", "languages", language_label),
)


def titles(setting: Setting) -> dict[str, str]:
    """Return what the facets are called, by parameter."""
    say = setting.wording.gettext
    return {
        "kind": say("Content type"),
        "office": say("Where we are"),
        "topic": say("What we do"),
        "language": say("Language"),
    }


def facets(setting: Setting, filter_: Filter, counted: Facets) -> list[Facet]:
    """Return the facets in the order of the page; chosen values are always among them, and never unfold."""
    named = titles(setting)
    found = []
    for name, field, label in _FACETS:
        chosen = getattr(filter_, field)
        counts: tuple[Count, ...] = getattr(counted, field)
        missing = [Count(slug, 0) for slug in chosen if slug not in {count.slug for count in counts}]
        values = [
            Value(slug=count.slug, label=label(setting, count.slug), count=count.count, chosen=count.slug in chosen)
            for count in [*counts, *missing]
        ]
        values = _grown(setting, values) if name == "topic" else values
        first, more = chunked(values, SHOWN)
        found.append(
            Facet(
                name=name,
                title=named[name],
                values=[*first, *(value for value in more if value.chosen)],
                more=[value for value in more if not value.chosen],
            )
        )
    return found


def value_row(pages: Pages, setting: Setting, facet: str, value: Value) -> Markup:
    """Return a value as the form shows it; all but its count is rendered once."""
    named = {"name": facet, "slug": value.slug, "label": escape(value.label)}
    row = pages.part("value.html", setting.wording, **named, chosen=value.chosen, depth=value.depth, count=_COUNT)
    return row.replace(_COUNT, setting.wording.number(value.count))


def active(setting: Setting, query: Query) -> list[Active]:
    """Return the filters in force, the words first."""
    say, day, filter_ = setting.wording.gettext, setting.wording.day, query.filter
    found = []

    def add(title: str, label: str, **changes: object) -> None:
        found.append(Active(title=title, label=label, path=list_path(setting.ui, narrowed(query, **changes))))

    if filter_.words:
        add(say("Words"), filter_.words, words="")
    named = titles(setting)
    for name, field, label in _FACETS:
        values = getattr(filter_, field)
        for value in values:
            add(named[name], label(setting, value), **{field: tuple(other for other in values if other != value)})
    if filter_.from_on:
        add(say("From"), day(filter_.from_on), from_on=None)
    if filter_.until_on:
        add(say("Until"), day(filter_.until_on), until_on=None)
    return found


def _grown(setting: Setting, values: Iterable[Value]) -> list[Value]:
    """Return topics with each child behind its parent, where both are shown."""
    shown = {value.slug: value for value in values}
    below: dict[str, list[Value]] = {}
    roots = []
    for value in shown.values():
        topic = setting.archive.topics.get(value.slug)
        parent = topic.parent if topic else ""
        if parent in shown and parent != value.slug:
            below.setdefault(parent, []).append(value)
        else:
            roots.append(value)
    ordered: list[Value] = []
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        value, depth = waiting.pop()
        ordered.append(msgspec.structs.replace(value, depth=min(depth, 2)))
        waiting += [(child, depth + 1) for child in reversed(below.pop(value.slug, []))]
    # topics that name each other as parents have no root, and are shown all the same
    return ordered + [value for rest in below.values() for value in rest]


def _plain(slug: str) -> str:
    """Return something readable for what releases carry and nobody describes any more."""
    return slug.replace("-", " ").capitalize()
