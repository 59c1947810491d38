"""The addresses of feeds: what is asked, and the answer."""

import re
from zoneinfo import ZoneInfo

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Answer, Archive
from dateline.archive.query import Query
from dateline.feeds.atom import Feed, Link, Person, document
from dateline.feeds.entries import entry_of
from dateline.feeds.errors import RefusedError
from dateline.feeds.messages import words_of
from dateline.feeds.place import Place
from dateline.feeds.style import HouseStyle
from dateline.feeds.titles import speaker_of, title_of
from dateline.feeds.updated import updated_at
from dateline.feeds.xmltext import linked
from dateline.plain.http import Request, Response, redirect
from dateline.plain.languages import INTERFACE, pick

ENTRIES = 50
"""Entries on a page of a feed."""

MEDIA_TYPE = "application/atom+xml"
_ADDRESS = re.compile(r"/([a-z]{2,3})/news\.atom")


def respond(request: Request, archive: Archive, *, public_url: str, style: HouseStyle) -> Response | None:
    """Answer a request for a feed; None where the address is not one of a feed.

    A feed takes the parameters of the list beside it. Its order is always newest first and its pages always
    hold ``ENTRIES``, so ``order`` and ``size`` redirect to the clean address, as unknown parameters do.
    ``public_url`` stands without the last slash; every address in the feed begins with it.
    """
    matched = _ADDRESS.fullmatch(request.path)
    if not matched or matched[1] not in (archive.newsroom.languages if archive.newsroom else INTERFACE):
        return None
    try:
        query = _asked(request, archive, matched[1])
        clean = _parameters(query)
        if clean != request.query:
            return redirect(_with(request.path, clean))
        place = _place(archive, matched[1], public_url=public_url, style=style)
        body = document(_feed(query, _answered(query, archive), archive, place))
    except RefusedError as refused:
        return Response(404, (("content-type", "text/plain; charset=utf-8"),), f"{refused.sentence}\n".encode())
    return Response(200, (("content-type", f"{MEDIA_TYPE}; charset=utf-8"),), body)


def _asked(request: Request, archive: Archive, reader: str) -> Query:
    words = words_of(reader)
    try:
        asked = filters.read(request.parameters(), archive, reader=reader).query
    except UnknownValueError as error:
        raise RefusedError(words.gettext("Nothing is known here as “%(value)s”.") % {"value": error.value}) from error
    except MalformedValueError as error:
        raise RefusedError(words.gettext("“%(value)s” cannot be read.") % {"value": error.value}) from error
    except ValueError as error:
        raise RefusedError(words.gettext("This address cannot be read.")) from error
    return Query(filter=asked.filter, reader=reader, page=asked.page, size=ENTRIES)


def _answered(query: Query, archive: Archive) -> Answer:
    answer = archive.query(query)
    if query.page > _pages(answer):
        said = words_of(query.reader).gettext("This feed has no page %(page)s.")
        raise RefusedError(said % {"page": query.page})
    return answer


def _place(archive: Archive, reader: str, *, public_url: str, style: HouseStyle) -> Place:
    newsroom = archive.newsroom
    return Place(
        public_url=public_url,
        reader=reader,
        zone=ZoneInfo(newsroom.time_zone if newsroom else "UTC"),
        style=style,
        speaker=speaker_of(archive, reader, otherwise=public_url),
    )


def _feed(query: Query, answer: Answer, archive: Archive, place: Place) -> Feed:
    newsroom = archive.newsroom
    entries = tuple(entry_of(item, place) for item in answer.items)
    return Feed(
        # One address is one feed; nothing in the log outlives the newsroom's host and tells it from all others.
        id=_address(query, place.public_url, page=1),
        language=query.reader,
        title=title_of(query.filter, archive, place.reader, place.style),
        subtitle=pick(newsroom.tagline, query.reader) if newsroom else "",
        author=Person(name=place.speaker, uri=linked(newsroom.home_url) if newsroom else ""),
        updated_at=updated_at(entries, archive),
        logo=f"{place.public_url}/media/{newsroom.logo.file}" if newsroom and newsroom.logo else "",
        links=_links(query, _pages(answer), place.public_url),
        entries=entries,
    )


def _links(query: Query, last: int, public_url: str) -> tuple[Link, ...]:
    """Return the links of a page. Source: RFC 4287, section 4.2.7; RFC 5005, section 3."""
    beside = filters.write(Query(filter=query.filter))
    pages = {"self": query.page, "first": 1, "previous": query.page - 1, "next": query.page + 1, "last": last}
    return (
        Link(
            rel="alternate",
            href=public_url + _with(f"/{query.reader}/news", beside),
            type="text/html",
            hreflang=query.reader,
        ),
        *(
            Link(rel=rel, href=_address(query, public_url, page=page), type=MEDIA_TYPE)
            for rel, page in pages.items()
            if 1 <= page <= last
        ),
    )


def _pages(answer: Answer) -> int:
    """Return the number of the last page; an empty feed has one."""
    return max(1, -(-answer.reachable // ENTRIES))


def _address(query: Query, public_url: str, *, page: int) -> str:
    wanted = Query(filter=query.filter, reader=query.reader, page=page)
    return public_url + _with(f"/{query.reader}/news.atom", filters.write(wanted))


def _parameters(query: Query) -> str:
    return filters.write(Query(filter=query.filter, page=query.page))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
