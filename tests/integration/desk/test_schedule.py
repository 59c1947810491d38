"""Scheduled texts go live on time, once, and the public learns nothing before."""

import pytest

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.actions.due import due, run_due
from dateline.newsroom.desk.models import Release
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    edit,
    image_bytes,
    log_entries,
    minutes,
    schedule,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_scheduled_text_goes_live_when_it_is_due_and_not_before():
    text = a_draft()
    schedule(text, by=None, at=NOON, live_at=minutes(10))

    assert run_due(minutes(9.99)) == []
    [entry] = run_due(minutes(10))

    text.refresh_from_db()
    assert (entry.change, entry.at) == ("published", minutes(10))
    assert (text.state, text.scheduled_at, text.live) == ("published", None, True)


def test_running_twice_publishes_once():
    schedule(a_draft(), by=None, at=NOON, live_at=minutes(10))

    assert len(run_due(minutes(11)) + run_due(minutes(11))) == 1


def test_languages_scheduled_for_one_instant_go_together():
    english = a_draft()
    french = edit(actions.add_translation(english, "fr", by=None), headline="Le pont ouvre")
    schedule(english.release, by=None, at=NOON, live_at=minutes(10))

    [(release, languages)] = due(minutes(10))
    entries = run_due(minutes(10))

    assert (release, languages) == (french.release, ["en", "fr"])
    assert [entry.subject.language for entry in entries] == ["en", "fr"]


def test_scheduling_tells_the_public_nothing():
    before = len(log_entries())

    schedule(a_draft(), by=None, at=NOON, live_at=minutes(10))

    assert len(log_entries()) == before


def test_unscheduled_texts_stay_approved():
    text = a_draft()
    schedule(text, by=None, at=NOON, live_at=minutes(10))

    actions.perform("unschedule", text, by=None, at=NOON)

    text.refresh_from_db()
    assert (text.state, run_due(minutes(20))) == ("approved", [])


def test_the_past_cannot_be_scheduled_nor_what_is_public_already():
    with pytest.raises(errors.IncompleteError):
        schedule(a_draft(), by=None, at=NOON, live_at=NOON)
    with pytest.raises(errors.WrongStateError):
        schedule(a_published(), by=None, at=NOON, live_at=minutes(10), languages=["en"])


def test_one_release_that_cannot_go_live_does_not_hold_back_the_others():
    broken, sound = a_draft("Broken"), a_draft("Sound")
    for text in (broken, sound):
        schedule(text, by=None, at=NOON, live_at=minutes(10))
    Release.objects.filter(pk=broken.release_id).update(kind=None)

    [entry] = run_due(minutes(10))

    assert entry.subject.id == str(sound.release_id)
    broken.refresh_from_db()
    assert broken.state == "scheduled"


def test_two_processes_that_notice_at_once_publish_once(monkeypatch):
    text = a_draft()
    schedule(text, by=None, at=NOON, live_at=minutes(10))
    found = due(minutes(10))
    monkeypatch.setattr("dateline.newsroom.desk.actions.due.due", lambda _now: found)

    first, second = run_due(minutes(10)), run_due(minutes(10))

    assert (len(first), second, len(log_entries(text))) == (1, [], 1)


def test_a_text_put_off_after_it_was_found_due_waits_for_its_new_moment(monkeypatch):
    text = a_draft()
    schedule(text, by=None, at=NOON, live_at=minutes(10))
    found = due(minutes(10))
    schedule(text, by=None, at=minutes(10), live_at=minutes(60))
    with monkeypatch.context() as patched:
        patched.setattr("dateline.newsroom.desk.actions.due.due", lambda _now: found)
        assert run_due(minutes(10)) == []

    text.refresh_from_db()
    assert (text.state, text.scheduled_at) == ("scheduled", minutes(60))
    assert [entry.at for entry in run_due(minutes(60))] == [minutes(60)]


def test_one_language_put_off_does_not_hold_back_the_others_longer_than_a_call(monkeypatch):
    english = a_draft()
    french = edit(actions.add_translation(english, "fr", by=None), headline="Le pont ouvre")
    schedule(english.release, by=None, at=NOON, live_at=minutes(10))
    found = due(minutes(10))
    schedule(french, by=None, at=minutes(9), live_at=minutes(60))
    with monkeypatch.context() as patched:
        patched.setattr("dateline.newsroom.desk.actions.due.due", lambda _now: found)
        assert run_due(minutes(10)) == []

    assert [entry.subject.language for entry in run_due(minutes(11))] == ["en"]


def test_publishing_a_release_leaves_what_is_scheduled_to_its_moment():
    english = a_draft()
    french = actions.add_translation(english, "fr", by=None)
    schedule(french, by=None, at=NOON, live_at=minutes(60))

    entries = actions.publish(english.release, by=None, at=minutes(1))

    assert [entry.subject.language for entry in entries] == ["en"]


def test_what_a_scheduled_text_shows_cannot_be_changed_in_the_library(client):
    picture, other = a_picture(alt={"en": "A bridge"}), a_picture("Other", image_bytes(colour="red"))
    text = a_draft(picture=picture)
    schedule(text, live_at=minutes(10))
    client.force_login(a_superuser())
    address = f"/images/{picture.pk}/"
    given = {"title": "Bridge", "credit": "Somebody else", "collection": picture.collection_id}

    refused = client.post(address, given)
    client.post(f"/images/{other.pk}/", {**given, "title": "Other"})

    picture.refresh_from_db()
    other.refresh_from_db()
    assert "is scheduled and cannot be changed" in refused.content.decode()
    assert (picture.credit, other.credit) == ("", "Somebody else")

    actions.perform("unschedule", text, by=None, at=NOON)
    client.post(address, given)
    picture.refresh_from_db()
    assert picture.credit == "Somebody else"
