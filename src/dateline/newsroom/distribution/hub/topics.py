"""WebSub topics: the feeds that can be subscribed to, parsed from their addresses."""

import re

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from dateline.web.forms import FEEDS
from dateline.web.http import Request

_PATH = re.compile(rf"/([a-z]{{2,3}})/news\.({'|'.join(form.suffix for form in FEEDS)})")


class Topic(msgspec.Struct, frozen=True):
    """A feed: the reader's language, the format, and the filter of its releases."""

    reader: str
    suffix: str
    filter: Filter


def topic_request(topic: str) -> Request:
    """Return the request to the public site for a topic, which is a path with its query."""
    path, _, query = topic.partition("?")
    return Request(path, query)


def parse_topic(topic: str, archive: Archive) -> Topic | None:
    """Return the feed at a path and query; None unless it is the newest page of a feed at its canonical address."""
    request = topic_request(topic)
    match = _PATH.fullmatch(request.path)
    if match is None:
        return None
    try:
        parsed = filters.parse(request.parameters(), archive, reader=match[1])
    except (UnknownValueError, MalformedValueError, ValueError):
        return None
    # Feeds have one order, one size, and one page on which everything new appears.
    if parsed.clean != request.query or parsed.query != Query(filter=parsed.query.filter, reader=match[1]):
        return None
    return Topic(match[1], match[2], parsed.query.filter)


def feed_paths(languages: tuple[str, ...], queries: list[str]) -> list[str]:
    """Return the feeds in all formats and some languages: of the whole list, and of each query."""
    paths = [f"/{language}/news.{form.suffix}" for language in languages for form in FEEDS]
    return [path + (f"?{query}" if query else "") for query in ("", *queries) for path in paths]
