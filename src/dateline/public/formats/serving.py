"""The addresses of releases in formats of the industry: what is asked, and the answer."""

from collections.abc import Callable
from http import HTTPStatus

import msgspec

from dateline.archive.port import Archive, Item, ReleaseText
from dateline.archive.query import Query
from dateline.public.feeds.addresses import ENTRIES, Asked, pages_of
from dateline.public.feeds.build.updated import newest_at
from dateline.public.feeds.context import Place
from dateline.public.feeds.errors import RefusedError
from dateline.public.feeds.messages import words_of
from dateline.public.feeds.titles import title_of
from dateline.public.formats import calendar, markdown, newsml, ninjs, ninjs_older, plaintext
from dateline.public.formats.news import News, Package, news_of
from dateline.web.forms import CALENDAR
from dateline.web.http import Response


class Format(msgspec.Struct, frozen=True):
    """A format: its media type, and who writes one release and a page of a list (None: no lists).

    ``package_type`` is the media type of a list where it is another one.
    """

    media_type: str
    item: Callable[[News], bytes]
    package: Callable[[Package], bytes] | None
    package_type: str = ""


FORMATS = {
    "ninjs.json": Format("application/json", ninjs.item, ninjs.package),
    "ninjs2.json": Format("application/json", ninjs_older.item2, ninjs_older.package2),
    "ninjs1.json": Format("application/json", ninjs_older.item1, ninjs_older.package1),
    "newsml.xml": Format(
        "application/vnd.iptc.g2.newsitem+xml",
        newsml.item,
        newsml.package,
        "application/vnd.iptc.g2.packageitem+xml",
    ),
    "txt": Format("text/plain", plaintext.item, None),
    "md": Format("text/markdown", markdown.item, None),
}
"""By the suffix of the address."""

LISTED = tuple(suffix for suffix, format_ in FORMATS.items() if format_.package)


def release(number: int, language: str, suffix: str, *, archive: Archive, place: Place) -> Response:
    """Return a release in a format; 410 with a notice to take it down where it was removed.

    Raises:
        RefusedError: there never was such a text.
    """
    reading = archive.text(number, language)
    if reading is None:
        raise RefusedError(words_of(place.reader).gettext("There is no release at this address."))
    body = FORMATS[suffix].item(news_of(reading, archive, place))
    return _answer(
        FORMATS[suffix].media_type, body, language, status=HTTPStatus.OK if reading.edition else HTTPStatus.GONE
    )


def listed(asked: Asked, archive: Archive, place: Place) -> Response:
    """Return a page of a list as a package of releases.

    Raises:
        RefusedError: the list has no such page, or the format no lists.
    """
    write = FORMATS[asked.suffix].package
    if write is None:
        raise RefusedError(words_of(place.reader).gettext("There is no list in this form."))
    answer = archive.query(Query(filter=asked.filter, reader=asked.reader, page=asked.page, size=ENTRIES))
    pages = pages_of(answer.total)
    if asked.page > pages or asked.archive:
        said = words_of(asked.reader).gettext("This feed has no page %(page)s.")
        raise RefusedError(said % {"page": asked.archive or asked.page})
    items = tuple(news_of(_reading(item), archive, place) for item in answer.items)
    following = msgspec.structs.replace(asked, page=asked.page + 1) if asked.page < pages else None
    package = Package(
        uri=place.public_url + asked.path,
        title=title_of(asked.filter, archive, place.reader, place.style),
        language=place.reader,
        provider=place.speaker,
        provider_uri=place.public_url,
        changed_at=newest_at([news.changed_at for news in items], archive),
        following=place.public_url + following.path if following else "",
        items=items,
    )
    format_ = FORMATS[asked.suffix]
    return _answer(format_.package_type or format_.media_type, write(package), place.reader)


def announced(asked: Asked, archive: Archive, place: Place) -> Response:
    """Return the events of a list as a calendar.

    Raises:
        RefusedError: a page of it is asked for, and it has but one.
    """
    if asked.page > 1 or asked.archive:
        said = words_of(asked.reader).gettext("This feed has no page %(page)s.")
        raise RefusedError(said % {"page": asked.archive or asked.page})
    headers = (("content-type", f"{CALENDAR.media_type}; charset=utf-8"), ("x-robots-tag", "noindex"))
    return Response(200, headers, calendar.document(asked, archive, place))


def _reading(item: Item) -> ReleaseText:
    """Return a listed release as its own address would; how its versions came is not told in lists."""
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


def _answer(media_type: str, body: bytes, language: str, *, status: int = HTTPStatus.OK) -> Response:
    headers = (
        ("content-type", f"{media_type}; charset=utf-8"),
        ("content-language", language),
        ("x-robots-tag", "noindex"),
    )
    return Response(int(status), headers, body)
