"""Releases in the API."""

import re
from collections.abc import Sequence

import msgspec

from dateline.archive import port
from dateline.archive.query import Query
from dateline.editions import parts
from dateline.editions.edition import Edition
from dateline.public.api import types
from dateline.public.api.errors import ProblemError
from dateline.public.api.partial import MAX_TEXTS, includes_text, values_of
from dateline.public.api.request import ApiRequest, parse_filter
from dateline.text.html import clean
from dateline.text.languages import is_within
from dateline.web.addresses import release_path, short_path, text_id

_MAX_NUMBER = 999_999_999
MAX_NUMBERS = 100
"""Releases that one request may name."""

_NUMBER = re.compile(r"[0-9]{1,9}")


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
    return types.Release(number=number, texts={tag: api_url(request, number, tag) for tag in texts})


def text(request: ApiRequest) -> types.ReleaseText:
    """Return a text with its history, in any state."""
    number, language = _number(request), request.path_values["language"]
    found = _text(request, number, language)
    if found is None:
        raise ProblemError(404, f"Release {number} has not been published in the language {language!r}.")
    return found


def texts(request: ApiRequest) -> types.Texts:
    """Return the texts of several releases with their history, in any state, in the order of the numbers.

    Without `language` in all languages. A removed text has its notices alone. A page has at most 50 texts: follow
    `next` until it is null.
    """
    numbers = _numbers(request)
    wanted = parse_filter(request.parameters, request.archive).languages
    found, missing = [], []
    for number in numbers:
        tags = [tag for tag in request.archive.languages_ever(number) if not wanted or is_within(tag, wanted)]
        found += [(number, tag) for tag in tags]
        missing += [] if tags else [number]
    start = request.integer("cursor", 0, least=0, most=_MAX_NUMBER)
    until = start + MAX_TEXTS
    return types.Texts(
        next=request.next_url(until) if until < len(found) else None,
        items=[one for number, tag in found[start:until] if (one := _text(request, number, tag))],
        missing=missing,
    )


def _text(request: ApiRequest, number: int, language: str) -> types.ReleaseText | None:
    text_ = request.archive.text(number, language)
    if text_ is None:
        return None
    edition = text_.edition
    path = release_path(language, number, edition.slug) if edition else short_path(language, number)
    return types.ReleaseText(
        id=text_id(text_.release, language),
        release=text_.release,
        number=number,
        language=language,
        state=text_.state,
        version=edition.version if edition else len(text_.versions),
        url=request.root + path,
        translations={tag: api_url(request, number, tag) for tag in text_.languages if tag != language},
        notices=notices_of(text_.notes),
        history=[types.Version(version, change, at) for version, change, at in text_.versions],
        text=text_of(edition) if edition else None,
    )


def _numbers(request: ApiRequest) -> list[int]:
    """Return the numbers that a request names, each once.

    Raises:
        ProblemError: there is none, there are too many, or one is no number.
    """
    values = values_of(request.parameters, "number")
    if not 0 < len(values) <= MAX_NUMBERS:
        raise ProblemError(400, f"Name 1 to {MAX_NUMBERS} releases, as in number=812,813; there are {len(values)}.")
    for value in values:
        if not _NUMBER.fullmatch(value):
            raise ProblemError(400, f"The parameter number is {value!r}; releases have whole numbers.")
    return list(dict.fromkeys(map(int, values)))


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


def api_url(request: ApiRequest, number: int, language: str) -> str:
    """Return the address of a text in the API."""
    return f"{request.root}/api/v1/releases/{number}/{language}"


def notices_of(notes: Sequence[port.Note]) -> list[types.Notice]:
    """Return public notices as the API has them."""
    return [types.Notice(note.change, note.at, note.text, note.language) for note in notes]


def _item(request: ApiRequest, item: port.Item) -> types.Item:
    edition = item.edition
    return types.Item(
        id=text_id(edition.release, edition.language),
        release=edition.release,
        number=edition.number,
        language=edition.language,
        languages=list(item.languages),
        version=edition.version,
        url=request.root + release_path(edition.language, edition.number, edition.slug),
        api_url=api_url(request, edition.number, edition.language),
        headline=edition.headline,
        lead=edition.lead,
        kind=edition.kind,
        offices=list(edition.offices),
        topics=list(edition.topics),
        published_at=edition.published_at,
        published_precision=edition.published_precision,
        edited_at=edition.edited_at,
        picture=edition.picture,
        notices=notices_of(item.notes),
        headline_html=item.headline_html,
        extract_html=item.extract_html,
        partial=item.partial,
        text=text_of(edition) if includes_text(request.parameters) else None,
    )


def text_of(edition: Edition) -> types.TextContent:
    """Return the content of an edition as the API has it."""
    values = {name: getattr(edition, name) for name in types.TextContent.__struct_fields__}
    values |= {
        "offices": list(edition.offices),
        "topics": list(edition.topics),
        "contacts": list(edition.contacts),
        "body": [_block(block) for block in edition.body],
        "boilerplate": clean(edition.boilerplate),
        "notes": clean(edition.notes),
    }
    return types.TextContent(**values)


def _block(block: parts.Block) -> parts.Block:
    """Return a block with its HTML cleaned again, because the archive is not trusted."""
    return msgspec.structs.replace(block, html=clean(block.html)) if isinstance(block, parts.Text) else block
