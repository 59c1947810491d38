"""Recordings survive export and import; missing files are reported."""

import datetime as dt
import shutil
import uuid
from pathlib import Path

import pytest

from dateline.editions.parts import Captions
from dateline.newsroom.desk.models import Recording, ReleasePage
from dateline.newsroom.intake.ninjs.documents import read_newsroom_export
from dateline.newsroom.intake.ninjs.newsroom_setup import set_up_newsroom
from dateline.public.feeds.context import context_of
from dateline.public.formats import newsroom_export
from tests.integration.intake.test_ninjs import NOW, records, take
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_kind, a_newsroom, a_recording, an_edition, an_office
from tests.support.feeds.sound import SITE
from tests.support.moved import as_from_the_desk, documents, export

pytestmark = pytest.mark.django_db


def with_recordings(folder):
    """A release in two languages with a video, a sound and a video elsewhere, its files in ``folder``."""
    timed = tuple(Captions(language=tag, file=f"{tag}.vtt") for tag in ("en", "fr"))
    elsewhere = {"file": "", "type": "", "size_bytes": 0, "width": 0, "height": 0, "duration_s": 0, "captions": ()}
    log = Log()
    log.set(a_newsroom(), a_kind(), an_office("mission"))
    for language, words_said in (("en", "It is open.\n\nCars <cross> it."), ("fr", "Il est ouvert.")):
        said = {"transcript": words_said, "transcript_language": language}
        body = (
            a_recording(captions=timed, caption=f"At dawn ({language})", expires_on=dt.date(2030, 1, 1), **said),
            a_recording(
                sort="audio", title="The speech", file="a.mp3", type="audio/mpeg", poster=None, caption="", **said
            ),
            a_recording(title="Elsewhere", url="https://vimeo.com/7", provider="Vimeo", **elsewhere, **said),
        )
        log.publish(an_edition(5, language, schema=3, body=body))
    return as_from_the_desk(log, folder / "media")


@pytest.mark.parametrize("packed", [False, True])
def test_recordings_survive_export_and_import(tmp_path, packed):
    log = with_recordings(tmp_path / "first")
    export(log.records, tmp_path / "first")
    source = tmp_path / "first"
    if packed:
        source = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", source))

    set_up_newsroom(read_newsroom_export(str(source)), at=NOW)
    outcome = take(source)
    export(records(), tmp_path / "second")

    assert outcome.remarks == []
    assert documents(tmp_path / "second") == documents(tmp_path / "first")
    assert sorted(Recording.objects.values_list("title", flat=True)) == ["Elsewhere", "The opening", "The speech"]
    video = Recording.objects.get(title="The opening")
    assert {one.language for one in video.transcripts.all()} == {"en", "fr"}
    assert video.caption == {"en": "At dawn (en)", "fr": "At dawn (fr)"}
    text = ReleasePage.objects.get(language="fr")
    assert [block.block_type for block in text.body] == ["recording"] * 3


def test_all_files_of_a_recording_are_named_in_the_export(tmp_path):
    log = with_recordings(tmp_path / "first")
    archive = NaiveArchive(log.records)
    place = context_of(archive, "en", public_url=SITE, full=True)

    for _name, _document, named in newsroom_export.texts(archive, 5, place, "ninjs.json"):
        assert set(named) == {path.name for path in (tmp_path / "first" / "media").iterdir()}


def test_missing_files_of_a_recording_are_reported_and_the_text_is_imported(tmp_path, settings):
    log = with_recordings(tmp_path / "first")
    export(log.records, tmp_path / "first")
    media = tmp_path / "first" / "media"
    next(media.glob("*.mp3")).unlink()
    for captions in media.glob("*.vtt"):
        captions.write_bytes(b"\xff\0 no captions")
    settings.RECORDING_MAX_BYTES = 1_000

    outcome = take(tmp_path / "first")

    said = [remark for _where, remark in outcome.remarks]
    assert ReleasePage.objects.count() == 2
    assert [one for one in said if "recording is left out" in one and "is larger than" in one and ".mp4" in one]
    assert [one for one in said if "recording is left out" in one and "is not beside the documents" in one]
    assert list(Recording.objects.values_list("title", flat=True)) == ["Elsewhere"]

    settings.RECORDING_MAX_BYTES = 1_000_000
    outcome = take(re_identified(tmp_path / "first"))
    said = [remark for _where, remark in outcome.remarks]
    assert len([one for one in said if "captions of “The opening” are left out" in one and "not captions" in one]) == 4
    assert Recording.objects.filter(title="The opening").count() == 1


def re_identified(folder):
    """The same documents as those of another release."""
    release = next(iter(documents(folder).values()))["altIds"][1]["value"].removeprefix("urn:uuid:")
    other = str(uuid.uuid4())
    for path in folder.glob("*.ninjs*.json"):
        path.write_text(path.read_text().replace(release, other))
    return folder
