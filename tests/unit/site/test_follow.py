import pytest

from dateline.public.site.site import Site
from tests.unit.site.conftest import Reader

SITE = "https://news.example.org"


def test_the_page_names_the_feeds_of_the_filter_in_every_form(ask):
    seen = ask("/en/follow?office=mission&topic=water")

    assert seen.status == 200
    assert seen.links(".follow-feeds a") == [
        f"{SITE}/en/news.{suffix}?office=mission&topic=water" for suffix in ("atom", "rss", "json", "ics")
    ]
    assert seen.texts(".chip-text") == ["Where we are Monitoring Mission", "What we do Water"]
    assert "/en/news?office=mission&topic=water" in seen.links(".ways a")


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Follow the news"), ("fr", "Suivre l’actualité"), ("ru", "Следить за новостями"), ("ar", "متابعة الأخبار")],
)
def test_it_speaks_the_readers_language(ask, language, title):
    seen = ask(f"/{language}/follow")

    assert seen.texts("h1") == [title]
    assert seen.links("link[hreflang]") == [
        *(f"{SITE}/{tag}/follow" for tag in ("en", "fr", "ru", "ar")),
        f"{SITE}/en/follow",
    ]


def test_every_page_offers_its_feeds_to_programs(ask):
    seen = ask("/en/news?office=mission")

    assert [
        (link.attributes["type"], link.attributes["title"], link.attributes["href"])
        for link in seen.html.css("link[rel=alternate][type]")
    ] == [
        ("application/atom+xml", "Example Organisation (Atom)", "/en/news.atom?office=mission"),
        ("application/rss+xml", "Example Organisation (RSS)", "/en/news.rss?office=mission"),
        ("application/feed+json", "Example Organisation (JSON Feed)", "/en/news.json?office=mission"),
    ]
    assert "/en/follow?office=mission" in seen.links("a")


def test_an_unclean_address_redirects_for_good(ask):
    seen = ask("/en/follow?topic=water&office=mission&page=3&x=y")

    assert (seen.status, seen.location) == (301, "/en/follow?office=mission&topic=water")


@pytest.mark.parametrize("query", ["office=nowhere", "from=yesterday", "q=%FF"])
def test_a_filter_that_means_nothing_is_refused(ask, query):
    assert ask(f"/en/follow?{query}").status == 404


def test_filters_without_end_are_not_for_search_engines(ask):
    assert ask("/en/follow?office=mission").html.css("meta[name=robots]")
    assert not ask("/en/follow").html.css("meta[name=robots]")


HANDLES = "section[aria-labelledby=actors] dd"


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
def test_the_page_names_the_handles_of_the_newsroom_and_of_the_offices_chosen(log, language):
    reader = Reader(log)
    reader.site = Site(SITE, "1", actor="news")

    seen = reader.ask(f"/{language}/follow?office=mission")

    assert seen.texts(HANDLES) == ["@news@news.example.org", "@mission@news.example.org"]
    assert seen.html.css(f"{HANDLES} bdi[dir=ltr]")
    english = "From Mastodon and other networks" in seen.text
    assert english == (language == "en")
    assert reader.ask(f"/{language}/follow").texts(HANDLES) == ["@news@news.example.org"]


def test_an_office_that_is_no_actor_has_no_handle(log):
    reader = Reader(log)
    reader.site = Site(SITE, "1", actor="mission")

    assert reader.ask("/en/follow?office=mission").texts(HANDLES) == ["@mission@news.example.org"]


def test_where_nobody_can_be_followed_there_are_no_handles(ask):
    assert ask("/en/follow").texts(HANDLES) == []
