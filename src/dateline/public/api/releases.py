"""Questions about releases."""

from collections.abc import Sequence

import msgspec

from dateline.archive import port
from dateline.archive.query import Query
from dateline.editions import parts
from dateline.editions.edition import Edition
from dateline.public.api import types
from dateline.public.api.asking import Asked
from dateline.public.api.errors import ProblemError
from dateline.text.html import clean
from dateline.web.addresses import release_path, short_path, text_id

_CHANGES_MAX = 200
_NUMBER_MAX = 999_999_999


def listing(asked: Asked) -> types.Listing:
    """Return a page of the releases a filter means, the newest first.

    A cursor says how many older ones follow, so that what is published meanwhile moves nothing.
    """
    query = msgspec.structs.replace(asked.query(), order="date")
    answer, items, left = _page(asked, query)
    return types.Listing(total=answer.total, next=asked.following(left) if left else None, items=items)


def search(asked: Asked) -> types.Found:
    """Return a page of what was found, with facets; by date with a cursor as in lists, else from the best match on."""
    query = asked.query()
    if query.order == "relevance":
        query = msgspec.structs.replace(query, lenient=True)
        start = asked.whole("cursor", 0, least=0, most=_NUMBER_MAX)
        answer, found = _window(asked, query, start)
        until = start + len(found)
        items = [_item(asked, item) for item in found]
        following = asked.following(until) if found and until < answer.reachable else None
    else:
        answer, items, left = _page(asked, query)
        following = asked.following(left) if left else None
    return types.Found(
        total=answer.total,
        reachable=answer.reachable,
        next=following,
        items=items,
        facets=msgspec.convert(msgspec.to_builtins(answer.facets), types.Facets),
        suggestion=answer.suggestion,
        eased=answer.relaxed,
    )


def release(asked: Asked) -> types.Release:
    """Return in which languages a release is public or withdrawn."""
    number = _number(asked)
    texts = asked.archive.languages_of(number)
    if not texts:
        raise ProblemError(404, f"There is no release {number}, or none of its texts is public.")
    return types.Release(number=number, texts={tag: _api_url(asked, number, tag) for tag in texts})


def reading(asked: Asked) -> types.Reading:
    """Return a text with its history, in whatever state it is."""
    number, language = _number(asked), asked.named["language"]
    found = asked.archive.text(number, language)
    if found is None:
        raise ProblemError(404, f"Release {number} has not been published in the language {language!r}.")
    edition = found.edition
    path = release_path(language, number, edition.slug) if edition else short_path(language, number)
    return types.Reading(
        id=text_id(found.release, language),
        number=number,
        language=language,
        state=found.state,
        version=edition.version if edition else len(found.versions),
        url=asked.root + path,
        translations={tag: _api_url(asked, number, tag) for tag in found.languages if tag != language},
        notices=_notices(found.notes),
        history=[types.Version(version, change, at) for version, change, at in found.versions],
        text=text_of(edition) if edition else None,
    )


def changes(asked: Asked) -> types.Changes:
    """Return texts that changed of late: corrected, updated, withdrawn, restored, removed."""
    size = asked.whole("size", 50, least=1, most=_CHANGES_MAX)
    return types.Changes(
        [
            types.ChangedText(
                id=text_id(one.text.release, one.text.language),
                number=one.text.number,
                language=one.text.language,
                change=one.change,
                at=one.at,
                state=one.text.state,
                api_url=_api_url(asked, one.text.number, one.text.language),
            )
            for one in asked.archive.recent_changes(size)
        ]
    )


def _page(asked: Asked, query: Query) -> tuple[port.ResultPage, list[types.Item], int]:
    """Return a page by date, and how many older releases follow it."""
    total = asked.archive.total(query.filter)
    left = min(total, asked.whole("cursor", total, least=0, most=_NUMBER_MAX))
    answer, found = _window(asked, query, total - left)
    return answer, [_item(asked, item) for item in found], left - len(found)


def _window(asked: Asked, query: Query, first: int) -> tuple[port.ResultPage, Sequence[port.Item]]:
    """Return as many items as a page has, from one place of the list on."""
    page, skipped = divmod(first, query.size)
    answer = asked.archive.query(msgspec.structs.replace(query, page=page + 1))
    if not skipped:
        return answer, answer.items
    more = asked.archive.query(msgspec.structs.replace(query, page=page + 2)).items
    return answer, [*answer.items, *more][skipped : skipped + query.size]


def _number(asked: Asked) -> int:
    return int(asked.named["number"])


def _api_url(asked: Asked, number: int, language: str) -> str:
    return f"{asked.root}/api/v1/releases/{number}/{language}"


def _notices(notes: Sequence[port.Note]) -> list[types.Notice]:
    return [types.Notice(note.change, note.at, note.text, note.language) for note in notes]


def _item(asked: Asked, item: port.Item) -> types.Item:
    edition = item.edition
    return types.Item(
        id=text_id(edition.release, edition.language),
        number=edition.number,
        language=edition.language,
        languages=list(item.languages),
        version=edition.version,
        url=asked.root + release_path(edition.language, edition.number, edition.slug),
        api_url=_api_url(asked, edition.number, edition.language),
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
    )


def text_of(edition: Edition) -> types.Text:
    """Return the words of an edition as the API tells them."""
    given = {name: getattr(edition, name) for name in types.Text.__struct_fields__}
    given |= {
        "offices": list(edition.offices),
        "topics": list(edition.topics),
        "contacts": list(edition.contacts),
        "body": [_block(block) for block in edition.body],
        "boilerplate": clean(edition.boilerplate),
        "notes": clean(edition.notes),
    }
    return types.Text(**given)


def _block(block: parts.Block) -> parts.Block:
    """Return a block with its HTML cleaned again: what the archive holds is not taken on trust."""
    return msgspec.structs.replace(block, html=clean(block.html)) if isinstance(block, parts.Text) else block
