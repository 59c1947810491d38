"""A recording as readers get it: on the page, in feeds, in formats of the industry, in search."""

import datetime as dt

import msgspec
import pytest
from lxml import etree
from lxml.html import fromstring

from dateline.archive.passages import passages
from dateline.editions.canonical import canonical, digest
from dateline.editions.edition import Edition
from dateline.public.feeds import Feeds
from dateline.public.site.wording import Wording
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_kind, a_newsroom, a_recording, an_edition
from tests.support.feeds.vocabulary import Vocabulary
from tests.unit.site.conftest import Reader

SITE = "https://news.example.org"
FILE = f"{SITE}/media/{'e' * 64}.mp4"
ADDRESS = "/en/news/1/headline-1"


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), a_kind("news"))
    return log


def page(log, *blocks, language="en"):
    log.publish(an_edition(1, language, schema=3, body=blocks))
    return Reader(log).ask(f"/{language}/news/1/headline-1")


def feed(log, address):
    return Feeds(SITE).respond(Request(address), NaiveArchive(log.records)).body


def test_an_old_edition_keeps_its_bytes_and_a_new_one_can_be_read():
    old = an_edition(1)
    new = an_edition(1, schema=3, body=(a_recording(expires_on=dt.date(2030, 1, 1)),))

    assert digest(canonical(old)) == "d7bfe8cb5c0563b21e7bd64b195927b4d669c53286cd632f38bebc5810f60b87"
    assert msgspec.json.decode(canonical(new), type=Edition) == new
    assert set(new.files()) == {"d" * 64 + ".jpg", "e" * 64 + ".mp4", "f" * 64 + ".vtt"}
    assert old.recordings() == []


def test_the_page_plays_a_video_without_a_script_and_loads_nothing_before(log):
    seen = page(log, a_recording(expires_on=dt.date(2030, 1, 1)))

    video = seen.html.css_first("figure.recording video")
    assert video.attributes["preload"] == "none"
    assert "controls" in video.attributes
    assert (video.attributes["width"], video.attributes["height"]) == ("1280", "720")
    assert video.attributes["poster"] == f"/media/{'d' * 64}.jpg"
    source, track = video.css_first("source"), video.css_first("track")
    assert (source.attributes["src"], source.attributes["type"]) == (f"/media/{'e' * 64}.mp4", "video/mp4")
    assert track.attributes == {
        "kind": "captions",
        "src": f"/media/{'f' * 64}.vtt",
        "srclang": "en",
        "label": "English",
    }
    said = seen.texts("figure.recording figcaption")[0]
    for part in ("The opening", "4:05", "At dawn", "EXO/Lind", "EXO.", "News only", "1 January 2030", "MP4, 1.4 MB"):
        assert part in said
    assert seen.texts(".transcript summary") == ["Transcript"]
    assert seen.texts(".transcript p") == ["The bridge is open.", "Cars <cross> it."]


def test_sound_has_no_picture_and_a_foreign_transcript_names_its_language(log):
    seen = page(log, a_recording(sort="audio", type="audio/mpeg", width=0, height=0, transcript_language="fr"))

    audio = seen.html.css_first("figure.recording audio")
    assert not {"width", "height", "poster"} & set(audio.attributes)
    assert seen.texts(".transcript summary") == ["Transcript (French)"]
    assert seen.html.css_first(".transcript div").attributes["lang"] == "fr"


def test_something_elsewhere_is_a_link_with_its_transcript(log):
    url = "https://www.youtube.com/watch?v=abc"
    seen = page(log, a_recording(file="", type="", size_bytes=0, captions=(), url=url, provider="YouTube"))

    assert not seen.html.css("video, iframe, figure.recording script")
    assert seen.links("figure.recording .embed a") == [url]
    assert "Opens at YouTube" in seen.texts("figure.recording .embed a")[0]
    assert seen.html.css("figure.recording .transcript")


