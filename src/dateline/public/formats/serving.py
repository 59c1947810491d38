"""Responses in the formats of the news industry, and the registry of these formats."""

from collections.abc import Callable
from http import HTTPStatus

import msgspec

from dateline.archive.port import Archive, Item, ReleaseText
from dateline.archive.query import Query
from dateline.public.feeds.addresses import PAGE_SIZE, FeedAddress, page_count
from dateline.public.feeds.build.changes import newest_at
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.errors import RefusedError
from dateline.public.feeds.messages import messages_in
from dateline.public.feeds.titles import feed_title
from dateline.public.formats import copy_text, event_calendar, newsml, ninjs, ninjs_older
from dateline.public.formats.news_item import NewsItem, Package, news_item
from dateline.public.linked_texts import linked_texts
from dateline.web.addresses import TextAddress
from dateline.web.http import NamedText, Response


class Format(msgspec.Struct, frozen=True):
    """A format of releases.

    Attributes:
        media_type: without parameters.
        write_item: returns one release.
        write_package: returns a page of a list; None in formats without lists.
        name: on the page of a release, which links the format; empty for no link.
        package_type: media type of a list where it differs.
    """

    media_type: str
    write_item: Callable[[NewsItem], bytes]
    write_package: Callable[[Package], bytes] | None
    name: str = ""
    package_type: str = ""


FORMATS = {
    "ninjs.json": Format("application/json", ninjs.write_item, ninjs.write_package, "ninjs"),
    "ninjs2.json": Format("application/json", ninjs_older.write_item_2, ninjs_older.write_package_2),
    "ninjs1.json": Format("application/json", ninjs_older.write_item_1, ninjs_older.write_package_1),
    "newsml.xml": Format(
        "application/vnd.iptc.g2.newsitem+xml",
        newsml.write_item,
        newsml.write_package,
        "NewsML-G2",
        "application/vnd.iptc.g2.packageitem+xml",
    ),
    "txt": Format("text/plain", copy_text.plain_text, None, "Text"),
    "md": Format("text/markdown", copy_text.markdown, None, "Markdown"),
}
"""By suffix, as in ``/en/news/812.ninjs.json``."""

_PACKAGE_WRITERS = {suffix: row.write_package for suffix, row in FORMATS.items() if row.write_package}

LIST_SUFFIXES = frozenset({*_PACKAGE_WRITERS, event_calendar.SUFFIX})
"""Suffixes of lists, as in ``/en/news.ninjs.json``."""


def release_response(address: TextAddress, archive: Archive, context: FeedContext) -> Response:
    """Return a text in a format; 410 with its notices where it was removed.

    Raises:
        RefusedError: the text was never public.
    """
    text = archive.text(address.number, address.language)
    if text is None:
        raise RefusedError(messages_in(context.reader).gettext("There is no release at this address."))
    format_ = FORMATS[address.suffix]
    body = format_.write_item(news_item(text, archive, context))
    named_texts = linked_texts(text.edition) if text.edition else frozenset()
    status = HTTPStatus.OK if text.edition else HTTPStatus.GONE
    return _response(format_.media_type, body, address.language, named_texts, status=status)


def list_response(address: FeedAddress, archive: Archive, context: FeedContext) -> Response:
    """Return a page of a list as a package of releases, or its events as a calendar.

    Raises:
        RefusedError: the list has no such page.
    """
    if address.suffix == event_calendar.SUFFIX:
        return _calendar(address, archive, context)
    results = archive.query(Query(filter=address.filter, reader=address.reader, page=address.page, size=PAGE_SIZE))
    pages = page_count(results.total)
    if address.page > pages or address.archive:
        raise _no_page(address)
    items = tuple(news_item(_text_of(item), archive, context) for item in results.items)
    next_page = msgspec.structs.replace(address, page=address.page + 1) if address.page < pages else None
    package = Package(
        uri=context.public_url + address.path,
        title=feed_title(address.filter, archive, context.reader),
        language=context.reader,
        provider=context.organisation,
        provider_uri=context.public_url,
        changed_at=newest_at([item.changed_at for item in items], archive),
        next_url=context.public_url + next_page.path if next_page else "",
        items=items,
    )
    format_ = FORMATS[address.suffix]
    body = _PACKAGE_WRITERS[address.suffix](package)
    named_texts = linked_texts(*(item.edition for item in results.items))
    return _response(format_.package_type or format_.media_type, body, context.reader, named_texts)


def _calendar(address: FeedAddress, archive: Archive, context: FeedContext) -> Response:
    if address.page > 1 or address.archive:
        raise _no_page(address)
    headers = (("content-type", f"{event_calendar.MEDIA_TYPE}; charset=utf-8"), ("x-robots-tag", "noindex"))
    return Response(200, headers, event_calendar.calendar(address, archive, context))


def _no_page(address: FeedAddress) -> RefusedError:
    message = messages_in(address.reader).gettext("This feed has no page %(page)s.")
    return RefusedError(message % {"page": address.archive or address.page})


def _text_of(item: Item) -> ReleaseText:
    """Return a listed release as its own address has it, but without the history of its versions."""
    edition = item.edition
    return ReleaseText(
        state="public",
        number=edition.number,
        language=edition.language,
        edition=edition,
        languages=dict.fromkeys(item.languages, ""),
        notes=item.notes,
        versions=(),
        release=edition.release,
    )


def _response(
    media_type: str,
    body: bytes,
    language: str,
    named_texts: frozenset[NamedText],
    *,
    status: int = HTTPStatus.OK,
) -> Response:
    headers = (
        ("content-type", f"{media_type}; charset=utf-8"),
        ("content-language", language),
        ("x-robots-tag", "noindex"),
    )
    return Response(int(status), headers, body, named_texts)
