"""Archives have every release of a feed, and never change. Source: RFC 5005, section 4."""

import pytest
from lxml import etree

from dateline.public.feeds import Feeds
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_kind, a_newsroom, an_edition
from tests.support.feeds import atom_rules
from tests.support.feeds.sound import SITE, asked

HISTORY = "{http://purl.org/syndication/history/1.0}"


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), a_kind("news"))
    return log


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 74, 75, 99, 100, 137])
def test_archives_have_each_entry_once_and_never_change(log, count):
    for number in range(1, count + 1):
        log.publish(an_edition(number))
    documents = walked(log)
    older = [title for document in documents[1:] for title in titles(document)]

    for number in range(count + 1, count + 30):
        log.publish(an_edition(number))
    later = {links(document)["self"]: titles(document) for document in walked(log)[1:]}

    assert len(set(older)) == len(older)
    assert {*titles(documents[0]), *older} == {f"Headline {number}" for number in range(1, count + 1)}
    assert all(later[links(document)["self"]] == titles(document) for document in documents[1:])
    assert all(document.find(f"{HISTORY}archive") is not None for document in documents[1:])
    assert all(links(document)["current"] == f"{SITE}/en/news.atom?kind=news" for document in documents[1:])


def walked(log: Log) -> list:
    archive, documents, address = NaiveArchive(log.records), [], "/en/news.atom?kind=news"
    while address:
        path, _, query = address.partition("?")
        body = Feeds(SITE).respond(Request(path, query), archive).body
        documents.append(etree.fromstring(body))
        address = links(documents[-1]).get("prev-archive", "").removeprefix(SITE)
        assert archive_findings(body, documents[-1]) == []
    return documents


def archive_findings(body: bytes, document) -> list[str]:
    """Findings of our rules, and the two of the validator about archives. Source: its cases ``ext/fh``."""
    found = atom_rules.findings(body)
    if document.find(f"{HISTORY}archive") is not None:
        found += [] if {"prev-archive", "next-archive"} & set(links(document)) else ["ArchiveIncomplete"]
        found += [] if "current" in links(document) else ["MissingCurrentInArchive"]
    return found


def links(document) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in document.findall(f"{atom_rules.ATOM}link")}


def titles(document) -> list[str]:
    return [entry.findtext(f"{atom_rules.ATOM}title") for entry in document.findall(f"{atom_rules.ATOM}entry")]


@pytest.mark.parametrize("archive", ["0", "-1", "x", "3", "٣", "99999999"])
def test_a_missing_archive_has_an_error_message(log, archive):
    for number in range(1, 60):
        log.publish(an_edition(number))

    response = asked(log, f"/en/news.atom?archive={archive}")

    assert response.status == 404
    assert response.body.decode().startswith(("“", "This feed has no archive"))


def test_an_archive_has_one_address(log):
    for number in range(1, 60):
        log.publish(an_edition(number))

    response = asked(log, "/en/news.rss?page=2&archive=1&kind=news&x=y")

    assert dict(response.headers)["location"] == "/en/news.rss?kind=news&archive=1"
