"""Releases in the formats of the news industry, validated against the schemas of the formats."""

import datetime as dt
import json

import icalendar
import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from referencing import Registry, Resource

from dateline.editions.entry import Subject
from dateline.editions.parts import Contact, Dateline, Download, Picture, Ref, Rendition, Text
from dateline.public.feeds import Feeds
from dateline.public.formats.serving import FORMATS
from dateline.web.addresses import text_id
from dateline.web.http import Request
from tests.support.archives.demo import demo_log
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_recording, a_topic, an_edition, an_office
from tests.support.feeds.sound import SITE, asked
from tests.support.hostile import TEXTS

VERSIONS = {"ninjs.json": "3.1", "ninjs2.json": "2.2", "ninjs1.json": "1.4"}
GEO = Resource.from_contents({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"})
PLAIN = {"txt", "md"}
NS = {"n": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}
URI = text_id(an_edition(7).release, "en")

PACKAGES = tuple(suffix for suffix, row in FORMATS.items() if row.write_package)


@pytest.fixture(scope="module")
def findings(samples):
    """What is wrong with a document, by the schema of its format; sentences."""
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", GEO)
    checkers = {}
    for suffix, version in VERSIONS.items():
        schema = json.loads((samples / "ninjs" / "specification" / f"ninjs-schema_{version}.json").read_bytes())
        kind = jsonschema.Draft4Validator if version == "1.4" else jsonschema.Draft202012Validator
        checkers[suffix] = kind(schema, registry=registry, format_checker=jsonschema.FormatChecker())
    scheme = etree.XMLSchema(etree.parse(samples / "newsml-g2" / "xsd" / "NewsML-G2_2.35-spec-All-Power.xsd"))

    def found(suffix: str, document: bytes) -> list[str]:
        if suffix in checkers:
            return [error.message for error in checkers[suffix].iter_errors(json.loads(document))]
        if suffix == "newsml.xml":
            return [] if scheme.validate(etree.fromstring(document)) else [str(scheme.error_log)]
        return [] if document.decode().strip() else ["there is nothing"]

    return found


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("water", media_topic="medtop:20000430"), a_topic("peace"))
    return log


def whole(log: Log, **changes) -> None:
    files = (
        Rendition(file="a" * 64 + ".avif", type="image/avif", width=480, height=300, size_bytes=5),
        Rendition(file="a" * 64 + ".jpg", type="image/jpeg", width=800, height=500, size_bytes=9),
    )
    given = {
        "offices": (Ref(slug="mission", name="Mission"), Ref(slug="centre", name="Centre")),
        "topics": (Ref(slug="water", name="Water"), Ref(slug="peace", name="Peace")),
        "picture": Picture(renditions=files, alt="A bridge", caption="The bridge", credit="EXO/Lind"),
        "dateline": Dateline(places=("Velda",), on=dt.date(2024, 6, 3)),
        "body": (
            Text(html="<p>Text &amp; more</p>"),
            Download(file="b" * 64 + ".pdf", title="Report", type="application/pdf", size_bytes=12, language="fr"),
            a_recording(),
        ),
        "contacts": (Contact(name="Mara", email="mara@example.org", phone="+999"),),
        "issuer": "The Ministry",
        **changes,
    }
    log.publish(an_edition(7, **given))
    given |= {"version": 2, "edited_at": NOON + dt.timedelta(days=30)}
    log.publish(an_edition(7, **given), "corrected", "It was 12, not 21.")


def read(log: Log, address: str):
    response = asked(log, address)
    return etree.fromstring(response.body) if address.endswith("xml") else json.loads(response.body)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_release_keeps_to_the_schema_of_its_format(log, findings, suffix):
    whole(log)
    log.publish(an_edition(8, lead="", kind=None, body=()))

    assert suffix in PLAIN or findings(suffix, b'{"uri": 1}' if suffix.endswith("json") else b"<newsItem/>")
    for number in (7, 8):
        response = asked(log, f"/en/news/{number}.{suffix}")
        assert response.status == 200
        assert findings(suffix, response.body) == []


@pytest.mark.parametrize("suffix", PACKAGES)
def test_lists_keep_to_the_schema_of_their_format(log, findings, suffix):
    assert findings(suffix, asked(log, f"/en/news.{suffix}").body) == []
    whole(log)
    for number in range(8, 60):
        log.publish(an_edition(number))

    first, second = (asked(log, f"/en/news.{suffix}{page}").body for page in ("", "?page=2"))

    assert findings(suffix, first) == findings(suffix, second) == []
    assert f"{SITE}/en/news.{suffix}?page=2".encode() in first
    assert URI.encode() in second


@pytest.mark.parametrize("suffix", PACKAGES)
def test_every_release_of_the_sample_newsroom_keeps_to_the_schemas(findings, suffix):
    log = demo_log(limit=15)
    archive = NaiveArchive(log.records)

    for number, language, _, _ in archive.texts():
        request = Request(f"/{language}/news/{number}.{suffix}")
        assert findings(suffix, Feeds(SITE).respond(request, archive).body) == []


def test_ninjs_says_everything(log):
    whole(log)

    said = read(log, "/en/news/7.ninjs.json")

    assert (said["uri"], said["version"], said["pubStatus"], said["language"]) == (URI, "2", "usable", "en")
    assert (said["firstCreated"], said["versionCreated"]) == ("2024-06-03T19:00:00Z", "2024-07-03T12:00:00Z")
    assert said["edNote"] == "corrected, 2024-07-03T12:00:00Z: It was 12, not 21."
    assert said["located"] == "Velda"
    assert [(one["name"], one["rel"]) for one in said["organisations"]] == [
        ("Mission", "issuer"),
        ("Centre", "participant"),
    ]
    assert [one["uri"] for one in said["subjects"]] == [
        "http://cv.iptc.org/newscodes/mediatopic/20000430",
        f"{SITE}/en/topics/peace",
    ]
    assert "Text & more" in said["bodies"][1]["value"]
    picture, poster, file, video, captions = said["associations"]
    assert [(one["name"], one["href"]) for one in picture["renditions"]] == [
        ("avif-480", f"{SITE}/media/{'a' * 64}.avif"),
        ("jpeg-800", f"{SITE}/media/{'a' * 64}.jpg"),
    ]
    assert picture["copyrightNotice"] == "EXO/Lind"
    assert file["renditions"][0]["sizeInBytes"] == 12
    assert (video["type"], video["renditions"][0]["duration"]) == ("video", 245)
    assert (poster["type"], poster["renditions"][0]["href"]) == ("picture", f"{SITE}/media/{'d' * 64}.jpg")
    assert (captions["language"], captions["renditions"][0]["contentType"]) == ("en", "text/vtt")
    assert said["altIds"][2]["value"] == f"{SITE}/en/news/7/headline-7"


def test_older_ninjs_say_the_same_in_their_own_words(log):
    whole(log)

    two, one = read(log, "/en/news/7.ninjs2.json"), read(log, "/en/news/7.ninjs1.json")

    assert (two["pubstatus"], two["versioncreated"]) == (one["pubstatus"], one["versioncreated"])
    assert (one["headline"], one["description_summary"], one["byline"]) == ("Headline 7", "Lead 7.", "The Ministry")
    assert one["subject"][0] == {
        "name": "Water",
        "rel": "about",
        "scheme": "http://cv.iptc.org/newscodes/mediatopic",
        "code": "20000430",
    }
    assert one["associations"]["picture_1"]["renditions"]["jpeg_800"]["width"] == 800


def test_newsml_says_everything(log):
    whole(log)

    root = read(log, "/en/news/7.newsml.xml")

    def told(path: str) -> list[str]:
        return root.xpath(path, namespaces=NS)

    assert (root.get("guid"), root.get("version")) == (URI, "2")
    assert told("n:itemMeta/n:pubStatus/@qcode") == ["stat:usable"]
    assert told("n:itemMeta/n:signal/@qcode") == ["sig:correction"]
    assert told("n:itemMeta/n:edNote/text()") == ["corrected, 2024-07-03T12:00:00Z: It was 12, not 21."]
    assert told("n:contentMeta/n:located/n:name/text()") == ["Velda"]
    assert told("n:contentMeta/n:dateline/text()") == ["VELDA, 3 June 2024 –"]
    assert told("n:contentMeta/n:subject/@qcode") == ["medtop:20000430"]
    assert told("n:contentMeta/n:headline/text()") == ["Headline 7"]
    assert told("n:itemMeta/n:link/@href")[1:] == [
        f"{SITE}/media/{'a' * 64}.jpg",
        f"{SITE}/media/{'d' * 64}.jpg",
        f"{SITE}/media/{'b' * 64}.pdf",
        f"{SITE}/media/{'e' * 64}.mp4",
        f"{SITE}/media/{'f' * 64}.vtt",
    ]
    assert "0" not in told("n:itemMeta/n:link/@size")
    assert "Text & more" in told("n:contentSet//h:p/text()")


def test_a_package_and_an_item_have_different_media_types(log):
    whole(log)

    kinds = [dict(asked(log, f"/en/news{path}.newsml.xml").headers)["content-type"] for path in ("", "/7")]

    assert kinds == [f"application/vnd.iptc.g2.{kind}item+xml; charset=utf-8" for kind in ("package", "news")]


def test_plain_text_is_for_copying(log):
    whole(log)

    text = asked(log, "/en/news/7.txt").body.decode().replace("\xa0", " ")

    assert text.startswith("Headline 7\n\nCorrected on 3 July 2024: It was 12, not 21.")
    assert "VELDA, 3 June 2024 – Lead 7." in text
    assert text.endswith(f"{SITE}/en/news/7/headline-7\n")


def test_markdown_is_for_other_programs(log):
    whole(log, headline="What *now*?", boilerplate="<ul><li>One</li><li>Two <em>things</em></li></ul>")

    text = asked(log, "/en/news/7.md").body.decode()

    assert text.startswith("# What \\*now\\*?\n\n**Corrected on")
    assert "- One\n- Two *things*" in text
    assert f"[Report]({SITE}/media/{'b' * 64}.pdf)" in text
    assert text.endswith(f"<{SITE}/en/news/7/headline-7>\n")


# events


def events(log: Log, address: str = "/en/news.ics") -> list:
    response = asked(log, address)
    assert dict(response.headers)["content-type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.body)
    assert not calendar.errors
    return calendar.walk("VEVENT")


def test_a_calendar_has_the_events_that_releases_announce(log):
    whole(log, event_from_on=dt.date(2024, 6, 18), event_until_on=dt.date(2024, 6, 20), headline="One; two,\nthree")
    log.publish(an_edition(8))

    (event,) = events(log)

    assert (event["uid"], event["sequence"]) == (URI, 1)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2024, 6, 18), dt.date(2024, 6, 21))
    assert (event["summary"], event["location"]) == ("One; two, three", "Velda")
    assert event["url"] == f"{SITE}/en/news/7/headline-7"


