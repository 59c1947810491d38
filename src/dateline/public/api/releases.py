"""Releases in the API."""

from collections.abc import Sequence

import msgspec

from dateline.archive import port
from dateline.archive.query import Query
from dateline.editions import parts
from dateline.editions.edition import Edition
from dateline.public.api import types
from dateline.public.api.errors import ProblemError
from dateline.public.api.request import ApiRequest
from dateline.text.html import clean
from dateline.web.addresses import release_path, short_path, text_id

_MAX_CHANGES = 200
_MAX_NUMBER = 999_999_999


def listing(request: ApiRequest) -> types.Listing:
    """Return a page of the releases of a filter, the newest first.

    The cursor is the number of older releases that follow, so that new releases do not move the pages.
    """
    query = msgspec.structs.replace(request.query(), order="date")
    answer, items, left = _page(request, query)
    return types.Listing(total=answer.total, next=request.next_url(left) if left else None, items=items)


def search(request: ApiRequest) -> types.SearchResults:
    """Return a page of search results with facets: the best match first, or the newest with ``order=date``.

    Without words the newest comes first.
    """
    query = request.query()
    if query.order == "relevance":
        query = msgspec.structs.replace(query, lenient=True)
        start = request.integer("cursor", 0, least=0, most=_MAX_NUMBER)
        answer, window = _window(request, query, start)
        until = start + len(window)
        items = [_item(request, item) for item in window]
        following = request.next_url(until) if window and until < answer.reachable else None
    else:
        answer, items, left = _page(request, query)
        following = request.next_url(left) if left else None
    return types.SearchResults(
        total=answer.total,
        reachable=answer.reachable,
        next=following,
        items=items,
        facets=msgspec.convert(msgspec.to_builtins(answer.facets), types.Facets),
        suggestion=answer.suggestion,
        eased=answer.relaxed,
    )


def release(request: ApiRequest) -> types.Release:
    """Return the languages in which a release is public or withdrawn."""
    number = _number(request)
    texts = request.archive.languages_of(number)
    if not texts:
        raise ProblemError(404, f"There is no release {number}, or none of its texts is public.")
    return types.Release(number=number, texts={tag: _api_url(request, number, tag) for tag in texts})


def text(request: ApiRequest) -> types.ReleaseText:
    """Return a text with its history, in any state."""
    number, language = _number(request), request.path_values["language"]
    text_ = request.archive.text(number, language)
    if text_ is None:
        raise ProblemError(404, f"Release {number} has not been published in the language {language!r}.")
    edition = text_.edition
    path = release_path(language, number, edition.slug) if edition else short_path(language, number)
    return types.ReleaseText(
        id=text_id(text_.release, language),
        number=number,
        language=language,
        state=text_.state,
        version=edition.version if edition else len(text_.versions),
        url=request.root + path,
        translations={tag: _api_url(request, number, tag) for tag in text_.languages if tag != language},
        notices=_notices(text_.notes),
        history=[types.Version(version, change, at) for version, change, at in text_.versions],
        text=text_of(edition) if edition else None,
    )


def changes(request: ApiRequest) -> types.Changes:
    """Return recently changed texts: updated, corrected, withdrawn, restored, removed."""
    size = request.integer("size", 50, least=1, most=_MAX_CHANGES)
    return types.Changes(
        [
            types.ChangedText(
                id=text_id(one.text.release, one.text.language),
                number=one.text.number,
                language=one.text.language,
                change=one.change,
                at=one.at,
                state=one.text.state,
                api_url=_api_url(request, one.text.number, one.text.language),
            )
            for one in request.archive.recent_changes(size)
        ]
    )


def _page(request: ApiRequest, query: Query) -> tuple[port.ResultPage, list[types.Item], int]:
    """Return a page by date, and the number of older releases that follow it."""
    total = request.archive.total(query.filter)
    left = min(total, request.integer("cursor", total, least=0, most=_MAX_NUMBER))
    answer, window = _window(request, query, total - left)
    return answer, [_item(request, item) for item in window], left - len(window)


def _window(request: ApiRequest, query: Query, first: int) -> tuple[port.ResultPage, Sequence[port.Item]]:
    """Return (the result page with the counts, the items from index ``first`` on); ``first`` need not start a page."""
    page, skipped = divmod(first, query.size)
    answer = request.archive.query(msgspec.structs.replace(query, page=page + 1))
    if not skipped:
        return answer, answer.items
    more = request.archive.query(msgspec.structs.replace(query, page=page + 2)).items
    return answer, [*answer.items, *more][skipped : skipped + query.size]


def _number(request: ApiRequest) -> int:
    return int(request.path_values["number"])


def _api_url(request: ApiRequest, number: int, language: str) -> str:
    return f"{request.root}/api/v1/releases/{number}/{language}"


def _notices(notes: Sequence[port.Note]) -> list[types.Notice]:
    return [types.Notice(note.change, note.at, note.text, note.language) for note in notes]


def _item(request: ApiRequest, item: port.Item) -> types.Item:
    edition = item.edition
    return types.Item(
        id=text_id(edition.release, edition.language),
        number=edition.number,
        language=edition.language,
        languages=list(item.languages),
        version=edition.version,
        url=request.root + release_path(edition.language, edition.number, edition.slug),
        api_url=_api_url(request, edition.number, edition.language),
        headline=edition.headline,
        lead=edition.lead,
        kind=edition.kind,
        offices=list(edition.offices),
        topics=list(edition.topics),
        published_at=edition.published_at,
        published_precision=edition.published_precision,
        edited_at=edition.edited_at,
        picture=edition.picture,
        notices=_notices(item.notes),
        headline_html=item.headline_html,
        extract_html=item.extract_html,
        partial=item.partial,
    )


def text_of(edition: Edition) -> types.Text:
    """Return the content of an edition as the API has it."""
    values = {name: getattr(edition, name) for name in types.Text.__struct_fields__}
    values |= {
        "offices": list(edition.offices),
        "topics": list(edition.topics),
        "contacts": list(edition.contacts),
        "body": [_block(block) for block in edition.body],
        "boilerplate": clean(edition.boilerplate),
        "notes": clean(edition.notes),
    }
    return types.Text(**values)


def _block(block: parts.Block) -> parts.Block:
    """Return a block with its HTML cleaned again, because the archive is not trusted."""
    return msgspec.structs.replace(block, html=clean(block.html)) if isinstance(block, parts.Text) else block
