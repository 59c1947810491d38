"""The filters of a list page: facet values with their counts, and the active filters."""

from collections.abc import Iterable, Sequence

import msgspec
from markupsafe import Markup, escape

from dateline.archive.port import Count, Facets
from dateline.archive.query import Filter, Query
from dateline.public.site.list_paths import list_path, with_filter
from dateline.public.site.page import PageContext, Renderer

VISIBLE_VALUES = 8
"""Values of a facet that are visible at once; the others are folded."""

_COUNT = "\ue000"  # a private-use character that marks where the count goes in a cached row


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet; ``depth``, 0 to 2, is its indentation: how many of its ancestors are shown above it."""

    slug: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """A facet; ``name`` is its query parameter, ``more`` holds the folded values."""

    name: str
    title: str
    values: Sequence[Value]
    more: Sequence[Value]


class ActiveFilter(msgspec.Struct, frozen=True, kw_only=True):
    """An active filter and the address of the list without it."""

    title: str
    label: str
    path: str


def office_label(context: PageContext, slug: str) -> str:
    """Return the current name of an office, with a mark on a closed one."""
    office = context.archive.offices.get(slug)
    if office is None:
        return _from_slug(slug)
    name = office.name(context.ui)
    return context.wording.gettext("%(office)s (closed)", office=name) if office.status == "closed" else name


def topic_label(context: PageContext, slug: str) -> str:
    """Return the name of a topic."""
    topic = context.archive.topics.get(slug)
    return context.localized(topic.names) if topic else _from_slug(slug)


def kind_label(context: PageContext, slug: str) -> str:
    """Return the name of a content type."""
    kind = context.archive.kinds.get(slug)
    return context.localized(kind.names) if kind else _from_slug(slug)


def language_label(context: PageContext, tag: str) -> str:
    """Return the name of a language in the interface language."""
    return context.wording.language_name(tag)


_FACETS = (
    ("kind", "kinds", kind_label),
    ("office", "offices", office_label),
    ("topic", "topics", topic_label),
    ("language", "languages", language_label),
)


def titles(context: PageContext) -> dict[str, str]:
    """Return the titles of the facets by query parameter."""
    say = context.wording.gettext
    return {
        "kind": say("Content type"),
        "office": say("Where we are"),
        "topic": say("What we do"),
        "language": say("Language"),
    }


def facets(context: PageContext, filter_: Filter, counted: Facets) -> list[Facet]:
    """Return the facets in the order of the page; chosen values are always visible, even without releases."""
    title_of = titles(context)
    result = []
    for name, field, label in _FACETS:
        chosen = getattr(filter_, field)
        counts: tuple[Count, ...] = getattr(counted, field)
        missing = [Count(slug, 0) for slug in chosen if slug not in {count.slug for count in counts}]
        values = [
            Value(slug=count.slug, label=label(context, count.slug), count=count.count, chosen=count.slug in chosen)
            for count in [*counts, *missing]
        ]
        values = _as_tree(context, values) if name == "topic" else values
        first, more = _folded(values)
        result.append(
            Facet(
                name=name,
                title=title_of[name],
                values=[*first, *(value for value in more if value.chosen)],
                more=[value for value in more if not value.chosen],
            )
        )
    return result


def value_row(renderer: Renderer, context: PageContext, facet: str, value: Value) -> Markup:
    """Return the form row of a value; everything but its count is cached."""
    named = {"name": facet, "slug": value.slug, "label": escape(value.label)}
    row = renderer.cached_fragment(
        "facet_value.html", context.wording, **named, chosen=value.chosen, depth=value.depth, count=_COUNT
    )
    return row.replace(_COUNT, context.wording.number(value.count))


def active(context: PageContext, query: Query) -> list[ActiveFilter]:
    """Return the active filters, the search words first."""
    say, day, filter_ = context.wording.gettext, context.wording.day, query.filter
    filters: list[ActiveFilter] = []

    def add(title: str, label: str, **changes: object) -> None:
        filters.append(
            ActiveFilter(title=title, label=label, path=list_path(context.ui, with_filter(query, **changes)))
        )

    if filter_.words:
        add(say("Words"), filter_.words, words="")
    named = titles(context)
    for name, field, label in _FACETS:
        values = getattr(filter_, field)
        for value in values:
            add(named[name], label(context, value), **{field: tuple(other for other in values if other != value)})
    if filter_.from_on:
        add(say("From"), day(filter_.from_on), from_on=None)
    if filter_.until_on:
        add(say("Until"), day(filter_.until_on), until_on=None)
    return filters


def _folded(values: Sequence[Value]) -> tuple[Sequence[Value], Sequence[Value]]:
    """Return (visible values, folded values); no value is folded if that would hide only one or two."""
    if len(values) <= VISIBLE_VALUES + 2:
        return values, ()
    return values[:VISIBLE_VALUES], values[VISIBLE_VALUES:]


def _as_tree(context: PageContext, values: Iterable[Value]) -> list[Value]:
    """Return topics with each child after its parent, where both are among the values."""
    shown = {value.slug: value for value in values}
    below: dict[str, list[Value]] = {}
    roots = []
    for value in shown.values():
        topic = context.archive.topics.get(value.slug)
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
    # topics in a cycle of parents have no root, and come last
    return ordered + [value for rest in below.values() for value in rest]


def _from_slug(slug: str) -> str:
    """Return a readable label for a slug that releases have and that is no longer in the vocabulary."""
    return slug.replace("-", " ").capitalize()
