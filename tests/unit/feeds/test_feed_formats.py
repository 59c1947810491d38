"""All formats of a feed have the same content, each by its own rules."""

import datetime as dt
import json

import feedparser
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dateline.editions.entry import Subject
from dateline.editions.parts import Download, Picture, Quote, Ref, Rendition, Text
from dateline.public.feeds import Feeds
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.text.html import to_text
from dateline.web.addresses import text_id
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.feeds import atom_rules, json_feeds, rss_rules
from tests.support.feeds.sound import SITE, asked
from tests.support.hostile import TEXTS

SOUND = {"atom": atom_rules.findings, "rss": rss_rules.findings}
AT = "{http://purl.org/atompub/tombstones/1.0}"
LATER = NOON + dt.timedelta(days=40)


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), an_office("mission"), an_office("centre"), a_topic("water", parent="environment"))
    log.set(a_topic("environment"), a_kind("news"))
    return log


def told(log: Log, address: str, **options) -> list[tuple[str, str, str]]:
    """(id, title, content) of each entry, read as a feed reader of the form does, and found to be sound."""
    path, _, query = address.partition("?")
    response = Feeds(SITE, **options).respond(Request(path, query), NaiveArchive(log.records))
    assert response.status == 200, response.body
    suffix = path.rpartition(".")[2]
    if suffix == "json":
        return [(item["id"], item["title"], item["content_html"]) for item in json.loads(response.body)["items"]]
    assert SOUND[suffix](response.body) == []
    parsed = feedparser.parse(response.body, response_headers=dict(response.headers), sanitize_html=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [(entry.id, entry.title, entry.content[0].value) for entry in parsed.entries]


def withdraw(log: Log, number: int, note: str = "Issued in error.", language: str = "en") -> None:
    subject = Subject(kind="release", id=an_edition(number).release, language=language)
    log.append(subject, "withdrawn", None, note, at=LATER, number=number)


@pytest.mark.parametrize("form", FEED_FORMATS.values(), ids=lambda form: form.suffix)
def test_a_form_is_served_under_its_media_type(log, form):
    response = asked(log, f"/en/news.{form.suffix}")

    assert dict(response.headers)["content-type"] == f"{form.media_type}; charset=utf-8"


@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_all_formats_have_the_same_entries(log, suffix):
    for number in range(1, 4):
        log.publish(an_edition(number, "fr" if number == 2 else "en"))

    # feedparser writes the tags of HTML its own way
    plain = [
        [(id_, title, to_text(html)) for id_, title, html in told(log, f"/en/news.{one}")] for one in (suffix, "atom")
    ]

    assert plain[0] == plain[1]
    assert len(plain[0]) == 3


@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_a_correction_is_at_the_top_of_the_text(log, suffix):
    log.publish(an_edition(1))
    log.publish(an_edition(1, version=2, edited_at=LATER), "corrected", "It was 12, not 21.")

    ((_, _, content),) = told(log, f"/en/news.{suffix}")

    assert "It was 12, not 21." in content
    assert content.index("It was 12") < content.index("Body 1.")


@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_a_correction_of_an_old_release_is_on_the_first_page_too(log, suffix):
    for number in range(1, 61):
        log.publish(an_edition(number))
    log.publish(an_edition(3, version=2, edited_at=LATER), "corrected", "It was 12, not 21.")

    first, second = told(log, f"/en/news.{suffix}"), told(log, f"/en/news.{suffix}?page=2")

    assert len(first) == 51
    assert first[-1][1] == "Headline 3"
    assert "It was 12, not 21." in first[-1][2]
    assert len(second) == 10


@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_a_withdrawn_release_shows_only_the_reason(log, suffix):
    log.publish(an_edition(1))
    log.publish(an_edition(2))
    withdraw(log, 1)

    found = told(log, f"/en/news.{suffix}")

    assert [title for _, title, _ in found] == ["Headline 2", "Withdrawn: Headline 1"]
    assert found[1][0] == text_id(an_edition(1).release, "en")
    assert "Issued in error." in found[1][2]
    assert "Body 1." not in found[1][2]


def test_a_withdrawn_release_without_a_reason_says_when(log):
    log.publish(an_edition(1))
    withdraw(log, 1, note="")

    ((_, _, content),) = told(log, "/en/news.atom")

    assert "Withdrawn on 13 July 2024:" in content.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("filter_", "is_meant"),
    [
        ("office=mission", True),
        ("office=centre", False),
        ("topic=environment", True),
        ("kind=news&office=centre&office=mission", True),
        ("from=2024-06-03&until=2024-06-03", True),
        ("from=2024-06-04", False),
        ("language=fr", False),
        ("q=headline", False),
    ],
)
def test_the_feed_of_a_filter_has_its_withdrawn_releases(log, filter_, is_meant):
    log.publish(an_edition(1, offices=refs("mission"), topics=refs("water")))
    log.publish(an_edition(2, "fr", offices=refs("centre")))
    withdraw(log, 1)

    assert any("Withdrawn" in title for _, title, _ in told(log, f"/en/news.atom?{filter_}")) == is_meant


