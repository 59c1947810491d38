"""Snippets for other sites, on the page "Follow the news"."""

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from tests.support.editions import NOON, Log, a_newsroom, an_edition
from tests.support.hostile import TEXTS
from tests.unit.site.conftest import Reader

SITE = "https://news.example.org"


def snippet(seen, name: str) -> LexborHTMLParser:
    return LexborHTMLParser(seen.html.css_first(f"#snippet-{name}").text())


def test_the_element_asks_for_the_filter_at_hand_in_the_readers_language(ask):
    live = snippet(ask("/fr/follow?office=mission&topic=water"), "live")

    element = live.css_first("dateline-news").attributes
    assert element["src"] == f"{SITE}/api/v1/releases?office=mission&topic=water&reader=fr&size=5"
    assert element["zone"] == "UTC"
    assert element["heading"] == "EXO: Mission, Water"
    assert live.css_first("a").attributes["href"] == f"{SITE}/fr/news?office=mission&topic=water"
    assert live.css_first("script").attributes["src"] == f"{SITE}/static/dateline-news.js"


def test_plain_html_has_the_five_newest_and_a_link_to_all(ask):
    still = snippet(ask("/en/follow"), "still")

    assert [link.text() for link in still.css("li a")] == [f"Headline {number}" for number in range(25, 20, -1)]
    assert still.css_first("li a").attributes["href"] == f"{SITE}/en/news/25/headline-25"
    assert still.css_first("time").text().replace("\xa0", " ") == "18 June 2024"
    assert still.css_first("h2").text() == "EXO: News and press releases"
    assert still.css("p a")[-1].attributes["href"] == f"{SITE}/en/news"


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("ru", "ltr")])
def test_plain_html_says_its_language_and_that_of_each_text(ask, language, way):
    still = snippet(ask(f"/{language}/follow"), "still")

    section = still.css_first("section").attributes
    assert (section["lang"], section["dir"]) == (language, way)
    assert {link.attributes["lang"] for link in still.css("li a")} == {"en"}


def test_nothing_published_is_an_empty_list(ask):
    assert snippet(ask("/en/follow?from=2030-01-01"), "still").css("li") == []


@settings(max_examples=20)
@given(TEXTS)
def test_no_text_breaks_out_of_a_snippet(text):
    safe = text.encode("utf-8", "replace").decode()
    log = Log()
    log.set(a_newsroom(title={"en": f"N {safe}"}))
    log.publish(an_edition(1, headline=f"H {safe}", published_at=NOON))

    seen = Reader(log).ask("/en/follow")

    live, still = snippet(seen, "live"), snippet(seen, "still")
    assert [node.tag for node in live.css("body *")] == ["dateline-news", "a", "script"]
    assert {node.tag for node in still.css("body *")} <= {"section", "h2", "ul", "li", "a", "time", "p"}
    assert len(seen.html.css("textarea")) == 2
