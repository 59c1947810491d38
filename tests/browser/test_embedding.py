"""News of this site on a page of another one: its own server and port, and the strictest policy that allows it."""

import json
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from axe_playwright_python.sync_playwright import Axe
from selectolax.lexbor import LexborHTMLParser

from tests.support.archives.demo import demo_log
from tests.support.outside.serving import serving
from tests.support.public_server import PublicServer

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>Elsewhere</title>
<link rel="icon" href="data:,"></head><body><main><h1>Elsewhere</h1>{snippet}</main></body></html>"""


@contextmanager
def elsewhere(answers):
    """A site of somebody else; ``answers`` maps paths to (type, headers, body), and may be filled later."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, headers, body = answers[self.path.partition("?")[0]]
            self.send_response(200)
            for name, value in (("content-type", kind), ("content-length", str(len(body))), *headers.items()):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with serving(Handler) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    server = PublicServer(tmp_path_factory.mktemp("home"))
    server.address = f"http://127.0.0.1:{server.port}"
    server.environment = {"DATELINE_PUBLIC_URL": server.address}
    server.apply(demo_log(40).records)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    yield opened
    context.close()


def snippet(newsroom, address: str, name: str) -> str:
    page = LexborHTMLParser(newsroom.get(address).body)
    return page.css_first(f"#snippet-{name}").text()


def shown(page):
    return page.locator("dateline-news ul li")


def put(answers, newsroom, html: str, *, language="en", direction="ltr") -> None:
    policy = f"default-src 'none'; script-src {newsroom.address}; connect-src {newsroom.address}; img-src data:"
    body = PAGE.format(language=language, direction=direction, snippet=html).encode()
    answers["/"] = "text/html; charset=utf-8", {"content-security-policy": policy}, body


def test_the_element_shows_the_latest_news_of_an_office_on_another_site(newsroom, page):
    answers = {}
    put(answers, newsroom, snippet(newsroom, "/en/follow?office=mission-in-karvenia", "live"))
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.headers)))

    with elsewhere(answers) as address:
        page.goto(address)
        shown(page).first.wait_for()

        links = page.locator("dateline-news ul a")
        assert 1 <= links.count() <= 5
        assert all(link.get_attribute("href").startswith(f"{newsroom.address}/en/news/") for link in links.all())
        assert page.locator("dateline-news").get_by_role("heading", level=2).inner_text() == "ASCO Mission in Karvenia"
        assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 20\d\d", page.locator("dateline-news time").first.inner_text())
        assert page.locator("dateline-news > a").get_attribute("href").endswith("?office=mission-in-karvenia")
        assert (
            page.evaluate(
                "getComputedStyle(document.querySelector('dateline-news').shadowRoot.querySelector('ul')).listStyleType"
            )
            == "none"
        )
        assert Axe().run(page).response["violations"] == []
    assert page.said == []
    assert page.context.cookies() == []
    ours = [headers for url, headers in asked if url.startswith(newsroom.address)]
    assert len(ours) == 2
    assert not any("cookie" in headers for headers in ours)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("ru", "ltr")])
def test_the_element_runs_the_way_of_its_language_on_a_page_of_another(newsroom, page, language, direction):
    answers = {}
    put(answers, newsroom, snippet(newsroom, f"/{language}/follow", "live"))

    with elsewhere(answers) as address:
        page.goto(address)
        shown(page).first.wait_for()

        part = page.locator("dateline-news ul")
        assert (part.get_attribute("lang"), part.get_attribute("dir")) == (language, direction)
        assert part.evaluate("list => getComputedStyle(list).direction") == direction
        for link in page.locator("dateline-news ul a[lang]").all():
            assert link.get_attribute("lang") != language
    assert page.said == []


