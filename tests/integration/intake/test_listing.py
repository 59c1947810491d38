"""Import of a listing: what the log holds afterwards, once and only once."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from dateline.editions.entry import words
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Kind, NewsroomSettings, Office, Release, ReleasePage, Topic
from dateline.newsroom.intake.import_items import import_items
from dateline.newsroom.intake.listing_reader import read_listing
from dateline.newsroom.intake.mapping import NameMap
from dateline.newsroom.intake.rejects import write_rejects
from tests.support.desk.builders import NOON, a_topic, an_office, log_entries
from tests.support.listings import DAYS, TITLES, items, page
from tests.unit.intake.test_listing_labelled import LISTING

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def take(text, language="en", name="listing.txt", **options):
    vocabulary = NameMap.load()
    data = text if isinstance(text, bytes) else text.encode()
    listing = read_listing(data, name, language, vocabulary.known_names(None), **options)
    return import_items(listing, language, vocabulary, at=NOON, progress=lambda *_: None), vocabulary


def editions(language="en"):
    """The editions that the log carries, newest first, as lists show them."""
    found = [
        words(r) for r in log_entries() if r.entry.subject.kind == "release" and r.entry.subject.language == language
    ]
    return sorted(found, key=lambda edition: (edition.published_at, edition.number), reverse=True)


def test_the_seed_listing_is_imported_exactly(samples):
    data = (samples / "seed-listing" / "listing.txt").read_bytes()

    taken, vocabulary = take(data)

    assert (taken.new, taken.known) == (7, 0)
    mission, presence = "OSCE Mission to Bosnia and Herzegovina", "OSCE Presence in Albania"
    bishkek, uzbekistan = "OSCE Programme Office in Bishkek", "OSCE Project Co-ordinator in Uzbekistan"
    conflict = "Conflict prevention and resolution"
    assert [
        (
            e.headline[:20],
            e.kind.name,
            [o.name for o in e.offices],
            [t.name for t in e.topics],
            e.published_at.date().isoformat(),
            e.dateline and (e.dateline.places, e.dateline.on.isoformat()),
        )
        for e in editions()
    ] == [
        ("Guardians of Safety:", "News", [mission], [], "2024-12-19", (("SARAJEVO",), "2024-12-19")),
        ("OSCE Presence trains", "News", [presence], [conflict, "Policing", "Youth"], "2024-12-16", None),
        ("OSCE Presence conclu", "News", [presence], [], "2024-12-12", None),
        ("OSCE-supported SALW ", "News", [bishkek], [], "2024-11-21", None),
        (
            "122th Incident Preve",
            "Press release",
            ["OSCE Chairpersonship"],
            [conflict],
            "2024-11-19",
            (("ERGNETI",), "2024-11-19"),
        ),
        ("International traini", "News", [uzbekistan], [conflict], "2024-11-14", None),
        ("Press communiqué of ", "Press release", ["OSCE Chairpersonship"], [conflict], "2024-11-06", None),
    ]
    assert {e.published_precision for e in editions()} == {"day"}
    assert (len(vocabulary.created_offices), vocabulary.created_kinds) == (5, [])
    assert vocabulary.created_topics == [conflict, "Policing", "Youth"]
    assert editions()[0].lead.startswith("Recognizing the critical role of K9 units")


def test_the_seed_listing_is_counted_in_the_archive_as_in_the_file(samples, tmp_path):
    from dateline.archive.embedded import open_reader, open_writer
    from dateline.archive.query import Filter, Query

    text = (samples / "seed-listing" / "listing.txt").read_text()
    take(text)

    with open_writer(tmp_path) as writer:
        writer.apply(log_entries())
    archive = open_reader(tmp_path).current

    answer = archive.query(Query())
    said = [line.partition(": ") for line in text.splitlines()]
    for label, facet, things in (
        ("Content type", answer.facets.kinds, archive.kinds),
        ("Where we are", answer.facets.offices, archive.offices),
        ("What we do", answer.facets.topics, archive.topics),
    ):
        values = [name for key, _, value in said if key == label for name in value.split(", ")]
        name = lambda thing: thing.name("en") if hasattr(thing, "periods") else thing.names["en"]  # noqa: E731
        assert {name(things[count.slug]): count.count for count in facet} == {v: values.count(v) for v in values}
    [item] = archive.query(Query(filter=Filter(topics=("policing",)))).items
    assert item.edition.headline.startswith("OSCE Presence trains school security officers")


def test_a_second_import_changes_nothing():
    first, _ = take(LISTING)
    before = log_entries()

    second, vocabulary = take(LISTING)

    assert (first.new, second.new, second.known) == (3, 0, 3)
    assert log_entries() == before
    assert (vocabulary.created_offices, vocabulary.created_topics, vocabulary.created_kinds) == ([], [], [])


def test_items_of_one_day_keep_the_order_of_the_page():
    take(LISTING)

    assert [edition.headline for edition in editions()] == [
        "Dogs compete in Velda: eight teams show their skill",
        "Course for school guards ends in Kessa",
        "Water report is out",
    ]


def test_a_longer_listing_adds_only_new_items():
    take(LISTING)
    grown = LISTING.replace(
        "Dogs compete",
        "Ferries run again\nPublishing date: 19 December 2024\nContent type: News\nThey do.\nDogs compete",
        1,
    )

    taken, _ = take(grown)

    assert (taken.new, taken.known) == (1, 3)
    assert [edition.headline for edition in editions()][:2] == [
        "Ferries run again",
        "Dogs compete in Velda: eight teams show their skill",
    ]


def test_after_an_interruption_the_rest_is_imported_in_order(monkeypatch):
    from dateline.newsroom.intake import import_items

    monkeypatch.setattr(import_items, "BATCH", 1)
    calls = []

    def interrupted(batch, *, at):
        calls.append(batch)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return publish(batch, at=at)

    publish = actions.publish_imported
    monkeypatch.setattr(actions, "publish_imported", interrupted)
    with pytest.raises(KeyboardInterrupt):
        take(LISTING)
    monkeypatch.setattr(actions, "publish_imported", publish)

    taken, _ = take(LISTING)

    assert (taken.new, taken.known) == (1, 2)
    assert [edition.number for edition in editions()] == [3, 2, 1]
    assert editions()[0].headline.startswith("Dogs compete")


def test_equal_items_are_each_imported_once():
    report = "Daily report\nPublishing date: 16 December 2024\nContent type: Daily report\nNumber {}.\n"
    text = "".join(report.format(number) for number in (3, 2, 1))

    take(text)
    again, _ = take(report.format(4) + text)

    assert (again.new, again.known) == (1, 3)
    assert [edition.lead for edition in editions()] == ["Number 4.", "Number 3.", "Number 2.", "Number 1."]


def test_a_page_imported_as_text_is_recognised_as_html():
    take("".join(f"{t}\nDate: {d}\nType: News\n" for t, d in zip(TITLES, DAYS, strict=True)))

    taken, _ = take(page(items("<div><h3>{link}</h3><span>{long}</span><p>{s}</p></div>")), name="page.html")

    assert (taken.new, taken.known) == (0, 10)


def test_an_item_is_recognised_by_its_address_after_a_change_of_title():
    form = "<div><h3>{link}</h3><span>{long}</span><p>{s}</p></div>"
    take(page(items(form)))

    taken, _ = take(page(items(form).replace("Sues Landlord", "Sues a Landlord")))

    assert (taken.new, taken.known) == (0, 10)
    assert Release.objects.filter(source_key="https://ag.example.gov/news/releases/item-0").count() == 1


def test_known_names_with_commas_stay_one_office():
    an_office("law", names=None)
    Office.objects.get(slug="law").names.update(names={"en": "Office for Law, Order and Peace"})

    _, vocabulary = take(LISTING)

    edition = next(e for e in editions() if e.headline.startswith("Course"))
    assert [(ref.slug, ref.name) for ref in edition.offices] == [
        ("law", "Office for Law, Order and Peace"),
        ("mission-to-dolmara", "Mission to Dolmara"),
    ]
    assert vocabulary.created_offices == ["Water Centre", "Mission to Dolmara (closed)", "Mission in Karvenia"][1:]


def test_an_office_marked_as_closed_is_closed():
    an_office("mission-to-dolmara")

    _, vocabulary = take(LISTING)

    office = Office.objects.get(slug="mission-to-dolmara")
    assert (office.status, vocabulary.closed_offices) == ("closed", ["Mission to Dolmara"])
    assert not Office.objects.filter(slug__contains="closed").exists()
    told = [words(r) for r in log_entries() if r.entry.subject.id == "mission-to-dolmara"]
    assert told[-1].status == "closed"


def test_kinds_and_topics_are_matched_in_any_language():
    a_topic("policing", names={"en": "Policing", "fr": "Police"})
    text = (
        "Titre un\nDate de publication : 4 mars 2021\nType de contenu : Communiqué de presse\n"
        "Ce que nous faisons : Police\n"
    )

    _, vocabulary = take(text, "fr")

    [edition] = editions("fr")
    assert (edition.kind.slug, [t.slug for t in edition.topics]) == ("press-release", ["policing"])
    assert (vocabulary.created_kinds, vocabulary.created_topics) == ([], [])


def test_a_plural_matches_the_kind():
    _, vocabulary = take(
        LISTING.replace("Content type: News", "Content type: Press releases").replace("News\n", "Memo\n")
    )

    assert {edition.kind.slug for edition in editions() if edition.kind} == {"press-release"}
    assert Kind.objects.count() == 7
    assert vocabulary.created_kinds == []


def test_an_unknown_kind_is_created_and_reported():
    _, vocabulary = take(LISTING.replace("Content type: News", "Content type: Weekly letter"))

    assert vocabulary.created_kinds == ["Weekly letter"]
    assert Kind.objects.get(slug="weekly-letter").names == {"en": "Weekly letter"}


def test_days_begin_in_the_zone_of_the_newsroom():
    newsroom = NewsroomSettings.current()
    newsroom.time_zone = "Asia/Tokyo"
    actions.set_newsroom(newsroom, at=NOON)

    take(LISTING)

    assert editions()[0].published_at == dt.datetime(2024, 12, 19, tzinfo=ZoneInfo("Asia/Tokyo"))
    again, _ = take(LISTING)
    assert again.known == 3


def test_imported_texts_belong_to_their_lead_office_and_are_live():
    take(LISTING)

    text = ReleasePage.objects.get(headline__startswith="Dogs")
    assert text.live
    assert text.get_parent().specific.office.slug == "mission-in-karvenia"
    assert (text.release.published_precision, text.dateline_places) == ("day", ["VELDA"])


def test_rejected_items_are_written_to_a_file_that_can_be_corrected_and_imported(tmp_path):
    broken = LISTING.replace("date: 19 December 2024", "date: 19 December 20244")
    listing = read_listing(broken.encode(), "a/odd name?.txt", "en")

    kept = write_rejects(listing, "en", tmp_path / "intake")
    again = write_rejects(listing, "en", tmp_path / "intake")

    assert kept == again
    assert [path.name for path in (tmp_path / "intake").iterdir()] == [kept.name]
    assert kept.name.startswith("odd-name-")
    take(broken)
    taken, _ = take(kept.read_text().replace("20244\n", "2024\n"))
    assert taken.new == 1
    assert editions()[0].headline.startswith("Dogs compete")
    assert write_rejects(read_listing(LISTING.encode(), "x", "en"), "en", tmp_path) is None


def test_a_rejected_item_of_html_is_corrected_as_text(tmp_path):
    body = items("<div><h3>{link}</h3><time>{british}</time><p>{s}</p></div>").replace("11 February 2026", "today", 1)
    listing = read_listing(page(body), "page.html", "en")

    text = write_rejects(listing, "en", tmp_path).read_text()

    taken, _ = take(text.replace("Publishing date: today", "Publishing date: 11 February 2026"))
    assert taken.new == 1
    assert Release.objects.get().source_key == "https://ag.example.gov/news/releases/item-0"


def test_the_log_is_locked_for_less_than_200_ms_at_a_time():
    rows = "".join(
        f"Title number {n} of many\nPublishing date: 4 March 2021\nContent type: News\nWhere we are: Mission {n % 7}\n"
        f"What we do: Topic {n % 5}\nVIENNA, 4 March 2021 – The text of number {n}.\n"
        for n in range(200)
    )
    held, began = [], []

    def watch(execute, sql, *rest):
        if "publication_loghead" in sql.lower() and (sql.startswith("UPDATE") or "FOR UPDATE" in sql) and not began:
            began.append(time.monotonic())
        if sql.startswith(("RELEASE SAVEPOINT", "COMMIT")) and began:
            held.append(time.monotonic() - began.pop())
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        taken, _ = take(rows)

    assert taken.new == 200
    assert held
    assert sorted(held)[len(held) // 2] < 0.2
    assert Topic.objects.count() == 5
