"""What agencies ask of the API: many texts at once, parts of them, what changed since a moment, and their own log."""

import datetime as dt
import json
from urllib.parse import urlsplit

import pytest

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.port import Removal
from dateline.editions.canonical import canonical
from dateline.editions.entry import Subject
from dateline.editions.parts import Download, Figure, MediaKit, Picture, Rendition
from dateline.public.api import log as public_log
from dateline.public.api import respond
from dateline.public.api.entry_filter import MAX_READS, READ_ENTRIES
from dateline.public.api.request import parse_filter
from dateline.web.addresses import text_id
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, a_recording, a_topic, an_edition, an_office, refs
from tests.unit.api.test_api import SITE, ask, said

HOUR = dt.timedelta(hours=1)
FULL = Rendition(file="c" * 64 + ".jpg", type="image/jpeg", width=80, height=60, size_bytes=99)
PICTURE = Picture(
    renditions=(Rendition(file="a" * 64 + ".webp", type="image/webp", width=8, height=6, size_bytes=9),),
    full=FULL,
    alt="A bridge",
)


@pytest.fixture
def log():
    """Releases 1 to 6, one each hour from 13:00: odd ones of the mission, even ones of the centre."""
    log = Log()
    log.set(a_newsroom(), an_office("mission"), an_office("centre"), a_topic("water", parent="environment"))
    log.set(a_topic("environment"))
    for number in range(1, 7):
        office = "mission" if number % 2 else "centre"
        log.publish(an_edition(number, offices=refs(office), topics=refs("water") if number == 2 else ()))
    log.publish(an_edition(3, "fr", headline="Titre", offices=refs("mission"), edited_at=NOON + 7 * HOUR))
    return log


def listed(log: Log, address: str) -> list[int]:
    return [one["number"] for one in said(log, address)["items"]]


# many texts at once, and parts of them


def test_several_releases_come_in_one_answer_in_the_order_asked_for(log):
    log.remove(an_edition(4), "In error.")

    found = said(log, "/api/v1/texts?number=5,3&number=4&number=77")

    shown = [(one["number"], one["language"], one["state"]) for one in found["items"]]
    assert shown == [(5, "en", "public"), (3, "en", "public"), (3, "fr", "public"), (4, "en", "removed")]
    assert (found["missing"], found["next"]) == ([77], None)
    assert found["items"][0] == said(log, "/api/v1/releases/5/en")
    assert found["items"][-1]["text"] is None
    assert found["items"][-1]["notices"][0]["text"] == "In error."


def test_several_releases_come_in_one_language(log):
    found = said(log, "/api/v1/texts?number=1,3&language=fr")

    assert [(one["number"], one["language"]) for one in found["items"]] == [(3, "fr")]
    assert found["missing"] == [1]


def test_many_texts_come_in_pages():
    log = Log()
    for number in range(1, 41):
        log.publish(an_edition(number))
        log.publish(an_edition(number, "fr"))
    address, found = "/api/v1/texts?number=" + ",".join(map(str, range(1, 41))), []
    while address:
        page = said(log, address.removeprefix(SITE))
        found.append([(one["number"], one["language"]) for one in page["items"]])
        address = page["next"]

    assert [len(one) for one in found] == [50, 30]
    assert [one for page in found for one in page] == [(number, tag) for number in range(1, 41) for tag in ("en", "fr")]


@pytest.mark.parametrize("address", ["/api/v1/releases", "/api/v1/search?q=headline", "/api/v1/changes?after=0"])
def test_lists_have_texts_where_they_are_asked_for(log, address):
    sign = "&" if "?" in address else "?"
    without, with_ = said(log, address)["items"], said(log, f"{address}{sign}include=text")["items"]

    assert {one["text"] for one in without} == {None}
    texts = {(one["number"], one["language"]): one["text"] for one in with_}
    assert texts[5, "en"] == said(log, "/api/v1/releases/5/en")["text"]
    assert None not in texts.values()


def test_only_the_fields_asked_for_come(log):
    assert said(log, "/api/v1/releases?size=1&fields=number,headline")["items"] == [
        {"number": 6, "headline": "Headline 6"}
    ]
    assert said(log, "/api/v1/releases?size=1&fields=number&fields=text.headline")["items"] == [
        {"number": 6, "text": {"headline": "Headline 6"}}
    ]
    assert list(said(log, "/api/v1/releases?size=1&fields=number&include=text")["items"][0]) == ["number", "text"]
    assert said(log, "/api/v1/releases/3/fr?fields=language,text.lead") == {
        "language": "fr", "text": {"lead": "Lead 3."},
    }  # fmt: skip
    whole = said(log, "/api/v1/releases?size=1&fields=text,text.lead")["items"][0]["text"]
    assert "headline" in whole


def test_a_page_with_texts_is_short():
    log = Log()
    for number in range(1, 71):
        log.publish(an_edition(number))

    page = said(log, "/api/v1/releases?size=100&include=text")
    rest = said(log, page["next"].removeprefix(SITE))

    assert [one["number"] for one in page["items"] + rest["items"]] == list(range(70, 0, -1))
    assert len(page["items"]) == 50