def test_a_calendar_cancels_what_was_withdrawn(log):
    advisory = an_edition(7, event_from_on=dt.date(2024, 6, 18), lead="At noon.", offices=(Ref(slug="o", name="O"),))
    log.publish(advisory)
    subject = Subject(kind="release", id=advisory.release, language="en")
    at = NOON + dt.timedelta(days=1)
    log.append(subject, "withdrawn", None, "Called off;\nthe bridge is closed.", at=at, number=7)
    (event,) = events(log)

    assert (event["uid"], event["status"], event["sequence"]) == (URI, "CANCELLED", 1)
    assert (event.decoded("dtstart"), event.decoded("last-modified")) == (dt.date(2024, 6, 18), at)
    assert event["description"] == "Called off;\nthe bridge is closed."
    assert events(log, "/en/news.ics?office=mission") == []
    log.publish(msgspec.structs.replace(advisory, edited_at=at), "restored", "It was right.")
    (event,) = events(log)
    assert ("status" in event, event["sequence"]) == (False, 2)


def test_a_calendar_goes_by_the_filter_and_is_one(log):
    log.set(a_kind("media-advisory"))
    log.publish(an_edition(7, kind=Ref(slug="media-advisory", name="A"), event_from_on=dt.date(2024, 6, 18)))
    log.publish(an_edition(8, event_from_on=dt.date(2024, 6, 19)))

    assert len(events(log)) == 2
    assert [event["uid"] for event in events(log, "/en/news.ics?kind=media-advisory")] == [URI]
    assert asked(log, "/en/news.ics?page=2").status == 404
    assert events(Log()) == []


