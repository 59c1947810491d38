"""Answers to requests for feeds, and for releases and lists in the formats of the news industry."""

import re
from collections.abc import Hashable, Sequence
from http import HTTPStatus

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Archive, Item
from dateline.archive.query import Filter, Query
from dateline.public.feeds.addresses import (
    ARCHIVE,
    ARCHIVE_SIZE,
    PAGE_SIZE,
    FeedAddress,
    archive_count,
    page_count,
)
from dateline.public.feeds.build.changes import changed_items, removed_texts, updated_at, withdrawn_items
from dateline.public.feeds.build.entries import limited, release_entry, withdrawn_entry
from dateline.public.feeds.context import FeedContext, context_of
from dateline.public.feeds.errors import RefusedError
from dateline.public.feeds.last_modified import last_modified
from dateline.public.feeds.messages import messages_in
from dateline.public.feeds.model import Entry, Feed, File, Person
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.feeds.titles import feed_title
from dateline.public.formats import serving as formats
from dateline.public.linked_texts import linked_texts
from dateline.storage.shared_cache import SharedCache
from dateline.text.languages import INTERFACE, pick
from dateline.text.xmltext import safe_link
from dateline.web.addresses import TextAddress, parse_list_path, parse_text_path
from dateline.web.http import EXPOSED, NamedText, Request, Response, redirect

_CORS = (("access-control-allow-origin", "*"), ("access-control-expose-headers", EXPOSED))
"""CORS headers: scripts of any site may read these responses, which never depend on a cookie. Source: Fetch."""

_WHOLE = re.compile(r"[1-9][0-9]{0,6}")
ENTRIES_BYTES = 4_000_000  # an entry takes 3 to 10 kB with its edition, which is the cache key; a first page has fifty
WRITTEN_BYTES = 3_000_000  # written entries of one format
_KEY_BYTES = 1_000  # a cache key and its place in the dictionary


class Feeds:
    """Feeds of a site; caches entries between requests.

    Args:
        public_url: of the site, without a trailing slash; every address in a feed starts with it.
        full: whether entries have the full text, not only the lead.
        hub: address of the WebSub hub; empty without one.
    """

    def __init__(self, public_url: str, *, full: bool = True, hub: str = "") -> None:
        self._public_url = public_url
        self._full = full
        self._hub = hub
        self._entries: SharedCache[tuple[Hashable, ...], Entry] = SharedCache(
            ENTRIES_BYTES, lambda entry: 4 * len(entry.content) + _KEY_BYTES
        )
        self._written: dict[str, SharedCache[Entry, bytes]] = {}

    def respond(self, request: Request, archive: Archive) -> Response | None:
        """Answer a request for a feed, or for a release or list in a format of the news industry.

        A feed takes the parameters of its list, and ``archive``. Order and size are fixed, so ``order`` and ``size``
        redirect to the canonical address, as unknown parameters do.

        Returns:
            None for other addresses.
        """
        languages = archive.newsroom.languages if archive.newsroom else INTERFACE
        list_, text = parse_list_path(request.path), parse_text_path(request.path)
        if text and text.suffix in formats.FORMATS:
            reader = text.language if text.language in languages else languages[0]
        elif list_ and list_.suffix in FEED_FORMATS.keys() | formats.LIST_SUFFIXES and list_.reader in languages:
            reader, suffix = list_.reader, list_.suffix
        else:
            return None
        context = context_of(archive, reader, public_url=self._public_url, full=self._full, hub=self._hub)
        try:
            if text:
                response = _release(request, archive, context, text)
            else:
                response = self._list(request, archive, context, suffix=suffix)
        except RefusedError as error:
            response = Response(404, (("content-type", "text/plain; charset=utf-8"),), f"{error.message}\n".encode())
        moment = last_modified(archive) if response.status == HTTPStatus.OK else ()
        return msgspec.structs.replace(response, headers=(*response.headers, *moment, *_CORS))

    def _list(self, request: Request, archive: Archive, context: FeedContext, *, suffix: str) -> Response:
        address = _address(request, archive, reader=context.reader, suffix=suffix)
        if address.parameters != request.query:
            return redirect(address.path)
        if suffix in formats.LIST_SUFFIXES:
            return formats.list_response(address, archive, context)
        format_ = FEED_FORMATS[suffix]
        feed, named_texts = self._feed(address, archive, context)
        written = self._written.setdefault(suffix, SharedCache(WRITTEN_BYTES, lambda part: len(part) + _KEY_BYTES))
        parts = [written.get(entry, lambda entry=entry: format_.write_entry(entry)) for entry in feed.entries]  # type: ignore[misc]
        headers = (("content-type", f"{format_.media_type}; charset=utf-8"), *_hub_links(feed))
        return Response(200, headers, format_.write_feed(feed, parts), named_texts)

    def _feed(self, address: FeedAddress, archive: Archive, context: FeedContext) -> tuple[Feed, frozenset[NamedText]]:
        newsroom, root = archive.newsroom, context.public_url
        items, total = _items(address, archive)
        is_newest = address.page == 1 and not address.archive
        changed = _changed(items, address.filter, archive, context) if is_newest else []
        withdrawn = list(withdrawn_items(address.filter, archive, context)) if is_newest else []
        removed = tuple(removed_texts(address.filter, archive, context)) if is_newest else ()

        def entries(context: FeedContext) -> list[Entry]:
            others = [self._entry(item, context) for item in changed]
            others += [withdrawn_entry(item, at, context) for item, at in withdrawn]
            others.sort(key=lambda entry: entry.published_at, reverse=True)
            return [self._entry(item, context) for item in items] + others

        limited_entries = limited(entries(context), lambda: entries(msgspec.structs.replace(context, full=False)))
        feed = Feed(
            # The id is an address, because without its host nothing in the log tells this newsroom from others.
            id=root + FeedAddress(suffix="atom", reader=address.reader, filter=address.filter).path,
            language=address.reader,
            title=feed_title(address.filter, archive, context.reader),
            subtitle=pick(newsroom.tagline, address.reader) if newsroom else "",
            author=Person(name=context.organisation, uri=safe_link(newsroom.home_url) if newsroom else ""),
            updated_at=updated_at(limited_entries, removed, archive),
            logo=_logo(archive, context),
            page_url=root + address.page_path,
            links={rel: root + path for rel, path in address.links(total).items()},
            entries=limited_entries,
            removed=removed,
            is_archive=bool(address.archive),
            # Only the newest page names the hub: it changes with every release, and the other pages are linked from it.
            hub=context.hub if is_newest else "",
        )
        editions = [item.edition for item in (*items, *changed, *(item for item, _ in withdrawn))]
        return feed, linked_texts(*editions)

    def _entry(self, item: Item, context: FeedContext) -> Entry:
        """Return the entry of an item, cached by all it depends on: edition, notices and context."""
        return self._entries.get((item.edition, item.notes, context), lambda: release_entry(item, context))