# what changed since


def test_changes_since_a_moment_are_publications_too(log):
    log.publish(
        an_edition(1, version=2, edited_at=NOON + 9 * HOUR, offices=refs("mission")), "corrected", "12, not 21."
    )

    found = said(log, "/api/v1/changes?updated_after=2024-06-03T17:00:00Z")

    shown = [(one["number"], one["language"], one["change"], one["version"]) for one in found["items"]]
    assert shown == [(6, "en", "published", 1), (3, "fr", "published", 1), (1, "en", "corrected", 2)]
    assert found["items"][-1]["notices"][0]["text"] == "12, not 21."
    assert (found["next"], found["position"]) == (None, len(log.records))


@pytest.mark.parametrize(
    "moment",
    [
        "2024-06-03T17:00:00Z",
        "2024-06-03t17:00:00.000000000z",
        "2024-06-03T19:00:00%2B02:00",
        "2024-06-03T19:00:00+02:00",
    ],
)
def test_a_moment_is_read_in_every_form_of_the_standard(log, moment):
    assert listed(log, f"/api/v1/changes?updated_after={moment}") == [6, 3]


def test_pages_of_changes_miss_nothing_and_go_on_from_the_position(log):
    address, found = "/api/v1/changes?updated_after=2024-06-03T00:00:00Z&size=2&office=mission", []
    while address:
        page = said(log, address.removeprefix(SITE))
        assert len(page["items"]) <= 2
        found += [(one["number"], one["language"]) for one in page["items"]]
        address = page["next"]
    position = page["position"]
    log.publish(an_edition(7, offices=refs("mission")))

    assert found == [(1, "en"), (3, "en"), (5, "en"), (3, "fr")]
    assert listed(log, f"/api/v1/changes?after={position}&office=mission") == [7]
    assert listed(log, f"/api/v1/changes?after={position + 1}") == []


def test_a_removed_or_withdrawn_text_has_no_words_in_changes(log):
    log.remove(an_edition(5), "In error.")
    subject = Subject(kind="release", id=an_edition(6).release, language="en")
    log.append(subject, "withdrawn", None, "Under review.", at=NOON + 9 * HOUR, number=6)

    items = said(log, "/api/v1/changes?after=0&include=text")["items"]
    last = {one["number"]: (one["change"], one["state"], one["text"]) for one in items if one["number"] > 4}

    assert last == {5: ("removed", "removed", None), 6: ("withdrawn", "withdrawn", None)}


def test_recent_changes_take_filters(log):
    log.publish(an_edition(1, version=2, offices=refs("mission")), "corrected", "12.")
    log.publish(an_edition(2, version=2, offices=refs("centre")), "corrected", "13.")
    log.remove(an_edition(4))

    assert listed(log, "/api/v1/changes?office=mission") == [4, 1]  # nobody knows any more whose the removed one was
    assert listed(log, "/api/v1/changes?language=fr") == []


# a log of one's own


def walked(log: Log, query: str) -> list[dict]:
    address, found = f"/api/v1/log?{query}", []
    while True:
        page = said(log, address.removeprefix(SITE))
        found += page["entries"]
        if address == page["next"]:
            return found
        address = page["next"]


