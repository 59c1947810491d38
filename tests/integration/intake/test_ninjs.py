"""Export as ninjs, import into an empty newsroom, export again: equal, except for what `tests.support.moved` lists."""

import datetime as dt
import json
import uuid

import pytest

from dateline.editions.entry import words
from dateline.editions.parts import Ref
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Kind, NewsImage, NewsroomSettings, Office, Release, ReleasePage, Topic
from dateline.newsroom.intake.import_items import newsroom_zone
from dateline.newsroom.intake.ninjs.documents import find_documents, read_newsroom_export
from dateline.newsroom.intake.ninjs.media import MediaImporter, local_files
from dateline.newsroom.intake.ninjs.newsroom_setup import set_up_newsroom
from dateline.newsroom.intake.ninjs.reader import ReaderSettings, read_document
from dateline.newsroom.intake.ninjs.run import import_texts
from dateline.newsroom.publication import log as real_log
from dateline.newsroom.publication.check import check
from tests.support.archives import bulk
from tests.support.archives.demo import demo_log
from tests.support.desk import builders as desk
from tests.support.desk import files
from tests.support.editions import Log, a_kind, a_newsroom, an_edition, an_office
from tests.support.moved import as_from_the_desk, documents, export

NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def nothing(_address, _max_bytes):
    raise AssertionError("nothing is to be fetched")


def items_of(source, **options):
    reader = ReaderSettings(**{"language": "", "zone": newsroom_zone(), "now": NOW, **options})
    return [read_document(found.document, found.where, reader) for found in find_documents(str(source), nothing)]


def take(source, **options):
    return import_texts(items_of(source, **options), MediaImporter(local_files(str(source)), None), at=NOW)


def records():
    return [record for some in real_log.records() for record in some]


def moved(log, folder, suffix="ninjs.json"):
    """Export a log, import it, export again; return the outcome and both exports."""
    export(log.records, folder / "first", suffix)
    set_up_newsroom(read_newsroom_export(str(folder / "first")), at=NOW)
    outcome = take(folder / "first")
    export(records(), folder / "second", suffix)
    return outcome, documents(folder / "first"), documents(folder / "second")


def a_document(**changes):
    return {
        "uri": "urn:example:1", "type": "text", "language": "en", "title": "Bridge opens", "version": "1",
        "firstCreated": "2024-06-03T12:00:00Z", **changes,
    }  # fmt: skip


def written(tmp_path, *given):
    folder = tmp_path / f"documents-{uuid.uuid4()}"
    folder.mkdir()
    for place, document in enumerate(given):
        (folder / f"{place}.json").write_text(json.dumps(document))
    return folder


def test_the_sample_newsroom_survives_export_and_import(tmp_path):
    log = as_from_the_desk(demo_log(limit=14), tmp_path / "first" / "media")
    said = (words(record) for record in log.records if record.entry.number == 5)
    log.remove(next(edition for edition in said if edition), "A court asked for it.")

    outcome, first, second = moved(log, tmp_path)

    assert outcome.remarks == []
    assert outcome.new == len(first) > 40
    states = {document["pubStatus"] for document in first.values()}
    assert states == {"usable", "withheld", "canceled"}
    assert any(len(one.get("associations", ())) > 1 for one in first.values())
    assert second == first
    assert check(lambda _done, _all: None) is None


def test_the_newsroom_itself_is_exported_and_imported(tmp_path):
    log = demo_log(limit=5)

    moved(log, tmp_path)

    newsroom = next(words(record) for record in log.records if record.entry.subject.kind == "newsroom")
    assert NewsroomSettings.current().name == newsroom.name
    assert NewsroomSettings.current().time_zone == newsroom.time_zone
    before = {r.entry.subject.id: words(r) for r in log.records if r.entry.subject.kind == "office"}
    after = {r.entry.subject.id: words(r) for r in records() if r.entry.subject.kind == "office"}
    assert {slug: (one.periods, one.place, one.parent, one.successor) for slug, one in before.items()} == {
        slug: (one.periods, one.place, one.parent, one.successor) for slug, one in after.items()
    }


@pytest.mark.parametrize("suffix", ["ninjs2.json", "ninjs1.json"])
def test_older_ninjs_versions_survive_export_and_import(tmp_path, suffix):
    log = as_from_the_desk(demo_log(limit=4), tmp_path / "first" / "media")
    export(log.records, tmp_path / "first", suffix)
    set_up_newsroom(read_newsroom_export(str(tmp_path / "first")), at=NOW)

    outcome = take(tmp_path / "first")
    export(records(), tmp_path / "second", suffix)

    first, second = (
        {path.name: json.loads(path.read_bytes()) for path in (tmp_path / name).glob("*.ninjs*")}
        for name in ("first", "second")
    )
    for document in [*first.values(), *second.values()]:
        if document["pubstatus"] == "canceled":
            del document["version"]
    assert outcome.remarks == []
    assert second == first