def test_names_of_several_lines_are_one_in_newsml(log, findings):
    said = "Ministry\n of\tFoo \uffff"
    named = {"offices": (Ref(slug="o", name=said),), "topics": (Ref(slug="t", name=said),), "issuer": said}
    log.publish(an_edition(7, kind=Ref(slug="k", name=said), dateline=Dateline(places=(said,)), **named))

    document = asked(log, "/en/news/7.newsml.xml").body

    assert findings("newsml.xml", document) == []
    assert document.count(b"<name>Ministry of Foo</name>") == 5


def test_the_last_day_there_is_ends_no_list(log, findings):
    picture = Picture(renditions=(Rendition(file="a.jpg", type="image/jpeg", width=8, height=5, size_bytes=9),), alt="")
    never = msgspec.structs.replace(picture, expires_on=dt.date.max)
    whole(log, picture=never, event_from_on=dt.date.max, event_until_on=dt.date(2024, 6, 20))

    for suffix in VERSIONS:
        for address in (f"/en/news/7.{suffix}", f"/en/news.{suffix}"):
            assert findings(suffix, asked(log, address).body) == []
    assert read(log, "/en/news/7.ninjs.json")["associations"][0]["expires"] == "9999-12-31T23:59:59Z"
    assert [event.decoded("dtstart") for event in events(log)] == [dt.date.max]


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_the_calendar_writes_any_edition(headline, lead):
    log = Log()
    log.publish(an_edition(1, headline=headline, lead=lead, event_from_on=dt.date(2024, 6, 18)))

    (event,) = events(log)

    assert event["uid"]


