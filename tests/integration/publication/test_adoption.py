"""A restored log goes on as it was: later entries are adopted, and nothing is given twice."""

import msgspec
import pytest
from django.db import transaction

from dateline.editions.entry import Record
from dateline.newsroom.publication import adoption, check, files, log
from dateline.newsroom.publication.errors import ForeignEntryError
from dateline.newsroom.publication.models import LogWords
from tests.support.editions import NOON, Log, a_newsroom, an_edition

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def lost():
    """What came after the migrations: a release that is corrected, one that is removed, and one that comes later."""
    lost = Log()
    lost.records = log.read()
    lost.set(a_newsroom())
    first, second = an_edition(1), an_edition(2)
    lost.publish(first)
    lost.publish(second)
    lost.begun = lost.records[log.head().position :]
    lost.publish(msgspec.structs.replace(first, version=2, salt="1" * 32), "corrected", "It was wrong.")
    lost.remove(second)
    lost.publish(an_edition(7))
    lost.records = lost.records[log.head().position :]
    return lost


def restore(records):
    """Begin the log of this database with some records."""
    with transaction.atomic():
        adoption.adopt(records)


def test_later_entries_are_adopted_byte_for_byte(lost):
    restore(lost.begun)

    with transaction.atomic():
        adoption.adopt(lost.records[3:])

    assert log.read(lost.records[0].entry.position - 1) == lost.records
    assert check.check() is None
    assert log.head().position == lost.records[-1].entry.position
    assert log.take_number() == 8
    assert list(files.all_named()) == []


@pytest.mark.parametrize("start", [1, 4])
def test_what_does_not_follow_is_refused_and_nothing_of_it_stays(lost, start):
    restore(lost.begun)

    with pytest.raises(ForeignEntryError, match="another newsroom"), transaction.atomic():
        adoption.adopt(lost.records[start:])

    assert log.head().position == lost.records[2].entry.position
    assert check.check() is None


def test_the_log_of_another_newsroom_is_refused(lost):
    restore(lost.begun)
    entry = msgspec.structs.replace(lost.records[3].entry, previous="0" * 64)

    with pytest.raises(ForeignEntryError), transaction.atomic():
        adoption.adopt([Record(entry)])


def test_words_that_are_withheld_are_named_unless_a_later_entry_removes_them(lost):
    records = [Record(one.entry) if one.entry.number in (2, 7) else one for one in lost.records]
    restore(records)

    [subject] = adoption.withheld(0)

    assert subject == lost.records[5].entry.subject
    assert adoption.withheld(log.head().position) == []


@pytest.mark.parametrize(("beyond", "count"), [(6, 6), (1, 1), (0, 0), (-1, 0)])
def test_lost_positions_are_filled_with_what_is_known_and_never_given_again(lost, beyond, count):
    restore(lost.begun)
    end = log.head().position

    with transaction.atomic():
        adoption.skip_numbers(40)
        filled = adoption.fill_positions(end + beyond, at=NOON)

    assert filled == count
    assert log.head().position == end + count
    assert check.check() is None
    assert {record.edition for record in log.read(end)} <= {lost.records[0].edition}
    assert log.take_number() == 41
    with transaction.atomic():
        adoption.skip_numbers(5)
    assert log.take_number() == 42, "a counter never goes back"


def test_a_log_that_knows_nothing_of_the_newsroom_cannot_be_filled():
    LogWords.objects.all().delete()

    with pytest.raises(ForeignEntryError), transaction.atomic():
        adoption.fill_positions(log.head().position + 5, at=NOON)