@pytest.mark.parametrize("every", [60, pytest.param(1, marks=pytest.mark.long)])
def test_the_swiss_federal_news_survive_export_and_import(samples, tmp_path, every):
    messages = list(bulk.lines(samples / bulk.SWISS))[::every]
    log = Log()
    log.set(a_newsroom(), *bulk.swiss_offices(messages), *bulk.swiss_topics(messages))
    for number, message in enumerate(messages, start=1):
        for edition in bulk.swiss_editions(number, message):
            log.publish(edition)
    log = as_from_the_desk(log, tmp_path / "first" / "media")

    outcome, first, second = moved(log, tmp_path)

    assert outcome.remarks == []
    assert len(first) >= 2 * len(messages)
    assert second == first


def test_imported_editions_keep_names_numbers_and_ids(tmp_path):
    old = an_edition(7, offices=(Ref(slug="mission", name="Old\xa0name  of it"),), headline="10\xa0ans\u202f: le  pont")
    new = an_edition(9, offices=(Ref(slug="mission", name="New name"),))
    log = Log()
    log.set(a_newsroom(), a_kind(), an_office("mission"))
    log.publish(old)
    log.publish(new)

    _outcome, first, second = moved(log, tmp_path)

    assert second == first
    assert sorted(Release.objects.values_list("number", "pk")) == [(7, uuid.UUID(int=7)), (9, uuid.UUID(int=9))]
    for _ in range(2):
        actions.publish(desk.a_draft().release, by=None, at=NOW)
    assert set(Release.objects.values_list("number", flat=True)) == {1, 2, 7, 9}


def test_a_second_import_changes_nothing_and_reports_other_versions(tmp_path):
    folder = written(tmp_path, a_document())
    take(folder)
    position = real_log.head().position

    again = take(folder)
    newer = take(written(tmp_path, a_document(version="2", title="Bridge opens late")))

    assert (again.new, again.known, again.remarks) == (0, 1, [])
    assert real_log.head().position == position
    assert ReleasePage.objects.get().headline == "Bridge opens"
    assert [said for _where, said in newer.remarks] == [
        "it was imported as version 1 and stays unchanged; the document has version 2"
    ]


def test_a_language_that_comes_later_joins_its_release(tmp_path):
    take(written(tmp_path, a_document()))
    french = a_document(uri="urn:example:2", language="fr", title="Le pont ouvre")
    french["altIds"] = [{"role": "translationOf", "value": "urn:example:1"}]

    outcome = take(written(tmp_path, a_document(), french))

    assert (outcome.new, outcome.known) == (1, 1)
    assert list(ReleasePage.objects.order_by("language").values_list("language", "translated_from")) == [
        ("en", ""),
        ("fr", "en"),
    ]
    assert Release.objects.count() == 1


def test_a_release_written_here_is_unchanged(tmp_path):
    text = desk.a_draft()
    document = a_document(altIds=[{"role": "release", "value": text.release.pk.urn}])

    outcome = take(written(tmp_path, document, {**document, "uri": "urn:example:2", "language": "fr"}))

    assert (outcome.new, outcome.known) == (0, 1)
    assert any("was written here" in said for _where, said in outcome.remarks)
    assert ReleasePage.objects.get().state == "draft"


def test_a_number_of_another_release_is_not_reused(tmp_path):
    own = desk.a_draft()
    actions.publish(own.release, by=None, at=NOW)

    outcome = take(written(tmp_path, a_document(altIds=[{"role": "number", "value": "1"}])))

    assert sorted(Release.objects.values_list("number", flat=True)) == [1, 2]
    assert [said for _w, said in outcome.remarks] == [
        "another release here has the number 1, so it gets the next free one"
    ]


