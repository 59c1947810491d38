"""WebSub topics: the feeds that can be subscribed to, parsed from their addresses."""

from collections.abc import Sequence

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.web.addresses import news_path, parse_list_path
from dateline.web.http import Request


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
    match = parse_list_path(request.path)
    if match is None or not match.suffix:
        return None
    try:
        parsed = filters.parse(request.parameters(), archive, reader=match.reader)
    except (UnknownValueError, MalformedValueError, ValueError):
        return None
    # Feeds have one order, one size, and one page on which everything new appears.
    if parsed.clean != request.query or parsed.query != filters.usual_query(parsed.query.filter, reader=match.reader):
        return None
    return Topic(match.reader, match.suffix, parsed.query.filter)


def feed_paths(languages: Sequence[str], suffixes: Sequence[str], queries: Sequence[str]) -> list[str]:
    """Return the paths of feeds in languages and formats: of the whole list, and of each query."""
    paths = [news_path(language, suffix) for language in languages for suffix in suffixes]
    return [path + (f"?{query}" if query else "") for query in ("", *queries) for path in paths]