def words_in(entries: list[dict]) -> list[tuple[int, str, bool]]:
    """(number, change, whether there are words) of entries about releases."""
    read = [(json.loads(one["entry"]), one) for one in entries]
    return [
        (entry.get("number", 0), entry["change"], one["edition"] is not None)
        for entry, one in read
        if entry["subject"]["kind"] == "release"
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("office=mission", [1, 3, 5, 3]),
        ("office=mission&office=centre&language=en", [1, 2, 3, 4, 5, 6]),
        ("topic=environment", [2]),  # with the topics below it
        ("kind=news&language=fr", [3]),
        ("office=centre&topic=water", [2]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_the_log_has_what_a_filter_selects(log, query, numbers, limit):
    assert words_in(walked(log, f"{query}&limit={limit}")) == [(number, "published", True) for number in numbers]


def test_entries_of_a_filtered_log_are_those_of_the_log(log):
    whole = {one["position"]: one for one in walked(log, "")}
    some = walked(log, "office=centre")

    assert [one for one in some if one != whole[one["position"]]] == []
    vocabulary = [json.loads(one["entry"])["subject"]["kind"] for one in some][:5]
    assert vocabulary == ["newsroom", "office", "office", "topic", "topic"]


def test_a_release_that_leaves_a_filter_says_so_without_words(log):
    log.publish(an_edition(1, version=2, offices=refs("centre")), "corrected", "Another office.")
    log.remove(an_edition(3))
    log.remove(an_edition(4))

    told = words_in(walked(log, "office=mission"))

    # release 3 is still there in French; whose the removed texts were nobody can tell any more
    published = [(1, "published", True), (5, "published", True), (3, "published", True)]
    assert told == [*published, (1, "corrected", False), (3, "removed", False), (4, "removed", False)]
    outside = [one for one in walked(log, "office=mission") if one["outside"]]
    assert {json.loads(one["entry"])["change"] for one in outside} == {"corrected", "removed"}
    assert next(json.loads(one["notice"])["text"] for one in outside) == "Another office."


def test_a_reader_of_a_filtered_log_gets_on_through_many_entries_of_others():
    log = Log()
    log.set(an_office("mission"), an_office("centre"))
    words = an_edition(1, offices=refs("centre"))
    for _ in range(MAX_READS * READ_ENTRIES + 10):
        log.publish(words)
    log.publish(an_edition(2, offices=refs("mission")))
    archive = NaiveArchive(log.records)

    first = json.loads(ask(archive, "/api/v1/log?office=mission&after=2").body)
    second = json.loads(ask(archive, first["next"].removeprefix(SITE)).body)

    assert first["entries"] == []
    assert words_in(second["entries"]) == [(2, "published", True)]


def test_events_of_a_filtered_log_tell_how_far_it_was_read(log):
    archive = NaiveArchive(log.records)
    filter_ = parse_filter([("topic", "water")], archive)

    stream, reached = public_log.events(archive, 5, filter_)

    assert reached == archive.position
    events = stream.decode().removesuffix("\n\n").split("\n\n")
    assert [event.partition("\n")[0] for event in events] == ["id: 7", f"id: {archive.position}"]
    assert [("data:" in event) for event in events] == [True, False]


# ids and addresses


def test_ids_agree_between_log_and_api(log):
    entries = {one["id"]: json.loads(one["entry"]) for one in walked(log, "") if one["id"]}
    items = said(log, "/api/v1/changes?after=0")["items"]

    assert [one["id"] for one in items] == list(entries)
    for one in items:
        subject = entries[one["id"]]["subject"]
        assert one["release"] == subject["id"]
        assert one["id"] == text_id(subject["id"], subject["language"])
        text = said(log, one["api_url"].removeprefix(SITE))
        assert (text["id"], text["release"]) == (one["id"], one["release"])
    first = said(log, "/api/v1/releases?size=1")["items"][0]
    assert (first["id"], first["release"]) == (text_id(an_edition(6).release, "en"), an_edition(6).release)


def files_in(value: object) -> list[tuple[str, str]]:
    """(file, its address) of every object with a file."""
    if isinstance(value, list):
        return [pair for one in value for pair in files_in(one)]
    if not isinstance(value, dict):
        return []
    own = [(value["file"], value["file_url"])] if "file" in value else []
    return own + [pair for one in value.values() for pair in files_in(one)]


def test_every_file_has_its_absolute_address(log):
    body = (
        Figure(picture=PICTURE),
        Download(file="b" * 64 + ".pdf", title="Report", type="application/pdf", size_bytes=12),
        a_recording(),
        a_recording(file="", type="", size_bytes=0, url="https://video.example.com/1", provider="video", captions=()),
    )
    edition = an_edition(8, body=body, picture=PICTURE, media_kit=MediaKit(file="9" * 64 + ".zip", size_bytes=7))
    log.publish(edition)

    text = said(log, "/api/v1/releases/8/en")["text"]
    in_list = said(log, "/api/v1/releases?size=1")["items"][0]

    files = files_in(text)
    assert {file for file, _ in files if file} == set(edition.files())
    assert all(address == (f"{SITE}/media/{file}" if file else "") for file, address in files)
    assert text["media_kit"]["file_url"] == f"{SITE}/media/{'9' * 64}.zip"
    assert len(files_in(in_list)) == 2


def test_the_log_stays_as_it_was_signed(log):
    """No address is added to what digests are over."""
    log.publish(an_edition(8, picture=PICTURE))

    last = walked(log, "")[-1]

    assert "file_url" not in last["edition"]
    assert last["entry"].encode() == canonical(log.records[-1].entry)


# what nobody may read


def test_a_killed_release_has_no_words_in_any_answer(log, tmp_path):
    """An override closes it before the log tells of it."""
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    whole = open_reader(tmp_path).current
    closed = whole.with_removals([Removal(number=3, notice="Gone.", at=NOON)])
    addresses = (
        "/api/v1/texts?number=1,3",
        "/api/v1/releases?include=text&reader=fr",
        "/api/v1/changes?after=0&include=text",
        "/api/v1/changes?after=0&include=text&office=mission",
        "/api/v1/log?office=mission",
    )

    for address in addresses:
        parts = urlsplit(address)
        before, after = (
            respond(Request(parts.path, parts.query), archive, public_url=SITE).body for archive in (whole, closed)
        )

        assert b"Lead 3." in before
        assert b"Lead 3." not in after, address
        assert b"Lead 1." in after
    withheld = [one for one in json.loads(after)["entries"] if one["withheld"]]
    assert words_in(withheld) == [(3, "published", False), (3, "published", False)]