def _release(request: Request, archive: Archive, context: FeedContext, address: TextAddress) -> Response:
    if request.query:
        return redirect(request.path)
    # these formats always have the full text, whatever the setting for feeds is
    full = msgspec.structs.replace(context, full=True)
    return formats.release_response(address, archive, full)


def _hub_links(feed: Feed) -> tuple[tuple[str, str], ...]:
    """Return the header that names the hub of a document. Source: W3C WebSub, section 4."""
    return (("link", f'<{feed.hub}>; rel="hub", <{feed.links["self"]}>; rel="self"'),) if feed.hub else ()


def _address(request: Request, archive: Archive, *, reader: str, suffix: str) -> FeedAddress:
    messages = messages_in(reader)
    try:
        parameters = request.parameters()
        query = filters.parse(parameters, archive, reader=reader).query
    except UnknownValueError as error:
        raise RefusedError(messages.gettext("“%(value)s” is not known here.") % {"value": error.value}) from error
    except MalformedValueError as error:
        raise RefusedError(messages.gettext("“%(value)s” cannot be read.") % {"value": error.value}) from error
    except ValueError as error:
        raise RefusedError(messages.gettext("This address cannot be read.")) from error
    number = next((value for name, value in parameters if name == ARCHIVE and value), "")
    if number and not _WHOLE.fullmatch(number):
        raise RefusedError(messages.gettext("“%(value)s” cannot be read.") % {"value": number})
    return FeedAddress(suffix=suffix, reader=reader, filter=query.filter, page=query.page, archive=int(number or 0))


def _items(address: FeedAddress, archive: Archive) -> tuple[Sequence[Item], int]:
    """Return the items of a document, newest first, and the number of items in the whole feed."""
    if not address.archive:
        page = archive.query(Query(filter=address.filter, reader=address.reader, page=address.page, size=PAGE_SIZE))
        if address.page > page_count(page.total):
            message = messages_in(address.reader).gettext("This feed has no page %(page)s.")
            raise RefusedError(message % {"page": address.page})
        return page.items, page.total
    total = archive.total(address.filter)
    if address.archive > archive_count(total):
        message = messages_in(address.reader).gettext("This feed has no archive %(archive)s.")
        raise RefusedError(message % {"archive": address.archive})
    # an archive may span two pages
    newer_pages, skipped = divmod(total - address.archive * ARCHIVE_SIZE, PAGE_SIZE)
    numbers = [newer_pages + 1] + ([newer_pages + 2] if skipped + ARCHIVE_SIZE > PAGE_SIZE else [])
    queries = (Query(filter=address.filter, reader=address.reader, page=number, size=PAGE_SIZE) for number in numbers)
    items = [item for query in queries for item in archive.query(query).items]
    return items[skipped : skipped + ARCHIVE_SIZE], total


def _changed(items: Sequence[Item], filter_: Filter, archive: Archive, context: FeedContext) -> list[Item]:
    """Return older releases that changed recently; each text is in a document once."""
    own = {(item.edition.release, item.edition.language) for item in items}
    changed = changed_items(filter_, archive, context)
    return [item for item in changed if (item.edition.release, item.edition.language) not in own]


def _logo(archive: Archive, context: FeedContext) -> File | None:
    logo = archive.newsroom.logo if archive.newsroom else None
    if logo is None:
        return None
    return File(url=f"{context.public_url}/media/{logo.file}", type=logo.type, size_bytes=logo.size_bytes)