def test_markup_in_an_answer_stays_text_and_addresses_stay_on_the_web(newsroom, page):
    items = [
        {"url": "https://x.example/1", "headline": "<img src=x onerror=document.title='hit'>", "published_at": "?"},
        {"url": "javascript:document.title='hit'", "headline": "Runs"},
        {"url": "data:text/html,x", "headline": "Data"},
        {"url": "https://x.example/2", "headline": {"not": "text"}},
        {"headline": "Nowhere"},
        None,
        7,
        {
            "url": "https://x.example/3",
            "headline": "Right",
            "language": '"><b>',
            "published_at": "2024-06-03T12:00:00Z",
        },
    ]
    open_ = {"access-control-allow-origin": "*"}
    answers = {"/api": ("application/json", open_, json.dumps({"items": items}).encode())}
    with elsewhere(answers) as address:
        html = f"""<dateline-news src="{address}/api" zone="No/Where" heading="&lt;b&gt;News"><a href="/all">All</a>
          </dateline-news><script src="{newsroom.address}/static/dateline-news.js" defer></script>"""
        policy = f"default-src 'none'; script-src {newsroom.address}; connect-src {address}; img-src data:"
        body = PAGE.format(language="en", direction="ltr", snippet=html).encode()
        answers["/"] = "text/html; charset=utf-8", {"content-security-policy": policy}, body

        page.goto(address)
        shown(page).first.wait_for()

        said = page.locator("dateline-news ul a").all_inner_texts()
        assert said == ["<img src=x onerror=document.title='hit'>", "Right"]
        assert page.title() == "Elsewhere"
        assert page.locator("dateline-news time").all_inner_texts() == ["3 June 2024"]
        assert (
            page.evaluate(
                "document.querySelector('dateline-news').shadowRoot.querySelectorAll('img, b, script').length"
            )
            == 0
        )


@pytest.mark.parametrize("source", ["/missing", "javascript:alert(1)", "http://127.0.0.1:9/x", "not an address:", ""])
def test_where_nothing_comes_the_link_is_there(newsroom, page, source):
    answers = {"/missing": ("text/plain", {}, b"no json, no permission")}
    put(
        answers,
        newsroom,
        f'<dateline-news src="{source}" heading="News"><a href="/all">All news</a></dateline-news>'
        f'<script src="{newsroom.address}/static/dateline-news.js"></script>',
    )
    with elsewhere(answers) as address:
        page.goto(address)
        page.wait_for_function("!document.querySelector('dateline-news').hasAttribute('aria-busy')")

        assert page.get_by_text("All news").is_visible()
        assert shown(page).count() == 0
        assert not page.locator("dateline-news").get_by_role("heading").is_visible()


def test_the_plain_snippet_needs_nothing_of_this_site(newsroom, browser):
    html = snippet(newsroom, "/ar/follow?topic=environment", "still")
    answers = {
        "/": (
            "text/html; charset=utf-8",
            {"content-security-policy": "default-src 'none'; img-src data:"},
            PAGE.format(language="en", direction="ltr", snippet=html).encode(),
        )
    }
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    with elsewhere(answers) as address:
        page.goto(address)

        assert page.locator("section[lang=ar][dir=rtl] li a").count() == 5
        assert not [url for url in asked if url.startswith(newsroom.address)]
        for link in page.locator("section a").all():
            assert newsroom.get(link.get_attribute("href").removeprefix(newsroom.address)).status == 200
    context.close()
    assert not any(word in html for word in ("<script", "<iframe", "style=", "<img"))


def test_snippets_are_copied_with_a_click(newsroom, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{newsroom.address}/en/follow?office=mission-in-karvenia")

    page.locator("[data-copy=snippet-live]").click()

    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#snippet-live").input_value()
    assert "<dateline-news" in page.locator("#snippet-live").input_value()


def test_the_script_has_one_name_and_is_looked_at_again_after_an_hour(newsroom):
    answer = newsroom.get("/static/dateline-news.js")

    assert (answer.status, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert "max-age=3600" in answer.headers["cache-control"]
    assert "immutable" not in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert newsroom.get("/static/dateline-news.js", if_none_match=answer.headers["etag"]).status == 304
    for forbidden in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "document.cookie"):
        assert forbidden not in answer.body.decode()