def test_a_withdrawn_translation_is_in_the_feed_of_its_language(log):
    log.publish(an_edition(1))
    log.publish(an_edition(1, "fr", headline="Titre"))
    withdraw(log, 1, language="fr")

    assert [title for _, title, _ in told(log, "/en/news.atom")] == ["Headline 1"]
    assert [title for _, title, _ in told(log, "/fr/news.atom")] == ["Headline 1", "Retiré\u202f: Titre"]


def test_a_restored_release_is_back_in_the_feed(log):
    log.publish(an_edition(1))
    withdraw(log, 1)
    subject = Subject(kind="release", id=an_edition(1).release, language="en")
    log.append(subject, "restored", None, "It was right.", at=LATER, number=1)

    assert [title for _, title, _ in told(log, "/en/news.atom")] == ["Headline 1"]


def test_atom_says_which_release_was_removed_when_and_why(log):
    log.publish(an_edition(1))
    log.publish(an_edition(2))
    log.remove(an_edition(1), "At the request of a person named.")

    root = etree.fromstring(asked(log, "/en/news.atom?office=mission").body)
    (gone,) = root.findall(f"{AT}deleted-entry")

    assert gone.get("ref") == text_id(an_edition(1).release, "en")
    assert gone.get("when") == "2024-06-03T12:00:00Z"
    assert gone.findtext(f"{AT}comment") == "At the request of a person named."
    assert b"Headline 1" not in asked(log, "/en/news.atom").body


def test_json_and_rss_say_that_a_release_is_gone(log):
    log.publish(an_edition(1))
    log.remove(an_edition(1), "At the request of a person named.")
    gone = text_id(an_edition(1).release, "en")

    removed = json.loads(asked(log, "/en/news.json").body)["_dateline"]["removed"]
    item = etree.fromstring(asked(log, "/en/news.rss").body).find("channel/item")

    assert removed == [{"id": gone, "at": "2024-06-03T12:00:00Z", "notice": "At the request of a person named."}]
    assert (item.findtext("guid"), item.findtext("title")) == (gone, "No longer public")
    assert etree.fromstring(asked(log, "/en/news.rss?office=mission").body).find("channel/item") is None


def whole(log: Log) -> None:
    picture = Picture(
        renditions=(Rendition(file="a" * 64 + ".jpg", type="image/jpeg", width=800, height=600, size_bytes=9),),
        alt="A bridge",
        credit="EXO/Lind",
    )
    files = (
        Download(file="b" * 64 + ".pdf", title="Report", type="application/pdf", size_bytes=12, language="fr"),
        Download(file="c" * 64 + ".mp3", title="Talk", type="audio/mpeg", size_bytes=77),
    )
    offices = (Ref(slug="mission", name="Mission"),)
    log.publish(an_edition(1, picture=picture, body=(Text(html="<p>Text</p>"), *files), offices=offices))


def test_rss_has_every_field(log):
    whole(log)

    parsed = feedparser.parse(asked(log, "/en/news.rss").body)
    entry = parsed.entries[0]

    assert (parsed.version, parsed.bozo, parsed.feed.language) == ("rss20", False, "en")
    assert parsed.feed.title == "EXO – News and press releases"
    assert parsed.feed.subtitle == "News from all our offices"
    assert parsed.feed.link == f"{SITE}/en/news"
    assert parsed.feed.updated == "Mon, 03 Jun 2024 13:00:00 GMT"
    assert {link.rel: link.href for link in parsed.feed.links}["self"] == f"{SITE}/en/news.rss"
    assert (entry.id, entry.guidislink) == (text_id(an_edition(1).release, "en"), False)
    assert entry.link == f"{SITE}/en/news/1/headline-1"
    assert entry.summary == "Lead 1."
    assert (entry.author, entry.published) == ("Mission", "Mon, 03 Jun 2024 13:00:00 GMT")
    assert [tag.term for tag in entry.tags] == ["News", "Mission"]
    assert [(file.href, file.type, file.length) for file in entry.enclosures] == [
        (f"{SITE}/media/{'c' * 64}.mp3", "audio/mpeg", "77")
    ]
    assert entry.media_content[0]["url"] == f"{SITE}/media/{'a' * 64}.jpg"
    assert (entry.media_content[0]["width"], entry.media_content[0]["medium"]) == ("800", "image")
    assert entry.media_credit[0]["content"] == "EXO/Lind"
    assert "Text" in entry.content[0].value


