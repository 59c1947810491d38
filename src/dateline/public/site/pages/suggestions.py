"""Suggestions while somebody types into the search field, as JSON."""

from collections.abc import Iterator

import msgspec

from dateline.archive.port import Completion
from dateline.archive.query import Filter
from dateline.archive.search_parser import parse_query, short_names
from dateline.public.site.page import PageContext
from dateline.public.site.pages.facets import office_label, titles, topic_label
from dateline.public.site.pages.search_notices import day_filters
from dateline.text.languages import best, direction
from dateline.text.xmltext import without_hyphenation
from dateline.web.addresses import release_path
from dateline.web.http import Request, Response

_MAX_RELEASES = 8
_MAX_NAMES = 3  # of offices and of topics, each
_MAX_LETTERS = 100


def suggest(context: PageContext, request: Request) -> Response:
    """Answer ``/{ui}/suggest?q=`` with ``{"hints": [{"group", "title", "label", "path", "language", "direction"}]}``.

    ``group`` is ``day``, ``office``, ``topic`` or ``release``; ``title`` is the heading of the group, empty for
    releases.
    """
    try:
        typed = next((value for name, value in request.parameters() if name == "q"), "")
    except ValueError:
        typed = ""
    typed = " ".join(typed[:_MAX_LETTERS].split())
    releases = context.archive.autocomplete(typed, context.ui, _MAX_RELEASES) if typed else ()
    hints = [*_days(context, typed), *_numbered(context, typed), *_names(context, typed)] if typed else []
    numbered = {hint["path"] for hint in hints}
    hints += [hint for hint in map(_release, releases) if hint["path"] not in numbered]
    return Response(
        200,
        (("content-type", "application/json; charset=utf-8"), ("x-robots-tag", "noindex")),
        msgspec.json.encode({"hints": hints}),
    )


def _release(hint: Completion) -> dict[str, str]:
    path = release_path(hint.language, hint.number, hint.slug)
    return _hint("release", without_hyphenation(hint.headline), path, language=hint.language)


def _days(context: PageContext, typed: str) -> Iterator[dict[str, str]]:
    title = str(context.wording.gettext("Publishing date"))
    for day in day_filters(context, Filter(words=typed)):
        yield _hint("day", day.label, day.path, language=context.ui, title=title)


def _numbered(context: PageContext, typed: str) -> Iterator[dict[str, str]]:
    """Yield the release whose number was typed."""
    reference = parse_query(typed, (), short_names(context.archive.newsroom)).reference
    languages = context.archive.languages_of(reference.number) if reference else {}
    text = context.archive.text(reference.number, best(context.ui, languages)) if reference and languages else None
    if text and text.edition and text.state == "public" and reference:
        edition = text.edition
        if reference.year in (0, context.local_date(edition.published_at).year):
            yield _release(Completion(edition.number, edition.language, edition.slug, edition.headline))


def _names(context: PageContext, typed: str) -> Iterator[dict[str, str]]:
    title_of = titles(context)
    for group, slugs, label in (
        ("office", context.archive.offices, office_label),
        ("topic", context.archive.topics, topic_label),
    ):
        names = ((slug, str(label(context, slug))) for slug in slugs)
        matching = [(slug, name) for slug, name in names if _has_word(name, typed)]
        for slug, name in matching[:_MAX_NAMES]:
            path = f"/{context.ui}/{group}s/{slug}"
            yield _hint(group, name, path, language=context.ui, title=title_of[group])


def _has_word(name: str, typed: str) -> bool:
    """Return whether a word of the name starts with what was typed."""
    return f" {typed}".casefold() in f" {name}".casefold()


def _hint(group: str, label: str, path: str, *, language: str, title: str = "") -> dict[str, str]:
    return {
        "group": group,
        "title": str(title),
        "label": label,
        "path": path,
        "language": language,
        "direction": direction(language),
    }
