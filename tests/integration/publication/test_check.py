"""The log is damaged behind its guards, as a broken disk or a clever administrator would."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from dateline.editions.canonical import canonical
from dateline.editions.entry import Subject
from dateline.editions.newsroom import Notice
from dateline.newsroom.publication import check as checking
from dateline.newsroom.publication import log
from dateline.newsroom.publication.check import check
from dateline.newsroom.publication.models import LogEntry, LogHead, LogWords
from dateline.newsroom.publication.triggers import TRIGGERS
from tests.support.editions import NOON, SALT, an_edition

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@contextmanager
def unguarded():
    """Take the guards away; the rollback of the test brings them back."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            table = name.rpartition("_no_")[0]
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    yield


@pytest.fixture
def position():
    """The position of the first of three publications."""
    start = log.head().position
    for number in (1, 2, 3):
        edition = an_edition(number)
        subject = Subject(kind="release", id=edition.release, language="en")
        notice = Notice(salt=SALT, text="Corrected.", language="en") if number == 2 else None
        with transaction.atomic():
            log.append(subject, "published", edition, notice=notice, at=NOON)
    return start + 1


def remove(number):
    edition = an_edition(number)
    log.append(Subject(kind="release", id=edition.release, language="en"), "removed", at=NOON)


def test_a_sound_log_has_no_fault(position):
    assert check() is None


def test_a_log_from_which_words_were_removed_is_sound(position):
    remove(2)

    assert check() is None


def test_progress_is_told_after_each_batch(position, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 2)
    end = log.head().position
    told = []

    check(lambda done, total: told.append((done, total)))

    assert told == [(done, end) for done in range(2, end + 1, 2)]


def test_changed_words_are_named_with_their_position(position):
    with unguarded():
        LogWords.objects.filter(entry_id=position + 1).update(edition=canonical(an_edition(2, headline="Other")))

    fault = check()

    assert (fault.position, fault.reason) == (
        position + 1,
        f"the edition at position {position + 1} differs from its digest",
    )


def test_a_changed_entry_is_named_at_the_entry_itself(position):
    with unguarded():
        stored = bytes(LogEntry.objects.get(position=position).stored).replace(b"published", b"corrected")
        LogEntry.objects.filter(position=position).update(stored=stored)

    fault = check()

    assert fault.position == position
    assert "differs from its digest" in fault.reason


def test_a_missing_entry_is_named(position):
    with unguarded():
        LogWords.objects.filter(entry_id=position + 1).delete()
        LogEntry.objects.filter(position=position + 1).delete()

    fault = check()

    assert fault.position == position + 2
    assert f"stands where {position + 1} should" in fault.reason


def test_an_entry_that_cannot_be_read_is_named(position):
    with unguarded():
        LogEntry.objects.filter(position=position).update(stored=b"{")

    assert check().reason == f"position {position} cannot be read"


def test_columns_that_differ_from_the_bytes_are_named(position):
    with unguarded():
        LogEntry.objects.filter(position=position).update(change="corrected")

    assert "columns" in check().reason


@pytest.mark.parametrize(("offset", "what"), [(0, "edition"), (1, "edition")])
def test_words_that_vanished_without_a_removal_are_named(position, offset, what):
    LogWords.objects.filter(entry_id=position + offset).delete()

    assert check().reason == f"the {what} at position {position + offset} is missing though nothing removed it"


def test_words_that_came_back_after_their_removal_are_named(position):
    edition = canonical(an_edition(1))
    remove(1)
    LogWords.objects.create(entry_id=position, edition=edition)

    assert "still there after their removal" in check().reason


def test_a_head_that_is_ahead_of_the_log_is_named(position):
    end = log.head().position
    LogHead.objects.update(position=end + 1)

    assert check().reason == f"the log ends at position {end}, its head says {end + 1}"


def test_a_head_behind_the_log_is_named(position):
    end = log.head().position
    LogHead.objects.update(position=end - 1, digest=LogEntry.objects.get(position=end - 1).digest)

    fault = check()

    assert (fault.position, fault.reason) == (end, f"position {end} is beyond the head of the log")


def test_a_head_with_another_digest_is_named(position):
    LogHead.objects.update(digest="0" * 64)

    assert "another digest" in check().reason


@pytest.mark.django_db(transaction=True)
def test_an_entry_appended_while_the_log_is_checked_is_no_fault(position):
    def append_more(_done, _total):
        with transaction.atomic():
            edition = an_edition(9)
            log.append(Subject(kind="release", id=edition.release, language="en"), "published", edition, at=NOON)

    original, checking.BATCH = checking.BATCH, 1
    try:
        assert check(append_more) is None
    finally:
        checking.BATCH = original
