"""What search engines and link previews get."""

import datetime as dt
import json

import pytest
from lxml import etree

from dateline.editions.entry import Subject
from dateline.editions.parts import Dateline, Download, Picture, Ref, Rendition
from dateline.public.site.pages import sitemaps
from dateline.web.addresses import text_id
from tests.support.editions import NOON, Log, a_newsroom, a_recording, a_topic, an_edition
from tests.support.feeds.vocabulary import Vocabulary
from tests.unit.site.conftest import Reader

SITE = "https://news.example.org"
PICTURE = Picture(
    renditions=(Rendition(file="a" * 64 + ".jpg", type="image/jpeg", width=800, height=600, size_bytes=9),),
    alt="A bridge",
    caption="The bridge",
    credit="EXO/Lind",
)
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def published(log: Log, **changes) -> None:
    log.set(a_topic("water", media_topic="medtop:20000430"))
    given = {
        "picture": PICTURE,
        "topics": (Ref(slug="water", name="Water"),),
        "offices": (Ref(slug="mission", name="Observer Mission"),),
        "dateline": Dateline(places=("Velda",), on=dt.date(2024, 6, 3)),
        "body": (Download(file="b" * 64 + ".pdf", title="Report", type="application/pdf", size_bytes=12),),
        **changes,
    }
    log.publish(an_edition(40, **given))
    log.publish(an_edition(40, "fr", headline="Titre", slug="titre", translated_from="en"))
    later = NOON + dt.timedelta(days=60)
    log.publish(an_edition(40, version=2, edited_at=later, **given), "corrected", "It was 12, not 21.")


def article(ask, address: str) -> dict:
    (script,) = ask(address).html.css("script[type='application/ld+json']")
    return json.loads(script.text())


def test_a_release_describes_itself_to_search_engines(ask, log):
    published(log)

    said = article(ask, "/en/news/40/headline-40")

    assert said["@type"] == "NewsArticle"
    assert said["url"] == f"{SITE}/en/news/40/headline-40"
    assert said["identifier"] == text_id(an_edition(40).release, "en"), "as in feeds, ninjs and the API"
    assert said["inLanguage"] == "en"
    assert (said["datePublished"], said["dateModified"]) == ("2024-06-05T04:00:00Z", "2024-08-02T12:00:00Z")
    assert said["dateline"] == "VELDA, 3 June 2024 –"
    assert said["contentLocation"] == [{"@type": "Place", "name": "Velda"}]
    assert said["author"]["name"] == "Observer Mission"
    assert said["publisher"]["name"] == "Example Organisation"
    assert said["image"]["creditText"] == "EXO/Lind"
    assert said["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "It was 12, not 21.",
            "inLanguage": "en",
            "datePublished": "2024-08-02T12:00:00Z",
        }
    ]
    assert said["about"] == [
        {
            "@type": "DefinedTerm",
            "name": "Water",
            "url": f"{SITE}/en/topics/water",
            "termCode": "20000430",
            "inDefinedTermSet": "http://cv.iptc.org/newscodes/mediatopic/",
        }
    ]


def test_a_translation_names_its_original_and_the_original_its_translations(ask, log):
    published(log)

    assert article(ask, "/fr/news/40/titre")["translationOfWork"]["url"] == f"{SITE}/en/news/40/headline-40"
    assert [work["url"] for work in article(ask, "/en/news/40/headline-40")["workTranslation"]] == [
        f"{SITE}/fr/news/40/titre"
    ]


def test_a_day_is_not_told_as_an_instant(ask, log):
    log.publish(an_edition(40, published_precision="day"))

    assert article(ask, "/en/news/40/headline-40")["datePublished"] == "2024-06-05"


