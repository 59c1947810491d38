"""The media kit: made from the edition alone, the same bytes each time, public and gone with it."""

import io
import zipfile

import msgspec
import pytest
from PIL import Image

from dateline.editions.entry import words
from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.editions import kits, pictures
from dateline.newsroom.desk.models import PublicFile
from dateline.newsroom.publication.files import all_named, unnamed
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    edit,
    image_bytes,
    log_entries,
    minutes,
    schedule,
)
from tests.support.desk.recordings import MP4, VTT, a_recording, block, mp3

pytestmark = pytest.mark.django_db

TERMS = {"credit": "Ana Lind", "rights_holder": "Teva", "usage_terms": "News only", "expires_on": NOON.date()}


def edition_of(text):
    return words(log_entries(text)[-1])


def kit_of(edition):
    return zipfile.ZipFile(io.BytesIO(pictures.stored(edition.media_kit.file).read_bytes()))


def a_rich_text(**facts):
    picture = a_picture(
        data=image_bytes((2500, 1000)), caption={"en": "The bridge", "fr": "Le pont"}, alt={"en": "A bridge"}, **TERMS
    )
    other = a_picture("Other", data=image_bytes(colour="red"), name="o.jpg")
    body = [
        ("text", "<p>It <b>opened</b> &amp; stays for 10<sup>6</sup> days.</p>"),
        ("figure", {"picture": other, "alt": "Other", "caption": "<i>"}),
        ("figure", {"picture": picture, "alt": "", "caption": ""}),
        ("quote", {"text": "At last!", "speaker": "Aida Kolm", "role": "mayor"}),
    ]
    return a_published(picture=picture, body=body, dateline_places=["VELDA"], **facts)


def test_the_kit_holds_text_pictures_and_rights():
    edition = edition_of(a_rich_text())

    kit = kit_of(edition)

    assert kit.namelist() == ["text.txt", "text.html", "rights.txt", "images/01.jpg", "images/02.jpg"]
    plain, page, rights = (kit.read(name).decode() for name in kit.namelist()[:3])
    assert plain.startswith(
        f"Bridge opens\n\nVELDA, 3 June 2024, № {edition.number}\n\nIt opened today.\n\nIt opened & stays for 10⁶ days."
    )
    assert "At last!\n— Aida Kolm, mayor" in plain
    assert "<p>It <b>opened</b> &amp; stays for 10<sup>6</sup> days.</p>" in page
    assert '<img src="images/01.jpg" alt="A bridge"><figcaption>The bridge Ana Lind</figcaption>' in page
    assert "&lt;i&gt;" in page
    for line in ("images/01.jpg", "Rights holder: Teva", "Usage terms: News only", "Last day of use: 3 June 2024"):
        assert line in rights
    assert "Usage terms: not stated: ask the press contact" in rights


def test_pictures_come_in_full_size_without_their_metadata():
    kit = kit_of(edition_of(a_rich_text()))

    assert Image.open(kit.open("images/01.jpg")).size == (2500, 1000)
    assert not Image.open(kit.open("images/01.jpg")).getexif()


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Titulaire des droits"), ("ar", "صاحب الحقوق"), ("de", "Rights")]
)
def test_what_we_say_in_it_is_in_the_language_of_the_text(language, word):
    kit = kit_of(edition_of(a_rich_text(language=language)))

    assert word in kit.read("rights.txt").decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in kit.read("text.html").decode()


def test_the_same_edition_makes_the_same_bytes(monkeypatch):
    edition = edition_of(a_rich_text())
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    again = kits.zipped(msgspec.structs.replace(edition, media_kit=None))

    assert again == pictures.stored(edition.media_kit.file).read_bytes()
    assert all(member.date_time == (1980, 1, 1, 0, 0, 0) for member in kit_of(edition).infolist())


def test_a_draft_and_a_scheduled_text_have_no_kit():
    text = a_draft()
    schedule(text, live_at=minutes(5))

    from dateline.newsroom.desk.ports.preview import draft_edition

    assert draft_edition(text).media_kit is None
    assert not PublicFile.objects.filter(recipe__startswith="kit").exists()
    actions.go_live(text.release, ["en"], at=minutes(5))
    assert edition_of(text).media_kit.file in set(all_named())


def test_a_new_edition_has_a_new_kit_and_removal_takes_it_away():
    text = a_published()
    first = edition_of(text).media_kit.file
    edit(text, headline="Bridge opened")

    [update] = actions.publish(text, by=None, at=minutes(1))
    second = edition_of(text).media_kit.file
    assert first in unnamed(update.position)
    assert (first in set(all_named()), second in set(all_named())) == (False, True)
    [removal] = actions.perform("remove", text, by=None, at=minutes(2), note="By mistake.").entries

    assert second in unnamed(removal.position)
    assert second not in set(all_named())


def test_each_language_has_its_own_kit():
    english = a_draft()
    edit(actions.add_translation(english, "fr", by=None), headline="Le pont ouvre")

    actions.publish(english.release, by=None, at=NOON)

    files = {words(record).media_kit.file for record in log_entries()[-2:]}
    assert len(files) == 2


def test_a_kit_without_a_pictures_file_is_a_sentence():
    edition = edition_of(a_rich_text())
    pictures.stored(edition.picture.full.file).unlink()

    with pytest.raises(errors.FileRefusedError):
        kits.zipped(edition)


def test_the_kit_holds_recordings_with_captions_transcripts_and_rights(monkeypatch):
    video = a_recording("Film", data=MP4, name="a.mp4", captions={"en": VTT}, caption={"en": "At dawn"}, **TERMS)
    sound = a_recording("Interview", data=mp3(2), credit="Jon Vey")
    elsewhere = a_recording("Elsewhere", url="https://youtu.be/abc", sort="video")
    edition = edition_of(a_published(body=[block(video), block(sound), block(elsewhere)]))

    kit = kit_of(edition)
    monkeypatch.setattr(kits, "MAX_RECORDINGS_BYTES", len(MP4) + 1)
    smaller = zipfile.ZipFile(io.BytesIO(kits.zipped(edition)))

    assert kit.namelist()[3:] == ["recordings/01.mp4", "recordings/01.en.vtt", "recordings/02.mp3"]
    assert (kit.read("recordings/01.mp4"), kit.read("recordings/01.en.vtt").decode()) == (MP4, VTT)
    assert "[Film]\n\nAt dawn\n\nThe bridge is open.\n\nCars cross it." in kit.read("text.txt").decode()
    assert "[Elsewhere: https://youtu.be/abc]" in kit.read("text.txt").decode()
    rights = kit.read("rights.txt").decode()
    assert "recordings/01.mp4\nCaption: At dawn\nCredit: Ana Lind\nRights holder: Teva" in rights
    assert "recordings/02.mp3\nCredit: Jon Vey\nUsage terms: not stated" in rights
    assert smaller.namelist()[3:] == ["recordings/01.mp4", "recordings/01.en.vtt"]
    assert (
        "“Interview” (too large for this kit: see the page of the release)\nCredit: Jon Vey"
        in smaller.read("rights.txt").decode()
    )