def test_signs_of_html_in_a_lead_are_text_in_rss(log):
    log.publish(an_edition(1, lead="Levels <5 & >7 <script>x()</script>"))

    parsed = feedparser.parse(asked(log, "/en/news.rss").body, sanitize_html=False)

    assert parsed.entries[0].summary == "Levels &lt;5 &amp; &gt;7 &lt;script&gt;x()&lt;/script&gt;"


def test_json_feed_has_every_field(log):
    whole(log)
    log.publish(an_edition(1, version=2, edited_at=LATER), "corrected", "It was 12.")

    whole_feed = json.loads(asked(log, "/en/news.json").body)
    item = whole_feed["items"][0]

    assert whole_feed["version"] == "https://jsonfeed.org/version/1.1"
    assert whole_feed["feed_url"] == f"{SITE}/en/news.json"
    assert whole_feed["home_page_url"] == f"{SITE}/en/news"
    assert whole_feed["authors"] == [{"name": "Example Organisation"}]
    assert item["url"] == f"{SITE}/en/news/1/headline-1"
    assert (item["date_published"], item["date_modified"]) == ("2024-06-03T13:00:00Z", "2024-07-13T12:00:00Z")
    assert item["_dateline"]["state"] == "public"
    assert item["_dateline"]["notices"] == [
        {"change": "corrected", "at": "2024-07-13T12:00:00Z", "text": "It was 12.", "language": "en"}
    ]
    assert item["tags"] == ["News"]


def test_json_feed_names_files_and_pictures(log):
    whole(log)

    (item,) = json.loads(asked(log, "/en/news.json").body)["items"]

    assert item["image"] == f"{SITE}/media/{'a' * 64}.jpg"
    assert [(file["title"], file["mime_type"], file["size_in_bytes"]) for file in item["attachments"]] == [
        ("Report", "application/pdf", 12),
        ("Talk", "audio/mpeg", 77),
    ]


def test_json_feed_keeps_to_its_schema(log, samples):
    assert json_feeds.findings(b'{"version": 1, "items": [{}]}', samples)
    assert json_feeds.findings(asked(log, "/en/news.json").body, samples) == []
    whole(log)
    log.publish(an_edition(2, headline="", lead="", body=()))
    log.publish(an_edition(3))
    log.remove(an_edition(3))

    assert json_feeds.findings(asked(log, "/en/news.json").body, samples) == []


@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_feeds_of_leads_have_no_full_text(log, suffix):
    whole(log)
    log.publish(an_edition(1, version=2, edited_at=LATER), "corrected", "It was 12.")

    ((_, _, content),) = told(log, f"/en/news.{suffix}", full=False)

    assert "Lead 1." in content
    assert "It was 12." in content
    assert "Body 1." not in content


# whatever the texts hold


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=3, max_size=3), st.sampled_from(sorted(FEED_FORMATS)))
def test_every_writer_writes_any_edition(said, suffix):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1))
    archive = NaiveArchive(log.records)
    (text,) = archive.texts_by_id.values()
    headline, lead, body = said
    text.edition = msgspec.structs.replace(
        text.edition,
        headline=headline,
        lead=lead,
        issuer=body,
        kind=Ref(slug="news", name=lead),
        body=(Text(html=body), Quote(text=lead, speaker=body), Text(html=f"<p>{headline}")),
    )

    body = Feeds(SITE).respond(Request(f"/en/news.{suffix}"), archive).body

    if suffix == "json":
        assert json.loads(body)["items"][0]["id"]
    else:
        found = set(SOUND[suffix](body)) - {"ContainsHTML", "NotBlank"}
        assert found == set(), body
        assert not feedparser.parse(body).bozo


@pytest.mark.parametrize("suffix", FEED_FORMATS)
def test_a_body_of_two_million_characters_is_complete(log, suffix):
    log.publish(an_edition(1, body=(Text(html=f"<p>{'слово ' * 333_333}</p>"),)))

    response = asked(log, f"/en/news.{suffix}")

    assert response.body.count("слово".encode()) + response.body.count(b"\\u0441\\u043b\\u043e") >= 333_333
