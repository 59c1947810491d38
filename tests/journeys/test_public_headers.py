"""What answers of the public server say besides their words: to browsers, caches and scripts of other sites."""

import re

import pytest

from dateline.editions.canonical import digest
from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.public_server import PublicServer

DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
DRAWING_FILE = f"{digest(DRAWING)}.svg"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("policing"), a_kind("news"))
    log.publish(an_edition(60, offices=refs("mission"), topics=refs("policing")))
    server = PublicServer(tmp_path_factory.mktemp("home"))
    (server.home / "public" / "media" / DRAWING_FILE).write_bytes(DRAWING)
    server.apply(log.records)
    yield server.start()
    server.stop()


def test_every_page_says_its_position_and_what_a_browser_may_do_with_it(server):
    for path in ("/en/news", "/en/news/60/headline-60", "/en/news.atom", "/en/nowhere", "/robots.txt"):
        answer = server.get(path)

        assert answer.position == 5
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "stale-while-revalidate" in answer.headers["cache-control"]


def test_every_answer_keeps_browsers_to_encryption(server):
    sheet = re.search(r'href="(/static/[^"]+\.css)"', server.get("/en/news").body.decode())[1]
    paths = ("/en/news", "/", "/en/nowhere", "/%ff", "/health", sheet, f"/media/{DRAWING_FILE}")

    for path in paths:
        assert server.get(path).headers["strict-transport-security"] == "max-age=31536000"


def test_pages_need_nothing_their_policy_forbids(server):
    for path in ("/en/news", "/ar/news", "/en/news/60/headline-60", "/en/offices", "/en/topics", "/en/nowhere"):
        page = server.get(path).body.decode()

        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
        assert not re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)", page)
        sources = re.findall(r"<(?:script|img|link)[^>]*\s(?:src|href)=\"(https?://[^\"]+)\"", page)
        assert all(source.startswith("https://news.example.org/") for source in sources)


def test_scripts_of_other_sites_may_send_headers_of_their_own_and_read_what_is_open_to_them(server):
    asked = {"Origin": "https://elsewhere.example", "Access_Control_Request_Method": "GET"}

    allowed = server.get("/api/v1/releases", "OPTIONS", **asked, Access_Control_Request_Headers="if-none-match")

    assert allowed.status == 204
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert allowed.headers["access-control-allow-headers"] == "*"
    assert "access-control-allow-origin" not in server.get("/en/news").headers, "a page is for its own site"
    assert server.get("/api/v1/releases", "OPTIONS").status == 405
