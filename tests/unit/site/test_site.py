import pytest

from dateline.editions.entry import Subject
from dateline.editions.newsroom import Address, Newsroom
from dateline.editions.parts import Text
from dateline.public.site.site import Site
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import SALT, Log, an_edition
from tests.unit.site.conftest import TODAY, Reader, Seen


@pytest.mark.parametrize(
    "address", ["/media/x.jpg", "/static/site.css", "/api/v1", "/account/", "/health", "/en/news.atom", "/de/news.atom"]
)
def test_other_addresses_are_not_the_sites(ask, address):
    assert ask(address) is None


@pytest.mark.parametrize(("wish", "path"), [("ru;q=0.9, de", "/ru/news"), ("de", "/en/news"), ("", "/en/news")])
def test_the_root_leads_to_the_readers_language(ask, wish, path):
    seen = ask("/", accept_language=wish)

    assert (seen.status, seen.location) == (302, path)
    assert ("vary", "accept-language") in seen.response.headers


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("/en", "/en/news"),
        ("/en/", "/en/news"),
        ("/en/news/", "/en/news"),
        ("//en//news", "/en/news"),
        ("/en/news/?topic=water", "/en/news?topic=water"),
        ("/en/offices/?x=1", "/en/offices"),
        ("/en/topics/water?page=2", "/en/topics/water"),
    ],
)
def test_one_page_has_one_address(ask, asked, clean):
    seen = ask(asked)

    assert (seen.status, seen.location) == (301, clean)


@pytest.mark.parametrize(
    "address",
    [
        "/de/news",
        "/en/else",
        "/en/news/x/y",
        "/en/news/1/a/b",
        "/en/offices/a/b",
        "/wp-admin",
        "/en/news/99999999999",
        "/É/ñ",
    ],
)
def test_an_unknown_address_is_the_sites_own_404(ask, address):
    seen = ask(address)

    assert seen.status == 404
    assert seen.html.css_first("h1") is not None
    assert "noindex" in seen.text


def test_a_404_speaks_the_language_of_the_address_or_else_of_the_reader(ask):
    assert ask("/ar/nowhere").html.css_first("html").attributes["dir"] == "rtl"
    assert ask("/nowhere", accept_language="fr").html.css_first("html").attributes["lang"] == "fr"


def test_an_old_address_leads_on_with_its_query_first(ask, log):
    for path, target in (("/node/7", "/en/news/7"), ("/node?id=8", "/en/news/8"), ("/bad", "//evil.example")):
        log.append(Subject(kind="address", id=path), "set", Address(salt=SALT, path=path, target=target))

    assert ask("/node/7").location == "/en/news/7"
    assert ask("/node?id=8").location == "/en/news/8"
    assert ask("/bad").status == 404


def test_what_was_taken_away_leads_on_where_the_log_says_so_and_what_is_there_does_not(ask, log):
    for number in (1, 2):
        path = f"/en/news/{number}"
        log.append(Subject(kind="address", id=path), "set", Address(salt=SALT, path=path, target="/en/news/3"))
    stays = ask("/en/news/2").location
    log.remove(an_edition(1), "Said twice.")

    assert ask("/en/news/1/any-slug").location == "/en/news/3"
    assert ask("/en/news/1").status == 301
    assert stays.startswith("/en/news/2/")


def test_an_empty_newsroom_has_pages_too():
    ask = Reader(Log()).ask

    for address in ("/en/news", "/fr/offices", "/ru/topics", "/sitemap.xml"):
        assert ask(address).status == 200


def test_a_newsroom_speaks_only_languages_that_the_interface_speaks():
    log = Log()
    log.set(
        Newsroom(
            salt=SALT, name={"de": "N"}, short_name={"de": "N"}, title={"de": "N"}, tagline={}, languages=("de", "fr")
        )
    )
    ask = Reader(log).ask

    assert ask("/de/news").status == 404
    assert ask("/").location == "/fr/news"
    assert ask("/fr/news").links(".languages a") == ["/fr/news"]


def test_faults_have_a_page_even_when_nothing_can_be_read():
    site = Site("https://news.example.org/", "1")

    for status in (404, 410, 500, 503):
        seen = Seen(site.fault(status, Request(path="/ru/news"), None))
        assert seen.status == status
        assert seen.html.css_first("html").attributes["lang"] == "ru"


def test_the_same_question_gets_the_same_bytes(ask):
    assert ask("/en/news").response == ask("/en/news").response


def test_a_corrected_text_is_not_shown_from_the_cards_kept(ask, log):
    assert "Headline 25" in ask("/en/news").text

    log.publish(
        an_edition(25, version=2, headline="Better", published_at=log.records[-1].entry.at), "corrected", "Better."
    )

    assert "Headline 25" not in ask("/en/news?kind=news").text
    assert "Corrected on" in ask("/en/news").text


def test_the_interface_of_every_page_is_whole_in_every_language(ask):
    for language, direction in (("en", "ltr"), ("fr", "ltr"), ("ru", "ltr"), ("ar", "rtl")):
        for path in ("news", "offices", "offices/mission", "topics", "topics/water"):
            html = ask(f"/{language}/{path}").html.css_first("html")
            assert (html.attributes["lang"], html.attributes["dir"]) == (language, direction)


def test_pages_hold_no_script_or_style_of_their_own(ask):
    for path in ("/en/news", "/en/news/25/headline-25", "/en/offices/mission", "/en/topics"):
        html = ask(path).html
        assert not html.css("style, [style], script:not([src]):not([type='application/ld+json'])")
        assert not [node for node in html.css("*") if any(name.startswith("on") for name in node.attributes)]


def test_static_files_have_the_prefix_of_the_preview_and_links_of_a_text_are_unchanged(log):
    log.publish(an_edition(90, body=(Text(html='<p><a href="/static/plan.pdf">The plan</a></p>'),)))
    site = Site("https://news.example.org", "1", static_prefix="/preview-static/")

    response = site.respond(Request(path="/en/news/90/headline-90"), NaiveArchive(log.records), today=TODAY)

    page = Seen(response).html
    assert {node.attributes["href"][:16] for node in page.css("link[rel=stylesheet]")} == {"/preview-static/"}
    assert page.css_first("a[href$='plan.pdf']").attributes["href"] == "/static/plan.pdf"


def test_the_page_of_a_release_names_the_texts_that_it_links_to(ask, log):
    link = Text(html='<p><a href="https://old.example.org/ru/news/3/x">Then</a>; /en/news/2 is no link.</p>')
    log.publish(an_edition(90, body=(link,)))

    assert ask("/en/news/90/headline-90").response.named_texts == {(3, "ru")}
