import pytest
from lxml import etree

from dateline.public.site.pages import sitemaps
from tests.support.editions import an_edition

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tree(seen):
    return etree.fromstring(seen.response.body)


def places(seen):
    return tree(seen).xpath("//s:loc/text()", namespaces=NAMES)


def test_suggestions_name_offices_topics_and_releases(ask):
    hints = ask("/en/suggest?q=mon").json["hints"]

    assert hints == [
        {
            "group": "office",
            "title": "Where we are",
            "label": "Monitoring Mission",
            "path": "/en/offices/mission",
            "language": "en",
            "direction": "ltr",
        }
    ]
    assert [hint["path"] for hint in ask("/fr/suggest?q=titre").json["hints"]] == [
        "/fr/news/25/titre-25",
        "/fr/news/24/titre-24",
        "/fr/news/23/titre-23",
    ]


def test_suggestions_name_the_day_and_the_release_that_were_typed(ask):
    (day, *_) = ask("/en/suggest?q=2024-06-03").json["hints"]

    assert (day["group"], day["title"], day["label"].replace("\u00a0", " "), day["path"]) == (
        "day",
        "Publishing date",
        "Published on 3 June 2024",
        "/en/news?from=2024-06-03&until=2024-06-03",
    )
    assert [hint["path"] for hint in ask("/en/suggest?q=%237").json["hints"]][:1] == ["/en/news/7/headline-7"]
    assert [hint["path"] for hint in ask("/en/suggest?q=EXO+7/2023").json["hints"]] == []


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=zzzz", "q=%FF"])
def test_nothing_is_suggested_for_nothing(ask, query):
    assert ask(f"/en/suggest?{query}").json == {"hints": []}


def test_the_map_names_every_page_and_every_public_text_with_its_translations(ask):
    seen = ask("/sitemap.xml")

    found = places(seen)
    assert len(found) == len(set(found)) == 4 * (4 + 2 + 3) + 25 + 3
    assert "https://news.example.org/fr/news/25/titre-25" in found
    url = tree(seen).xpath("//s:url[s:loc='https://news.example.org/en/news/25/headline-25']", namespaces=NAMES)[0]
    assert dict(
        zip(url.xpath("x:link/@hreflang", namespaces=NAMES), url.xpath("x:link/@href", namespaces=NAMES), strict=True)
    ) == {
        "en": "https://news.example.org/en/news/25/headline-25",
        "fr": "https://news.example.org/fr/news/25/titre-25",
        "x-default": "https://news.example.org/en/news/25/headline-25",
    }
    assert url.xpath("s:lastmod/text()", namespaces=NAMES) == ["2024-06-18T12:00:00Z"]


def test_a_map_of_many_texts_comes_in_parts_that_hold_each_text_once(ask, monkeypatch):
    whole = places(ask("/sitemap.xml"))
    monkeypatch.setattr(sitemaps, "PART", 10)

    parts = places(ask("/sitemap.xml"))

    assert len(parts) == 3
    assert sorted(p for part in parts for p in places(ask(part.removeprefix("https://news.example.org")))) == sorted(
        whole
    )


def test_a_new_release_changes_the_last_part_alone(ask, log, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 10)
    before = [ask(f"/sitemap.xml?part={part}").text for part in (1, 2, 3)]

    log.publish(an_edition(26))

    after = [ask(f"/sitemap.xml?part={part}").text for part in (1, 2, 3)]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, True, False]


def test_numbers_that_nothing_has_make_no_part(ask, log, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 10)
    log.publish(an_edition(95))

    assert places(ask("/sitemap.xml")) == [
        f"https://news.example.org/sitemap.xml?part={part}" for part in (1, 2, 3, 10)
    ]
    assert ask("/sitemap.xml?part=5").location == "/sitemap.xml"
    assert len(places(ask("/sitemap.xml?part=10"))) == 1


def test_the_list_of_parts_names_parts_and_nothing_else(ask, monkeypatch):
    """Source: sitemaps.org, siteindex.xsd."""
    monkeypatch.setattr(sitemaps, "PART", 10)
    root = etree.fromstring(ask("/sitemap.xml").response.body)
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

    assert root.tag == f"{namespace}sitemapindex"
    assert {tuple(child.tag for child in sitemap) for sitemap in root} == {(f"{namespace}loc",)}
    assert {sitemap.tag for sitemap in root} == {f"{namespace}sitemap"}


@pytest.mark.parametrize(
    "query", ["part=0", "part=-1", "part=x", "part=999999999", "part=1&x=2", "part=٣", "after=1.en"]
)
def test_a_part_that_is_none_leads_to_the_map(ask, query):
    assert ask(f"/sitemap.xml?{query}").location == "/sitemap.xml"


def test_a_part_that_nobody_named_leads_to_the_map(ask):
    assert ask("/sitemap.xml?part=99").location == "/sitemap.xml"
    assert ask("/sitemap.xml?page=2").location == "/sitemap.xml"


def test_removed_texts_are_in_no_map(ask, log):
    log.remove(an_edition(3))

    assert not [place for place in places(ask("/sitemap.xml")) if "/news/3/" in place]


def test_robots_may_follow_the_list_and_not_its_filters(ask):
    text = ask("/robots.txt").text

    assert "Disallow: /*/news?\n" in text
    assert "Allow: /*/news?page=\n" in text
    assert "Sitemap: https://news.example.org/sitemap.xml\n" in text
