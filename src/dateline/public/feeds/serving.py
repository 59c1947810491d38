"""The addresses of feeds: what is asked, and the answer."""

import re
from collections.abc import Sequence

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Archive, Item
from dateline.archive.query import Filter, Query
from dateline.public.feeds.addresses import ARCHIVE, ARCHIVED, ENTRIES, Asked, archives_of, pages_of
from dateline.public.feeds.build.changes import changed_entries, removed_texts
from dateline.public.feeds.build.entries import bounded, entry_of
from dateline.public.feeds.build.updated import updated_at
from dateline.public.feeds.context import Place, place_of
from dateline.public.feeds.errors import RefusedError
from dateline.public.feeds.messages import words_of
from dateline.public.feeds.model import Entry, Feed, File, Person
from dateline.public.feeds.style import HouseStyle
from dateline.public.feeds.titles import title_of
from dateline.public.feeds.writers import FORMS, WRITERS
from dateline.public.formats import serving as wire
from dateline.text.languages import INTERFACE, pick
from dateline.text.xmltext import linked
from dateline.web.addresses import TextAddress, parse_list_path, parse_text_path
from dateline.web.forms import CALENDAR
from dateline.web.http import Request, Response, redirect

_SUFFIXES = frozenset((*FORMS, *wire.LISTED, CALENDAR.suffix))
_OPEN = (("access-control-allow-origin", "*"), ("access-control-expose-headers", "dateline-position, etag"))
"""Pages of any site may read what everybody may read; no cookie and no password is ever asked for. Source: Fetch."""

_WHOLE = re.compile(r"[1-9][0-9]{0,6}")


def respond(
    request: Request, archive: Archive, *, public_url: str, style: HouseStyle, full: bool = True, hub: str = ""
) -> Response | None:
    """Answer a request for a feed, or a release in a format of the industry; None for other addresses.

    A feed takes the parameters of the list beside it, and ``archive``. Its order is always newest first and its
    documents always are of one size, so ``order`` and ``size`` redirect to the clean address, as unknown parameters
    do. ``public_url`` stands without the last slash; every address in the feed begins with it. ``full`` says whether
    entries hold the whole text, not the lead alone. ``hub`` is where feeds can be subscribed to, or empty.
    """
    speaks = archive.newsroom.languages if archive.newsroom else INTERFACE
    listed, text = parse_list_path(request.path), parse_text_path(request.path)
    if text and text.suffix in wire.FORMATS:
        reader = text.language if text.language in speaks else speaks[0]
    elif listed and listed.suffix in _SUFFIXES and listed.reader in speaks:
        reader = listed.reader
    else:
        return None
    place = place_of(archive, reader, public_url=public_url, style=style, full=full)
    place = msgspec.structs.replace(place, hub=hub)
    try:
        if text:
            answer = _release(request, archive, place, text)
        else:
            answer = _list(request, archive, place, suffix=request.path.partition(".")[2])
    except RefusedError as refused:
        answer = Response(404, (("content-type", "text/plain; charset=utf-8"),), f"{refused.sentence}\n".encode())
    return msgspec.structs.replace(answer, headers=(*answer.headers, *_OPEN))


def _release(request: Request, archive: Archive, place: Place, address: TextAddress) -> Response:
    if request.query:
        return redirect(request.path)
    # a text for copying and agencies is whole, whatever feeds tell
    whole = msgspec.structs.replace(place, full=True)
    return wire.release(address.number, address.language, address.suffix, archive=archive, place=whole)


def _list(request: Request, archive: Archive, place: Place, *, suffix: str) -> Response:
    asked = _asked(request, archive, reader=place.reader, suffix=suffix)
    if asked.parameters != request.query:
        return redirect(asked.path)
    if suffix == CALENDAR.suffix:
        return wire.announced(asked, archive, place)
    if suffix in wire.FORMATS:
        return wire.listed(asked, archive, place)
    feed = _feed(asked, archive, place)
    kind = ("content-type", f"{FORMS[suffix].media_type}; charset=utf-8")
    return Response(200, (kind, *_subscribing(feed)), WRITERS[suffix](feed))


def _subscribing(feed: Feed) -> tuple[tuple[str, str], ...]:
    """Return the header that says where a document can be subscribed to. Source: W3C WebSub, section 4."""
    return (("link", f'<{feed.hub}>; rel="hub", <{feed.links["self"]}>; rel="self"'),) if feed.hub else ()


