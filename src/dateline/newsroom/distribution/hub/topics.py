"""The feeds that can be subscribed to, read from their addresses."""

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
    """A feed: who reads it, in which form, and which releases it means."""

    reader: str
    suffix: str
    filter: Filter


def request_of(topic: str) -> Request:
    """Return the question to the public site for a topic, which is a path with its query."""
    path, _, query = topic.partition("?")
    return Request(path, query)


def topic_of(topic: str, archive: Archive) -> Topic | None:
    """Return the feed at a path and query; None where there is none, or not its newest page at its clean address."""
    request = request_of(topic)
    found = _PATH.fullmatch(request.path)
    if found is None:
        return None
    try:
        asked = filters.parse(request.parameters(), archive, reader=found[1])
    except (UnknownValueError, MalformedValueError, ValueError):
        return None
    # Feeds have one order, one size, and one page that everything new comes to.
    if asked.clean != request.query or asked.query != Query(filter=asked.query.filter, reader=found[1]):
        return None
    return Topic(found[1], found[2], asked.query.filter)


def topics_about(languages: tuple[str, ...], queries: list[str]) -> list[str]:
    """Return the feeds of all forms in some languages, the whole list and with each of some queries."""
    paths = [f"/{language}/news.{form.suffix}" for language in languages for form in FEEDS]
    return [path + (f"?{query}" if query else "") for query in ("", *queries) for path in paths]