def test_a_foreign_document_is_cleaned_and_its_terms_are_created(tmp_path):
    body = "<html><head><title>x</title></head><body><h1>Bridge opens</h1><p onclick='x()'>It <b>opened</b>.</p>"
    body += "<script>alert(1)</script>"
    body += "<table><tr><th>Year</th><th>Dead</th></tr><tr><td>2024</td><td>0</td></tr></table></body></html>"
    document = a_document(
        bodies=[{"role": "html5", "contentType": "text/html", "value": body}],
        descriptions=[{"role": "summary", "contentType": "text/plain", "value": "It opened today."}],
        organisations=[
            {"name": "Road Office", "rel": "issuer"},
            {"name": "Costa SpA", "rel": "mentions"},
        ],
        subjects=[{"name": "Roads", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000430"}],
        genres=[{"name": "Bulletin"}],
        edNote="Call us before noon",
    )

    outcome = take(written(tmp_path, document))

    text = ReleasePage.objects.get()
    assert [(block.block_type, str(block.value.source)) for block in text.body if block.block_type == "text"] == [
        ("text", "<p>It <b>opened</b>.</p>")
    ]
    assert text.body[1].value["data"] == [["Year", "Dead"], ["2024", "0"]]
    assert (text.lead, text.release.lead_office.slug, text.release.kind.slug) == (
        "It opened today.", "road-office", "bulletin",
    )  # fmt: skip
    assert Topic.objects.get().slug == "roads"
    said = [said for _where, said in outcome.remarks]
    assert said == [
        "its note to editors is not imported: “Call us before noon”",
        "1 organisations it mentions are not imported",
    ]
    assert [name for _what, names in outcome.created for name in names] == ["Bulletin", "Road Office", "Roads"]


def test_a_picture_is_stored_on_the_shelf_of_its_office_with_its_rights(tmp_path):
    folder = written(tmp_path, a_document(
        organisations=[{"name": "Road Office", "rel": "issuer"}],
        associations=[{
            "name": "featuremedia", "type": "picture", "by": "Ann Lee", "copyrightHolder": "EXO", "usageTerms": "Once",
            "expires": "2027-01-01T00:00:00Z",
            "descriptions": [{"role": "caption", "value": "The bridge"}, {"role": "alt", "value": "A bridge"}],
            "renditions": [
                {"name": "small", "href": "https://example.org/s.jpg", "contentType": "image/jpeg", "width": 10},
                {"name": "wide", "href": "https://example.org/w.jpg", "contentType": "image/jpeg", "width": 800},
            ],
        }],
    ))  # fmt: skip
    (folder / "media").mkdir()
    (folder / "media" / "w.jpg").write_bytes(files.jpeg())

    outcome = take(folder)

    assert outcome.remarks == []
    picture = NewsImage.objects.get()
    assert (picture.credit, picture.rights_holder, picture.usage_terms) == ("Ann Lee", "EXO", "Once")
    assert (picture.alt, picture.caption, picture.expires_on) == (
        {"en": "A bridge"}, {"en": "The bridge"}, dt.date(2026, 12, 31),
    )  # fmt: skip
    assert picture.collection == Office.objects.get().shelf.collection
    assert ReleasePage.objects.get().picture == picture


@pytest.mark.parametrize("data", [None, b"GIF89a rubbish", files.jpeg()[:300], b"<svg onload='alert(1)'/>"])
def test_an_invalid_picture_is_left_out_of_its_text(tmp_path, data):
    renditions = [{"name": "x", "href": "https://example.org/w.jpg", "contentType": "image/jpeg"}]
    folder = written(tmp_path, a_document(associations=[{"type": "picture", "renditions": renditions}]))
    (folder / "media").mkdir()
    if data is not None:
        (folder / "media" / "w.jpg").write_bytes(data)

    outcome = take(folder)

    assert (outcome.new, NewsImage.objects.count()) == (1, 0)
    [(_where, said)] = outcome.remarks
    assert said.startswith("a picture is left out: https://example.org/w.jpg: ")


def test_withdrawn_and_removed_texts_keep_their_states_and_addresses(tmp_path):
    gone = "removed, 2024-06-04T12:00:00Z: A court asked."
    take(written(
        tmp_path,
        a_document(pubStatus="withheld", edNote="withdrawn, 2024-06-04T12:00:00Z: By mistake."),
        a_document(uri="urn:example:2", pubStatus="canceled", edNote=gone, title="secret",
                   altIds=[{"role": "number", "value": "77"}]),
    ))  # fmt: skip

    states = dict(ReleasePage.objects.values_list("release__number", "public_state"))

    assert sorted(states.items()) == [(1, "withdrawn"), (77, "removed")]
    assert "secret" not in ReleasePage.objects.get(public_state="removed").title
    assert [(r.entry.change, r.entry.number) for r in records() if r.entry.subject.kind == "release"] == [
        ("published", 1), ("withdrawn", 1), ("removed", 77),
    ]  # fmt: skip
    assert check(lambda _done, _all: None) is None


def test_the_newsroom_of_an_export_changes_nothing_that_exists(tmp_path):
    desk.an_office("mission")
    Kind.objects.filter(slug="news").update(names={"en": "Ours"})
    export(demo_log(limit=5).records, tmp_path / "first")

    set_up_newsroom(read_newsroom_export(str(tmp_path / "first")), at=NOW)

    assert NewsroomSettings.current().name["en"] == "Newsroom"
    assert Kind.objects.get(slug="news").names == {"en": "Ours"}
    assert Office.objects.count() > 10