def test_everything_said_is_of_the_vocabulary(ask, log, samples):
    published(log, issuer="The Ministry")
    vocabulary = Vocabulary(samples)

    assert list(vocabulary.findings({"@type": "Place", "headline": "x"})) == ["schema:Place has no headline"]
    assert list(vocabulary.findings({"@type": "NewsArticle", "dateModified": "soon"})) == ["dateModified is no str"]
    for address in ("/en/news/40/headline-40", "/fr/news/40/titre", "/en/news/3/headline-3"):
        assert list(vocabulary.findings(article(ask, address))) == []


def test_a_withdrawn_release_and_one_with_recordings_say_only_what_the_vocabulary_has(ask, log, samples):
    published(log, body=(a_recording(), a_recording(sort="audio"), a_recording(file="", url="https://video.example/1")))
    log.publish(an_edition(41, "ar", headline="عنوان", slug="unwan", published_precision="day"))
    subject = Subject(kind="release", id=an_edition(41).release, language="ar")
    log.append(subject, "withdrawn", None, "It was wrong.", at=NOON + dt.timedelta(days=90), number=41)

    whole, withdrawn = article(ask, "/en/news/40/headline-40"), article(ask, "/ar/news/41/unwan")

    assert [one["@type"] for one in whole["associatedMedia"]] == ["VideoObject", "AudioObject", "VideoObject"]
    assert withdrawn["creativeWorkStatus"] == "Withdrawn"
    for said in (whole, withdrawn):
        assert list(Vocabulary(samples).findings(said)) == []


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", "</script x", "<!--<script ", "<!--", "]]>&amp;\u2028", "\x00\uffff\u202e"],
)
def test_no_text_ends_the_element_it_stands_in(ask, log, text):
    published(log, headline=text, lead=text)

    seen = ask("/en/news/40/headline-40")

    assert len(seen.html.css("script:not([src])")) == 1
    assert article(ask, "/en/news/40/headline-40")["headline"] == text.replace("\x00", "").replace("\uffff", "")


def test_a_link_preview_says_when_what_and_in_which_language(ask, log):
    published(log)

    seen = ask("/en/news/40/headline-40")
    said = [(meta.attributes["property"], meta.attributes["content"]) for meta in seen.html.css("meta[property]")]

    assert {
        ("og:type", "article"),
        ("og:image", f"{SITE}/media/{'a' * 64}.jpg"),
        ("og:image:alt", "A bridge"),
        ("article:published_time", "2024-06-05T04:00:00+00:00"),
        ("article:modified_time", "2024-08-02T12:00:00+00:00"),
        ("article:tag", "Water"),
        ("og:locale", "en"),
        ("og:locale:alternate", "fr"),
    } <= set(said)


def test_who_reads_no_translation_is_led_to_the_same_one_from_each(ask, log):
    log.publish(an_edition(41, "fr", headline="Titre", slug="titre"))
    log.publish(an_edition(41, "ru", headline="Заголовок", slug="zagolovok"))

    pages = [ask("/fr/news/41/titre"), ask("/ru/news/41/zagolovok")]

    assert {*pages[0].links("link[hreflang=x-default]"), *pages[1].links("link[hreflang=x-default]")} == {
        f"{SITE}/fr/news/41/titre"
    }


def test_a_release_offers_its_other_forms_to_programs(ask, log):
    published(log)

    links = ask("/en/news/40/headline-40").html.css("link[rel=alternate][type][href^='/en/news/']")

    assert [link.attributes["href"] for link in links] == [
        f"/en/news/40.{suffix}" for suffix in ("ninjs.json", "newsml.xml", "txt", "md", "pdf")
    ]
    assert ask("/en/news/40/headline-40").links("link[type='application/json+oembed']") == [
        f"{SITE}/api/oembed?url=https%3A%2F%2Fnews.example.org%2Fen%2Fnews%2F40%2Fheadline-40"
    ]


# maps


class Local(etree.Resolver):
    """Answers from the disk where a schema names one on the web."""

    def __init__(self, path) -> None:
        self.path = path

    def resolve(self, system_url, _public_id, context):
        return self.resolve_filename(str(self.path), context) if system_url.endswith("/2001/xml.xsd") else None