# withdrawn, removed, unknown


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_withdrawn_release_is_withheld_without_its_words(log, findings, suffix):
    whole(log)
    subject = Subject(kind="release", id=an_edition(7).release, language="en")
    log.append(subject, "withdrawn", None, "Issued in error.", at=NOON + dt.timedelta(days=60), number=7)

    response = asked(log, f"/en/news/7.{suffix}")

    assert response.status == 200
    assert b"Issued in error." in response.body
    assert b"Text &" not in response.body
    assert suffix in PLAIN or b"withheld" in response.body
    assert findings(suffix, response.body) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_removed_release_is_canceled_with_the_notice_alone(log, findings, suffix):
    whole(log)
    log.remove(an_edition(7), "A person named asked for it.")

    response = asked(log, f"/en/news/7.{suffix}")

    assert response.status == 410
    assert b"A person named asked for it." in response.body
    assert b"Headline" not in response.body
    assert suffix in PLAIN or (b"canceled" in response.body and URI.encode() in response.body)
    assert findings(suffix, response.body) == []


@pytest.mark.parametrize("path", ["/en/news/8.ninjs.json", "/fr/news/7.ninjs.json", "/en/news/0.newsml.xml"])
def test_a_missing_release_has_an_error_message(log, path):
    whole(log)

    response = asked(log, path)

    assert response.status == 404
    assert response.body.decode().count(".") == 1


def test_queries_redirect_and_other_addresses_are_left_alone(log):
    whole(log)

    assert dict(asked(log, "/en/news/7.txt?x=y").headers)["location"] == "/en/news/7.txt"
    assert asked(log, "/en/news.ninjs.json?office=nowhere").status == 404
    assert asked(log, "/en/news.ninjs.json?page=2").status == 404
    assert asked(log, "/en/news.ninjs.json?archive=1").status == 404
    assert asked(log, "/en/news.txt") is None
    assert asked(log, "/en/news/7.html") is None


# whatever the texts hold


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=3, max_size=3), st.sampled_from(sorted(FORMATS)))
def test_every_format_writes_any_edition(said, suffix):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1))
    archive = NaiveArchive(log.records)
    (text,) = archive.texts_by_id.values()
    first, second, third = said
    text.edition = msgspec.structs.replace(
        text.edition,
        headline=first,
        lead=second,
        issuer=third,
        topics=(Ref(slug="t", name=first),),
        offices=(Ref(slug="o", name=second),),
        body=(Text(html=f"<p>{first}"), Text(html=second)),
        contacts=(Contact(name=third, email=first),),
        dateline=Dateline(places=(first, second)),
    )

    body = Feeds(SITE).respond(Request(f"/en/news/1.{suffix}"), archive).body

    if suffix.endswith("json"):
        assert json.loads(body)["version"] == "1"
    elif suffix.endswith("xml"):
        assert etree.fromstring(body).get("version") == "1"
    else:
        assert body.decode().endswith(("/en/news/1/headline-1\n", "/en/news/1/headline-1>\n"))
