"""Erasing needs two people and a reason, and takes only what nothing else uses."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Comment, PageLogEntry, Revision

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError
from dateline.newsroom.desk.models import Attachment, Erasure, NewsImage, Release, Role
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.publication.check import check
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    a_user,
    an_attachment,
    an_office,
    edit,
    log_entries,
    minutes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _asked(release, by=None):
    return actions.ask_erasure(release, by=by or a_superuser(), at=NOON, reason="Judgment")


def _block(attachment):
    return ("download", {"attachment": attachment, "title": ""})


def test_everything_a_release_said_goes_and_its_entries_stay():
    text = a_published("Secret", lead="Secret lead.")
    edit(text, lead="Secret again.")
    actions.publish(text, by=None, at=minutes(1), change="corrected", note="Secret note.")
    Comment.objects.create(page=text.page_ptr, user=a_superuser(), text="Secret", contentpath="lead")
    french = actions.add_translation(text, "fr", by=None)
    before = [record.entry for record in log_entries(text)]

    entries = actions.erase(_asked(text.release), by=a_superuser(), at=minutes(2))

    text.refresh_from_db()
    french.refresh_from_db()
    assert [entry.change for entry in entries] == ["erased"], "the translation never was public"
    records = log_entries(text)
    assert [record.entry for record in records][:-1] == before
    assert not any(record.edition or record.notice for record in records)
    assert (text.state, french.state, text.headline, text.title, text.live) == ("erased", "erased", "", "—", False)
    assert not Revision.objects.for_instance(text).exists()
    assert not Comment.objects.filter(page=text.pk).exists()
    assert not PageLogEntry.objects.filter(page=text.pk, label__contains="Secret").exists()
    assert check() is None


def test_what_was_removed_can_still_be_erased_with_its_notice():
    text = a_published()
    actions.perform("remove", text, by=None, at=minutes(1), note="Secret notice.")

    actions.erase(_asked(text.release), by=a_superuser(), at=minutes(2))

    assert not any(record.notice for record in log_entries(text))


def test_only_what_nothing_else_uses_is_deleted():
    own, shared, drafted, kept = (an_attachment(name, name.encode()) for name in ("own", "shared", "drafted", "kept"))
    picture, old = a_picture("own"), a_picture("old")
    text = a_published(body=[_block(own), _block(shared), _block(drafted)], picture=old)
    edit(text, picture=picture)
    a_published("Other", body=[_block(shared)])
    edit(a_published("Third"), body=[_block(drafted)])

    actions.erase(_asked(text.release), by=a_superuser(), at=minutes(1))

    assert set(Attachment.objects.all()) == {shared, drafted, kept}
    assert not NewsImage.objects.exists(), "an earlier draft used the one, the latest the other"


def test_one_person_alone_erases_nothing():
    text, person = a_published(), a_superuser()
    asked = _asked(text.release, person)

    with pytest.raises(NotAllowedError):
        actions.erase(asked, by=person, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=asked.pk).update(confirmed_by=person, done_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=asked.pk).update(done_at=NOON)


@pytest.mark.parametrize(("role", "may_ask", "may_confirm"), [
    (Role.AUTHOR, False, False), (Role.EDITOR, False, False), (Role.CHIEF, False, True),
    (Role.ADMINISTRATOR, True, True),
])  # fmt: skip
def test_an_administrator_asks_and_at_least_an_editor_in_chief_confirms(role, may_ask, may_confirm):
    text, person = a_published(office=an_office("chair")), a_user()
    role_groups.give(person, role)
    if may_ask:
        _asked(text.release, person).delete()
    else:
        with pytest.raises(NotAllowedError):
            _asked(text.release, person)
    asked = _asked(text.release)
    if may_confirm:
        assert actions.erase(asked, by=person, at=NOON)
    else:
        with pytest.raises(NotAllowedError):
            actions.erase(asked, by=person, at=NOON)


def test_a_reason_is_needed_and_one_wish_is_open_at_a_time():
    text = a_published()
    with pytest.raises(IncompleteError):
        actions.ask_erasure(text.release, by=a_superuser(), at=NOON, reason="  ")
    asked = _asked(text.release)
    with pytest.raises(IncompleteError):
        _asked(text.release)

    actions.take_back_erasure(asked, by=a_superuser())

    assert _asked(text.release)


def test_confirmed_twice_it_is_done_once():
    asked = _asked(a_published().release)
    actions.erase(asked, by=a_superuser(), at=NOON)

    assert actions.erase(asked, by=a_superuser(), at=NOON) == []


def test_a_draft_that_never_was_public_is_erased_without_an_entry():
    text = a_draft("Secret")

    assert actions.erase(_asked(text.release), by=a_superuser(), at=NOON) == []
    assert Release.objects.filter(pk=text.release_id).exists()


def test_erasing_takes_the_terms_of_an_embargo_and_the_debts_of_a_draft():
    text = a_draft()
    actions.embargo(text.release, until=minutes(9), text="Secret terms", by=a_superuser(), at=NOON)
    assert text.debts.exists()

    actions.erase(_asked(text.release), by=a_superuser(), at=minutes(1))

    release = Release.objects.get()
    assert (release.embargo_until, release.embargo_text) == (None, "")
    assert not text.debts.exists()


def test_a_kill_reaches_what_is_public_and_repeated_changes_nothing():
    text = a_published()
    french = actions.add_translation(text, "fr", by=None)
    russian = actions.add_translation(text, "ru", by=None)
    actions.publish(french, by=None, at=minutes(1))
    notices = {"": "Wrong.", "fr": "Faux."}

    entries = actions.kill(text.release, by=None, at=minutes(2), notices=notices)

    assert [(entry.subject.language, entry.change) for entry in entries] == [("en", "removed"), ("fr", "removed")]
    assert b"Faux." in log_entries(french)[-1].notice
    assert log_entries(text)[0].edition is None
    russian.refresh_from_db()
    assert russian.state == "draft"
    assert actions.kill(text.release, by=None, at=minutes(3), notices=notices) == []


def test_a_kill_needs_a_notice_and_the_role():
    text, editor = a_published(), a_user()
    role_groups.give(editor, Role.EDITOR)

    with pytest.raises(IncompleteError):
        actions.kill(text.release, by=None, at=NOON, notices={"fr": "Faux."})
    with pytest.raises(NotAllowedError):
        actions.kill(text.release, by=editor, at=NOON, notices={"": "Wrong."})