@pytest.fixture(scope="module")
def scheme(samples):
    """The schemas of maps and their extensions in one, read from the samples alone."""
    folder = samples / "sitemap" / "xsd"
    files = {
        NAMES["s"]: "sitemap.xsd",
        NAMES["i"]: "sitemap-image.xsd",
        NAMES["n"]: "sitemap-news.xsd",
        "http://www.w3.org/1999/xhtml": "xhtml-strict.xsd",
    }
    imports = "".join(
        f'<import namespace="{name}" schemaLocation="{(folder / file).as_uri()}"/>' for name, file in files.items()
    )
    parser = etree.XMLParser()
    parser.resolvers.add(Local(samples / "newsml-g2" / "xsd" / "xml.xsd"))
    return etree.XMLSchema(
        etree.fromstring(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>', parser)
    )


def parsed(ask, address: str):
    return etree.fromstring(ask(address).response.body)


def test_a_map_names_pictures(ask, log):
    published(log)

    (url,) = parsed(ask, "/sitemap.xml").xpath(f"//s:url[s:loc='{SITE}/en/news/40/headline-40']", namespaces=NAMES)

    assert url.xpath("i:image/i:loc/text()", namespaces=NAMES) == [f"{SITE}/media/{'a' * 64}.jpg"]


def test_maps_keep_to_their_schemas(ask, log, scheme):
    published(log, headline="A & B <b>")
    news = etree.fromstring(ask("/sitemap-news.xml", today=dt.date(2024, 6, 5)).response.body)
    pages = parsed(ask, "/sitemap.xml")

    assert pages.xpath("//i:image", namespaces=NAMES)
    assert news.xpath("//n:news", namespaces=NAMES)
    assert scheme.validate(pages), scheme.error_log
    assert scheme.validate(news), scheme.error_log


def test_maps_of_a_quiet_week_and_of_an_empty_newsroom_keep_to_their_schemas(scheme):
    log = Log()
    for _ in range(2):
        for address in ("/sitemap.xml", "/sitemap-news.xml"):
            root = etree.fromstring(Reader(log).ask(address, today=dt.date(2024, 6, 30)).response.body)
            assert scheme.validate(root), scheme.error_log
        assert root.xpath("//s:loc/text()", namespaces=NAMES) == [f"{SITE}/en/news"]
        log.set(a_newsroom())
        log.publish(an_edition(1, edited_at=dt.datetime(999, 1, 1, tzinfo=dt.UTC)))


def test_the_map_of_news_names_every_text_of_yesterday_and_today(log):
    log.set(a_newsroom(name={"en": "Example Organisation", "fr": "Organisation"}))
    log.publish(an_edition(50, "zh-Hant", published_at=NOON + dt.timedelta(days=16)))

    root = etree.fromstring(Reader(log).ask("/sitemap-news.xml", today=dt.date(2024, 6, 19)).response.body)

    assert root.xpath("//s:loc/text()", namespaces=NAMES) == [
        f"{SITE}/zh-Hant/news/50/headline-50",
        f"{SITE}/en/news/25/headline-25",
        f"{SITE}/fr/news/25/titre-25",
    ]
    assert root.xpath("//n:language/text()", namespaces=NAMES) == ["zh-tw", "en", "fr"]
    assert root.xpath("//n:name/text()", namespaces=NAMES)[1:] == ["Example Organisation", "Organisation"]
    assert root.xpath("//n:publication_date/text()", namespaces=NAMES)[1] == "2024-06-18T12:00:00Z"


def test_the_map_of_news_ends_where_the_format_does(log, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_NEWS", 2)

    root = etree.fromstring(Reader(log).ask("/sitemap-news.xml", today=dt.date(2024, 6, 18)).response.body)

    assert len(root) == 2