def _asked(request: Request, archive: Archive, *, reader: str, suffix: str) -> Asked:
    words = words_of(reader)
    try:
        given = request.parameters()
        asked = filters.parse(given, archive, reader=reader).query
    except UnknownValueError as error:
        raise RefusedError(words.gettext("Nothing is known here as “%(value)s”.") % {"value": error.value}) from error
    except MalformedValueError as error:
        raise RefusedError(words.gettext("“%(value)s” cannot be read.") % {"value": error.value}) from error
    except ValueError as error:
        raise RefusedError(words.gettext("This address cannot be read.")) from error
    named = next((value for name, value in given if name == ARCHIVE and value), "")
    if named and not _WHOLE.fullmatch(named):
        raise RefusedError(words.gettext("“%(value)s” cannot be read.") % {"value": named})
    return Asked(suffix=suffix, reader=reader, filter=asked.filter, page=asked.page, archive=int(named or 0))


def _items(asked: Asked, archive: Archive) -> tuple[Sequence[Item], int]:
    """Return the items of a document, newest first, and how many the feed has in all."""
    if not asked.archive:
        answer = archive.query(Query(filter=asked.filter, reader=asked.reader, page=asked.page, size=ENTRIES))
        if asked.page > pages_of(answer.total):
            said = words_of(asked.reader).gettext("This feed has no page %(page)s.")
            raise RefusedError(said % {"page": asked.page})
        return answer.items, answer.total
    total = archive.total(asked.filter)
    if asked.archive > archives_of(total):
        said = words_of(asked.reader).gettext("This feed has no archive %(archive)s.")
        raise RefusedError(said % {"archive": asked.archive})
    page, skipped = divmod(total - asked.archive * ARCHIVED, ENTRIES)  # so many are newer
    pages = (page + 1, page + 2) if skipped + ARCHIVED > ENTRIES else (page + 1,)
    queries = (Query(filter=asked.filter, reader=asked.reader, page=number, size=ENTRIES) for number in pages)
    found = [item for query in queries for item in archive.query(query).items]
    return found[skipped : skipped + ARCHIVED], total


def _feed(asked: Asked, archive: Archive, place: Place) -> Feed:
    newsroom, root = archive.newsroom, place.public_url
    items, total = _items(asked, archive)
    is_newest = asked.page == 1 and not asked.archive

    def told(place: Place) -> list[Entry]:
        entries = [entry_of(item, place) for item in items]
        return entries + (_others(entries, asked.filter, archive, place) if is_newest else [])

    entries = bounded(told(place), lambda: told(msgspec.structs.replace(place, full=False)))
    removed = tuple(removed_texts(asked.filter, archive, place)) if is_newest else ()
    return Feed(
        # One address is one feed; nothing in the log outlives the newsroom's host and tells it from all others.
        id=root + Asked(suffix="atom", reader=asked.reader, filter=asked.filter).path,
        language=asked.reader,
        title=title_of(asked.filter, archive, place.reader, place.style),
        subtitle=pick(newsroom.tagline, asked.reader) if newsroom else "",
        author=Person(name=place.speaker, uri=linked(newsroom.home_url) if newsroom else ""),
        updated_at=updated_at(entries, removed, archive),
        logo=_logo(archive, place),
        page_url=root + asked.page_path,
        links={rel: root + path for rel, path in asked.around(total).items()},
        entries=entries,
        removed=removed,
        is_archive=bool(asked.archive),
        # Only the newest page changes with every release; the others follow from it.
        hub=place.hub if is_newest else "",
    )


def _others(entries: Sequence[Entry], filter_: Filter, archive: Archive, place: Place) -> list[Entry]:
    """Return older releases that changed of late, the newest first; each text stands in a document once."""
    told = {entry.id for entry in entries}
    others = [entry for entry in changed_entries(filter_, archive, place) if entry.id not in told]
    return sorted(others, key=lambda entry: entry.published_at, reverse=True)


def _logo(archive: Archive, place: Place) -> File | None:
    logo = archive.newsroom.logo if archive.newsroom else None
    if logo is None:
        return None
    return File(url=f"{place.public_url}/media/{logo.file}", type=logo.type, size_bytes=logo.size_bytes)
