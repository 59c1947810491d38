import logging
from pathlib import Path

import pytest

import dateline
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.headers import transport_security
from dateline.public.pages import PublicFeatures, PublicPages
from dateline.runtime.errors import NotLoopbackError, PublicUrlError, SettingError
from dateline.runtime.public_process import build_of, built_from
from dateline.runtime.public_server import serve
from dateline.runtime.public_settings import feeds_are_full, hub_of, indexnow_key_of, public_url_of
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", "http://127.0.0.1:8000"),
        ("https://news.example.org", "https://news.example.org"),
        ("https://news.example.org/", "https://news.example.org"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_public_address_has_no_last_slash(given, address):
    assert public_url_of({"DATELINE_PUBLIC_URL": given}) == address


@pytest.mark.parametrize(
    "given", ["news.example.org", "ftp://x", "https://", "https://x.org/news", "https://x.org?a=1"]
)
def test_what_is_no_address_of_a_site_is_refused(given):
    with pytest.raises(PublicUrlError, match="DATELINE_PUBLIC_URL"):
        public_url_of({"DATELINE_PUBLIC_URL": given})


def test_other_machines_are_served_only_under_a_known_address(monkeypatch):
    monkeypatch.delenv("DATELINE_PUBLIC_URL", raising=False)

    with pytest.raises(NotLoopbackError):
        serve("0.0.0.0", 8000)


def test_a_site_without_encryption_promises_none():
    assert transport_security("http://127.0.0.1:8000") == []


def test_the_build_is_what_the_environment_says_or_a_digest_of_the_code():
    assert build_of({"DATELINE_BUILD": "2026.1"}) == "2026.1"
    assert build_of({}) == build_of({})
    assert build_of({}).startswith("0.")
    assert "+" in build_of({})


def test_the_build_changes_with_all_code_that_pages_are_made_by():
    package = Path(dateline.__file__).parent
    files = {str(path.relative_to(package)) for path in built_from(package)}

    assert {
        "text/words.py",
        "web/http.py",
        "editions/edition.py",
        "archive/query.py",
        "public/pages.py",
        "public/site/templates/release.html",
        "public/feeds/__init__.py",
        "public/api/releases.py",
    } <= files


class Reader:
    """A reader whose folder can be broken."""

    current = "generation 1"
    trouble = ""
    broken = False

    def refresh(self):
        if self.broken:
            message = "the disk is away"
            raise OSError(message)
        self.current = "generation 2"


def test_a_source_opens_follows_and_survives_faults(caplog):
    reader = Reader()
    source = ArchiveSource(lambda: reader)
    assert source.current is None

    source.refresh()
    assert source.current == "generation 1"
    source.refresh()
    assert source.current == "generation 2"

    reader.broken = True
    with caplog.at_level(logging.WARNING, "public"):
        source.refresh()
        source.refresh()
        assert source.current == "generation 2"
        assert "the disk is away" in source.fault
        reader.broken = False
        source.refresh()

    assert source.fault == ""
    assert [record.getMessage() for record in caplog.records] == [
        "the archive cannot be followed: OSError: the disk is away",
        "the archive is followed again",
    ]


def test_a_source_that_cannot_be_opened_is_tried_again():
    tries = []

    def open_() -> Reader:
        tries.append(1)
        if len(tries) < 3:
            raise FileNotFoundError(Path("manifest.json"))
        return Reader()

    source = ArchiveSource(open_)
    for _ in range(3):
        source.refresh()

    assert (source.current, source.fault) == ("generation 1", "")


@pytest.mark.parametrize(("given", "full"), [("", True), ("full", True), ("lead", False)])
def test_feeds_tell_whole_texts_or_leads(given, full):
    assert feeds_are_full({"DATELINE_FEEDS": given}) is full


def test_another_word_for_how_much_feeds_tell_is_refused():
    with pytest.raises(SettingError, match="DATELINE_FEEDS is 'all': it should be full or lead"):
        feeds_are_full({"DATELINE_FEEDS": "all"})


@pytest.mark.parametrize(
    ("given", "hub"),
    [
        ({}, ""),
        ({"DATELINE_WEBSUB_HUB": " "}, ""),
        ({"DATELINE_WEBSUB_HUB": "own"}, "http://127.0.0.1:8001/account/websub"),
        (
            {"DATELINE_WEBSUB_HUB": "own", "DATELINE_DESK_URL": "https://desk.example.org/"},
            "https://desk.example.org/account/websub",
        ),
        ({"DATELINE_WEBSUB_HUB": "https://hub.example.org/?a=1"}, "https://hub.example.org/?a=1"),
    ],
)
def test_the_hub_is_our_own_or_the_one_that_is_named(given, hub):
    assert hub_of(given) == hub


@pytest.mark.parametrize("given", ["yes", "hub.example.org", "ftp://a", 'https://a/">', "https://a/ b"])
def test_what_is_no_hub_is_refused(given):
    with pytest.raises(SettingError, match="DATELINE_WEBSUB_HUB"):
        hub_of({"DATELINE_WEBSUB_HUB": given})


@pytest.mark.parametrize("given", ["short", "has/slash12", "a" * 129, "naïve-key"])
def test_what_is_no_key_of_indexnow_is_refused(given):
    with pytest.raises(SettingError, match="DATELINE_INDEXNOW_KEY"):
        indexnow_key_of({"DATELINE_INDEXNOW_KEY": given})


def test_the_key_of_indexnow_is_served_under_its_name():
    pages = PublicPages("https://news.example.org", "b", features=PublicFeatures(indexnow_key="abcd1234"))

    found = pages.respond(Request("/abcd1234.txt"), NaiveArchive(), today=NOON.date())
    other = pages.respond(Request("/abcd12345.txt"), NaiveArchive(), today=NOON.date())

    assert (found.status, found.body) == (200, b"abcd1234")
    assert other.status == 404
    none = PublicPages("https://news.example.org", "b").respond(Request("/.txt"), NaiveArchive(), today=NOON.date())
    assert none.status == 404