def test_what_says_nothing_shows_nothing(log):
    bare = a_recording(
        poster=None, captions=(), transcript="", transcript_language="", caption="", credit="", duration_s=0,
        rights_holder="", usage_terms="", width=0, height=0,
    )  # fmt: skip

    seen = page(log, bare)

    assert seen.status == 200
    assert not seen.html.css("track, .transcript, .rights, .credit, [poster], .recording-length")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x"])
def test_no_address_of_another_sort_is_linked(log, url):
    seen = page(log, a_recording(file="", url=url, provider="x"))

    assert "href" not in seen.html.css_first("figure.recording .embed a").attributes
    assert url not in feed(log, "/en/news.rss").decode()


def test_feeds_enclose_the_file_and_carry_the_transcript(log):
    page(log, a_recording())

    rss = etree.fromstring(feed(log, "/en/news.rss"))
    atom = etree.fromstring(feed(log, "/en/news.atom"))
    attachments = msgspec.json.decode(feed(log, "/en/news.json"))["items"][0]["attachments"]

    enclosure = rss.find(".//item/enclosure")
    assert dict(enclosure.attrib) == {"url": FILE, "length": "1400000", "type": "video/mp4"}
    link = atom.find(".//{*}entry/{*}link[@rel='enclosure']")
    assert (link.get("href"), link.get("title")) == (FILE, "The opening")
    assert attachments == [
        {
            "url": FILE,
            "mime_type": "video/mp4",
            "title": "The opening",
            "size_in_bytes": 1_400_000,
            "duration_in_seconds": 245,
        }
    ]
    content = rss.findtext(".//item/{*}encoded")
    link = fromstring(content).find(".//figure/a")
    assert (link.get("href"), link.text_content()) == (FILE, "The opening")
    assert link.find("img").get("src") == f"{SITE}/media/{'d' * 64}.jpg"
    assert "<strong>Transcript</strong>" in content
    assert "Cars &lt;cross&gt; it." in content


def test_formats_of_the_industry_name_it(log):
    page(log, a_recording())

    ninjs = msgspec.json.decode(feed(log, "/en/news/1.ninjs.json"))
    newsml = etree.fromstring(feed(log, "/en/news/1.newsml.xml"))
    plain = feed(log, "/en/news/1.txt").decode()

    found = [one for one in ninjs["associations"] if one["type"] == "video"]
    assert found[0]["renditions"] == [
        {
            "name": "original",
            "href": FILE,
            "contentType": "video/mp4",
            "sizeInBytes": 1_400_000,
            "width": 1280,
            "height": 720,
            "duration": 245,
        }
    ]
    assert FILE in [link.get("href") for link in newsml.iterfind(".//{*}itemMeta/{*}link")]
    assert "Cars <cross> it." in plain


@pytest.mark.parametrize(("sort", "kind"), [("video", "VideoObject"), ("audio", "AudioObject")])
def test_search_engines_learn_what_it_is(log, samples, sort, kind):
    seen = page(log, a_recording(sort=sort))

    article = msgspec.json.decode(seen.html.css_first('script[type="application/ld+json"]').text())

    said = article["associatedMedia"][0]
    assert (said["@type"], said["contentUrl"], said["duration"]) == (kind, FILE, "PT245S")
    assert said["transcript"].startswith("The bridge is open.")
    assert list(Vocabulary(samples).findings(article)) == []


def test_what_is_said_in_it_can_be_found():
    found = passages(an_edition(1, body=(a_recording(),)))

    assert {"The opening", "At dawn", "The bridge is open. Cars <cross> it.", "A ribbon"} <= set(found)


@pytest.mark.parametrize(("seconds", "said"), [(1, "0:01"), (59, "0:59"), (245, "4:05"), (3750, "1:02:30")])
def test_a_length_is_said_as_clocks_do(seconds, said):
    assert Wording.length(seconds) == said
