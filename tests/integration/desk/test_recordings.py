"""The library of recordings: what comes in, who sees it, and what readers get of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from wagtail.models import Collection, ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from dateline.editions.entry import words
from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.models import NewsImage, PublicFile, Recording, ReleasePage, Role
from dateline.newsroom.desk.models.offices import shared_shelf
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.publication.files import all_named, unnamed
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    a_user,
    an_office,
    approved,
    image_bytes,
    log_entries,
    minutes,
)
from tests.support.desk.recordings import MP4, SRT, VTT, a_recording, block, mp3

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://www.youtube.com/watch?v=abc"


def member(role, office=None):
    user = a_user()
    role_groups.give(user, role, office)
    return user


def put(thing, office):
    thing.collection = office.shelf.collection
    thing.save()
    return thing


def form(*, file=None, transcripts=(("en", "It is open."),), captions=None, **facts):
    rows = [{"language": language, "text": text, "ORDER": ""} for language, text in transcripts]
    given = {
        "title": "Opening",
        "url": "",
        "sort": "",
        "poster": "",
        "transcripts": inline_formset(rows),
        "caption_0": "",
        "credit": "",
        "rights_holder": "",
        "usage_terms": "",
        "expires_on": "",
        **facts,
    }
    sent = nested_form_data(given)
    if file is not None:
        sent["file"] = SimpleUploadedFile(*file)
    if captions is not None:
        sent["transcripts-0-captions"] = SimpleUploadedFile("c.vtt", captions)
    return sent


def edition_of(text):
    return words(log_entries(text)[-1])


def test_an_upload_is_read_and_kept_with_its_transcript_and_captions(client):
    office = an_office("here")
    user = member(Role.AUTHOR, office)
    client.force_login(user)

    answer = client.post("/recordings/new/", form(file=("opening.mp4", MP4), captions=SRT.encode(), credit="Ana Lind"))

    assert answer.status_code == 302
    recording = Recording.objects.get()
    assert (recording.sort, recording.type, recording.duration_s, recording.width) == ("video", "video/mp4", 10, 64)
    assert (recording.size_bytes, recording.uploaded_by_user) == (len(MP4), user)
    assert recording.collection == office.shelf.collection
    assert recording.file.read() == MP4
    spoken = recording.transcripts.get()
    assert (spoken.language, spoken.text) == ("en", "It is open.")
    assert spoken.captions.startswith("WEBVTT")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"file": ("a.mp4", MP4[:1000])}, "cut off"),
        ({"file": ("a.mp4", b"<script>alert(1)</script>")}, "two formats at once"),
        ({"file": ("a.mp4", mp3())}, "not what its name says"),
        ({"file": ("a.wav", b"RIFF")}, "can be played everywhere"),
        ({"file": ("a.mp4", b"")}, "empty"),
        ({"file": ("a.mp4", MP4), "url": ELSEWHERE}, "either a file or an address"),
        ({}, "either a file or an address"),
        ({"url": "https://example.com/video", "sort": "video"}, "not on the list"),
        ({"url": ELSEWHERE}, "Say whether it is video or sound"),
        ({"file": ("a.mp4", MP4), "captions": b"Hello"}, "This file contains no captions"),
        ({"file": ("a.mp4", MP4), "transcripts": [("english", "x")]}, "not a language tag"),
        ({"file": ("a.mp4", MP4), "transcripts": [("en", "")]}, "required"),
    ],
)
def test_what_cannot_be_played_everywhere_is_refused_with_a_sentence(client, sent, sentence):
    client.force_login(a_superuser())

    page = client.post("/recordings/new/", form(**sent))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Recording.objects.exists()


def test_a_file_above_the_limit_is_refused(client, settings):
    settings.RECORDING_MAX_BYTES = 1024
    client.force_login(a_superuser())

    page = client.post("/recordings/new/", form(file=("a.mp4", MP4)))

    assert "too large: at most 1.0\xa0KB" in page.content.decode()


def test_something_elsewhere_is_kept_by_its_address(client):
    client.force_login(a_superuser())

    client.post("/recordings/new/", form(url=ELSEWHERE, sort="video"))

    assert Recording.objects.get().url == ELSEWHERE


def test_the_database_takes_neither_both_nor_none():
    for facts in ({"file": "", "url": ""}, {"file": "recordings/a.mp3", "url": ELSEWHERE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recording.objects.create(title="x", sort="audio", **facts)


@pytest.mark.django_db(transaction=True)
def test_another_file_takes_the_place_of_the_old_one(client):
    client.force_login(a_superuser())
    recording = a_recording(transcripts={})
    old = recording.file.name

    client.post(f"/recordings/edit/{recording.pk}/", form(file=("opening.mp4", MP4), collection=shared_shelf()))

    recording.refresh_from_db()
    assert (recording.sort, recording.file.read()) == ("video", MP4)
    assert recording.file.name != old
    assert not recording.file.storage.exists(old)


def test_captions_stay_are_replaced_and_go(client):
    client.force_login(a_superuser())
    recording = a_recording(captions={"en": VTT})
    key = recording.transcripts.get().pk
    row = {"id": key, "language": "en", "text": "It is open.", "ORDER": ""}
    sent = {"title": "x", "collection": shared_shelf(), "url": "", "sort": "", "poster": "", "caption_0": ""}
    plain = nested_form_data({**sent, "transcripts": inline_formset([row], initial=1)})
    address = f"/recordings/edit/{recording.pk}/"

    assert "There are captions" in client.get(address).content.decode()
    client.post(address, plain)
    assert recording.transcripts.get().captions == VTT
    client.post(
        address, plain | {"transcripts-0-captions": SimpleUploadedFile("x.vtt", VTT.replace("bridge", "road").encode())}
    )
    assert "road" in recording.transcripts.get().captions
    client.post(address, plain | {"transcripts-0-captions-clear": "on"})
    assert recording.transcripts.get().captions == ""


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.CHIEF])
def test_nothing_tells_one_office_what_lies_on_the_shelf_of_another(client, role):
    here, there = an_office("here"), an_office("there")
    secret = put(a_recording("Xylophone secret"), there)
    own = put(a_recording("Our own"), here)
    client.force_login(member(role, here))

    for address in (
        "/recordings/",
        "/recordings/?q=Xylophone",
        "/recordings/results/?q=Xylophone",
        f"/recordings/edit/{secret.pk}/",
        f"/recordings/delete/{secret.pk}/",
        "/recordings/choose/",
        "/recordings/choose/results/?q=Xylophone",
        f"/recordings/choose/chosen/{secret.pk}/",
        f"/recordings/choose/chosen-multiple/?id={secret.pk}",
        f"/recordings/history/{secret.pk}/",
        f"/recordings/usage/{secret.pk}/",
        secret.file.url,
    ):
        response = client.get(address)
        said = b"".join(response) if response.streaming else response.content
        assert b"Xylophone secret" not in said, address
        assert not response.headers.get("Content-Type", "").startswith("audio/"), address
    assert client.post(f"/recordings/edit/{secret.pk}/", form(title="Taken")).status_code in {302, 404}
    client.post(f"/recordings/delete/{secret.pk}/")
    assert Recording.objects.get(pk=secret.pk).title == "Xylophone secret"
    assert "Our own" in client.get("/recordings/").content.decode()
    assert "Our own" in client.get("/recordings/choose/").json()["html"]
    assert "Our own" in client.get(f"/recordings/choose/chosen/{own.pk}/").content.decode()
    assert client.get(own.file.url).headers["Content-Type"] == "audio/mpeg"


def test_a_recording_of_another_office_is_refused_in_a_text_and_a_poster_on_a_recording(client):
    here, there = an_office("here"), an_office("there")
    secret, poster = put(a_recording(), there), put(a_picture("Xylophone"), there)
    user = member(Role.EDITOR, here)
    text = a_draft(by=user, office=here)
    client.force_login(user)
    sent = {
        "language": "en",
        "headline": "Bridge",
        "lead": "It opened.",
        "kind": text.release.kind_id,
        "body": streamfield([("recording", {"recording": secret.pk, "caption": ""})]),
        "contacts": streamfield([]),
        "boilerplate": rich_text(""),
        "notes": rich_text(""),
        "dateline_places": "",
        "slug": text.slug,
        "comments": inline_formset([]),
    }

    answer = client.post(f"/pages/{text.pk}/edit/", nested_form_data(sent))
    page = client.post("/recordings/new/", form(file=("a.mp3", mp3()), poster=poster.pk))

    assert "is in the collection of another office" in answer.content.decode()
    assert "is in the collection of another office" in page.content.decode()
    assert Recording.objects.count() == 1


def test_a_shelf_with_recordings_is_not_deleted(client):
    shelf = Collection.get_first_root_node().add_child(name="Old films")
    recording = a_recording()
    recording.collection = shelf
    recording.save()
    client.force_login(a_superuser())

    assert "1 recording" in client.get(f"/collections/{shelf.pk}/delete/").content.decode()
    client.post(f"/collections/{shelf.pk}/delete/")

    assert Recording.objects.filter(pk=recording.pk).exists()


def test_what_texts_use_is_not_deleted_and_the_rest_is(client):
    recording, other = a_recording(), a_recording("Other", data=mp3(1))
    ReferenceIndex.create_or_update_for_object(a_published(body=[block(recording)]))  # in life the worker does this
    client.force_login(a_superuser())

    page = client.post(f"/recordings/delete/{recording.pk}/", follow=True)
    client.post(f"/recordings/delete/{other.pk}/")

    assert "Bridge opens" in page.content.decode()
    assert list(Recording.objects.all()) == [recording]


def test_readers_get_the_file_its_poster_captions_and_transcript_in_their_language():
    poster = a_picture("Poster", alt={"en": "A bridge"})
    recording = a_recording(
        data=MP4,
        name="a.mp4",
        poster=poster,
        caption={"en": "At dawn"},
        credit="Ana Lind",
        transcripts={"en": "One.\r\n\r\n \r\n\r\nTwo.\r\nThree.", "fr": "Un."},
        captions={"fr": VTT},
    )
    english = a_published(body=[block(recording)])
    german = a_published("Brücke", language="de", body=[block(recording, "Morgens")])

    told = edition_of(english).body[0]

    assert edition_of(english).schema == 3
    assert (told.sort, told.type, told.duration_s, told.width, told.height) == ("video", "video/mp4", 10, 64, 48)
    assert pictures.stored(told.file).read_bytes() == MP4
    assert (told.transcript, told.transcript_language) == ("One.\n\nTwo.\nThree.", "en")
    assert [one.language for one in told.captions] == ["fr"]
    assert pictures.stored(told.captions[0].file).read_text() == VTT
    assert (told.caption, told.credit, told.poster.alt) == ("At dawn", "Ana Lind", "A bridge")
    assert edition_of(german).body[0].caption == "Morgens"
    assert edition_of(german).body[0].transcript_language == "en"
    named = {told.file, told.captions[0].file, *(one.file for one in told.poster.renditions), told.poster.full.file}
    assert named <= set(all_named())


def test_editions_without_a_recording_are_what_they_were():
    assert edition_of(a_published()).schema == 2


def test_something_elsewhere_is_told_with_its_provider_and_no_file():
    recording = a_recording(url=ELSEWHERE, sort="video", captions={"en": VTT})

    edition = edition_of(a_published(body=[block(recording)]))
    told = edition.body[0]

    assert (told.url, told.provider, told.file, told.captions) == (ELSEWHERE, "YouTube", "", ())
    assert told.transcript.startswith("The bridge is open.")
    assert "" not in set(edition.files())


def test_another_transcript_voids_an_approval():
    recording = a_recording()
    text = approved(a_draft(body=[block(recording)]))
    recording.transcripts.update(text="Something else.")

    with pytest.raises(errors.ApprovalVoidError):
        actions.publish(text, by=None, at=NOON)


def test_a_recording_whose_rights_ended_is_not_published():
    recording = a_recording(expires_on=NOON.date())
    text = a_draft(body=[block(recording)])

    with pytest.raises(errors.RecordingExpiredError, match="The opening"):
        actions.publish(text, by=None, at=minutes(24 * 60))
    actions.publish(text, by=None, at=NOON)


def test_a_recording_that_is_gone_or_without_its_file_stops_the_text_with_a_sentence():
    gone, lost = a_recording(), a_recording(data=mp3(1))
    first, second = a_draft(body=[block(gone)]), a_draft(body=[block(lost)])
    gone.delete()
    lost.file.storage.delete(lost.file.name)

    with pytest.raises(errors.IncompleteError, match="no longer exists"):
        actions.publish(first, by=None, at=NOON)
    with pytest.raises(errors.FileRefusedError, match="missing"):
        actions.publish(second, by=None, at=NOON)


def test_removal_unnames_all_files_of_a_recording():
    recording = a_recording(data=MP4, name="a.mp4", captions={"en": VTT}, poster=a_picture())
    text = a_published(body=[block(recording)])
    told = edition_of(text).body[0]
    files = {told.file, told.captions[0].file, *(one.file for one in told.poster.renditions)}
    assert files <= set(all_named())

    entry = actions.perform("remove", text, by=None, at=minutes(1), note="It was wrong.").entries[0]

    assert not files & set(all_named())
    assert files <= set(unnamed(entry.position))


def test_erasing_takes_what_nothing_else_uses_with_captions_and_poster():
    own = a_recording(
        "own", data=MP4, name="a.mp4", captions={"en": VTT}, poster=a_picture("own", image_bytes(colour="red"))
    )
    shared = a_recording("shared", data=mp3(1), poster=a_picture("shared"))
    text = a_published(body=[block(own), block(shared)])
    a_published("Other", body=[block(shared)])
    told = edition_of(text).body[0]
    gone = [pictures.stored(told.file), pictures.stored(told.captions[0].file)]
    assert all(path.exists() for path in gone)

    erasure = actions.ask_erasure(text.release, by=a_superuser(), at=NOON, reason="Judgment")
    actions.erase(erasure, by=a_superuser(), at=minutes(1))

    assert list(Recording.objects.all()) == [shared]
    assert [picture.title for picture in NewsImage.objects.all()] == ["shared"]
    assert not any(path.exists() for path in gone)
    assert not PublicFile.objects.filter(source__in=own.sources).exists()


def test_a_translation_keeps_the_recording():
    text = a_published(body=[block(a_recording())])

    french = actions.add_translation(text, "fr", by=None)

    assert [one.block_type for one in ReleasePage.objects.get(pk=french.pk).body] == ["recording"]
