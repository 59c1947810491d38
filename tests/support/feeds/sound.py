"""Feeds as readers get them, validated."""

from urllib.parse import urlsplit

import feedparser

from dateline.public.feeds import Feeds
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log
from tests.support.feeds.atom_rules import findings

SITE = "https://news.example.org"


def asked(log: Log, address: str):
    parts = urlsplit(address)
    return Feeds(SITE).respond(Request(parts.path, parts.query), NaiveArchive(log.records))


def feed_of(log: Log, address: str = "/en/news.atom"):
    """Return the feed at an address, after validating it by our rules and by feedparser."""
    response = asked(log, address)
    assert response.status == 200, response.body
    assert findings(response.body) == []
    parsed = feedparser.parse(response.body, response_headers=dict(response.headers), sanitize_html=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed
