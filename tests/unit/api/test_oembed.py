"""Other sites embed a release without scripts."""

import json
from urllib.parse import quote

import pytest
from lxml import etree, html

from dateline.editions.entry import Subject
from dateline.editions.parts import Picture, Rendition
from dateline.public.api import respond
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_newsroom, an_edition

SITE = "https://news.example.org"
PAGE = f"{SITE}/en/news/1/headline-1"


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom())
    files = tuple(
        Rendition(file=f"{width}.jpg", type="image/jpeg", width=width, height=width // 2, size_bytes=9)
        for width in (480, 1600)
    )
    log.publish(an_edition(1, headline="<b>Flood</b> & fire", picture=Picture(renditions=files, alt="A bridge")))
    return log


def ask(log: Log, url: str = PAGE, more: str = ""):
    request = Request("/api/oembed", f"url={quote(url, safe='')}{more}")
    return respond(request, NaiveArchive(log.records), public_url=SITE)


def test_a_release_is_quoted_with_headline_lead_and_address(log):
    said = json.loads(ask(log).body)
    quoted = html.fragment_fromstring(said["html"])

    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "<b>Flood</b> & fire")
    assert (said["provider_name"], said["width"]) == ("Example Organisation", 600)
    assert (said["thumbnail_url"], said["thumbnail_width"]) == (f"{SITE}/media/480.jpg", 480)
    assert quoted.xpath("//a/@href") == [PAGE]
    assert quoted.xpath("string(//a)") == "<b>Flood</b> & fire"
    assert not quoted.xpath("//script | //iframe | //b")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_scripts_of_other_sites_may_read_it_and_no_index_lists_it(log, form):
    headers = dict(ask(log, more=f"&format={form}").headers)

    assert (headers["access-control-allow-origin"], headers["x-robots-tag"]) == ("*", "noindex")


def test_it_comes_as_xml_too(log):
    root = etree.fromstring(ask(log, more="&format=xml&maxwidth=300").body)

    assert (root.findtext("title"), root.findtext("width")) == ("<b>Flood</b> & fire", "300")
    assert root.find("thumbnail_url") is None


def test_its_picture_is_as_small_as_asked_for_and_any_site_may_read_it(log):
    response = ask(log, more="&maxheight=200")

    assert "thumbnail_url" not in json.loads(response.body)
    assert "thumbnail_url" in json.loads(ask(log, more="&maxheight=240").body)
    assert dict(response.headers)["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("", "", 404),
        ("https://elsewhere.example/en/news/1/headline-1", "", 404),
        (f"{SITE}.evil.example/en/news/1", "", 404),
        (f"{SITE}/en/news", "", 404),
        (f"{SITE}/fr/news/1", "", 404),
        (PAGE, "&format=yaml", 501),
        (PAGE, "&maxwidth=wide", 400),
        (PAGE, "&maxheight=0", 400),
        ("http://[", "", 404),
    ],
)
def test_what_cannot_be_embedded_is_an_error_with_a_sentence(log, url, more, status):
    response = ask(log, url, more)

    assert response.status == status
    assert json.loads(response.body)["detail"].endswith(".")


def test_what_was_withdrawn_is_not_embedded(log):
    log.append(Subject(kind="release", id=an_edition(1).release, language="en"), "withdrawn", None, "Wrong.", number=1)

    assert ask(log).status == 404


def test_what_was_removed_is_not_embedded(log):
    log.remove(an_edition(1))

    assert ask(log).status == 404
