import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from dateline.editions.canonical import canonical, digest, xml_safe_part
from dateline.editions.chain import entry_digest, find_faults
from dateline.editions.entry import Subject, words
from dateline.editions.newsroom import Notice
from dateline.newsroom.publication import log
from dateline.newsroom.publication.errors import AppendOnlyError, NotInTransactionError, WrongWordsError
from dateline.newsroom.publication.models import LogEntry, LogHead, LogWords
from dateline.newsroom.publication.triggers import failing_triggers
from tests.support.editions import NOON, SALT, a_topic, an_edition, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def subject_of(edition):
    return Subject(kind="release", id=edition.release, language=edition.language)


def publish(edition, change="published", notice=None):
    return log.append(subject_of(edition), change, edition, notice=notice, at=edition.edited_at)


def a_notice(text="Two names were exchanged."):
    return Notice(salt=SALT, text=text, language="en")


def undone(deed):
    """Do it in a transaction that fails afterwards."""
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)


def newest():
    return log.read(log.head().position - 1)[0]


def test_positions_count_on_without_a_gap_and_each_entry_carries_the_digest_of_the_one_before():
    start = log.head()

    first = publish(an_edition(1))
    second = publish(an_edition(2))

    assert [first.position, second.position] == [start.position + 1, start.position + 2]
    assert first.previous == start.digest
    assert second.previous == entry_digest(first)
    assert log.head() == log.Head(second.position, entry_digest(second))


def test_what_is_read_is_what_was_appended_byte_for_byte():
    edition = an_edition(1, headline="Паводок в долине 🌊")

    entry = publish(edition, "corrected", a_notice())

    record = newest()
    assert record.entry == entry
    assert record.edition == canonical(edition)
    assert digest(record.notice) == entry.notice
    assert words(record) == edition
    assert list(find_faults(record, log.read(entry.position - 2, 1)[0].entry)) == []


def test_a_moment_keeps_its_microseconds_through_the_database():
    at = dt.datetime(2024, 6, 3, 12, 0, 0, 123456, tzinfo=dt.UTC)

    log.append(Subject(kind="topic", id="policing"), "set", a_topic(), at=at)

    assert newest().entry.at == at
    assert LogEntry.objects.latest("position").at == at


def test_reading_goes_on_behind_a_position_and_ends_empty():
    end = log.head().position
    for number in (1, 2, 3):
        publish(an_edition(number))

    assert [record.entry.position for record in log.read(end, 2)] == [end + 1, end + 2]
    assert [record.entry.number for record in log.read(end + 2)] == [3]
    assert log.read(end + 3) == []
    assert [len(batch) for batch in log.records(end, 2)] == [2, 1]


@pytest.mark.parametrize("change", ["removed", "erased"])
def test_removal_takes_the_words_of_all_earlier_entries_of_that_text_and_of_no_other(change):
    english, french = an_edition(1), an_edition(1, "fr")
    publish(english)
    publish(english, "corrected", a_notice())
    publish(french)

    log.append(subject_of(english), change, notice=a_notice("Removed by order of a court."), at=NOON)

    first, corrected, other, removal = log.read(log.head().position - 4)
    assert (first.edition, corrected.edition, corrected.notice) == (None, None, None)
    assert first.entry.edition
    assert words(other) == french
    assert removal.notice is not None
    assert (removal.entry.number, removal.entry.edition) == (1, "")


def test_a_retired_office_keeps_its_earlier_words():
    log.append(Subject(kind="office", id="mission"), "set", an_office(), at=NOON)

    log.append(Subject(kind="office", id="mission"), "retired", at=NOON)

    assert words(log.read(log.head().position - 2)[0]) == an_office()


def test_numbers_count_on_and_none_is_lost_with_a_transaction_that_fails():
    first = log.take_number()

    undone(log.take_number)

    assert log.take_number() == first + 1


def test_a_transaction_that_fails_leaves_no_entry_and_no_gap():
    start = log.head()

    undone(lambda: publish(an_edition(1)))

    assert log.head() == start
    assert publish(an_edition(2)).position == start.position + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "deed",
    [lambda: publish(an_edition(1)), log.take_number, lambda: log.forget(subject_of(an_edition(1)))],
    ids=["append", "take_number", "forget"],
)
def test_outside_a_transaction_nothing_is_written(deed):
    with pytest.raises(NotInTransactionError, match="only inside a transaction"):
        deed()


@pytest.mark.parametrize(
    ("subject", "change", "said", "sentence"),
    [
        (subject_of(an_edition(1)), "published", None, "needs words"),
        (subject_of(an_edition(1)), "removed", an_edition(1), "takes no words"),
        (subject_of(an_edition(1)), "published", an_office(), "is about a release, its words of kind office"),
        (subject_of(an_edition(2)), "published", an_edition(1), "another text's"),
        (subject_of(an_edition(1, "fr")), "published", an_edition(1), "another text's"),
        (subject_of(an_edition(0)), "published", an_edition(0), "needs the number"),
        (subject_of(an_edition(1)), "removed", None, "never was public"),
    ],
)
def test_words_that_do_not_fit_never_come_into_the_log(subject, change, said, sentence):
    start = log.head()

    with pytest.raises(WrongWordsError, match=sentence):
        log.append(subject, change, said, at=NOON)

    assert log.head() == start


def test_a_release_keeps_its_number_in_all_languages():
    publish(an_edition(1))
    other = an_edition(2, "fr", release=an_edition(1).release)

    with pytest.raises(WrongWordsError, match="it has 1"):
        publish(other)


def test_an_entry_refuses_to_be_saved_again_or_deleted():
    publish(an_edition(1))
    entry = LogEntry.objects.latest("position")

    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.delete()
    with pytest.raises(AppendOnlyError):
        entry.words.save()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publication_logentry SET change = 'updated'",
        "UPDATE publication_logwords SET edition = notice",
        "DELETE FROM publication_logwords; DELETE FROM publication_logentry",
    ],
    ids=["update", "update words", "delete"],
)
def test_the_database_refuses_to_change_the_past_whoever_asks(statement):
    publish(an_edition(1))

    *before, refused = statement.split("; ")
    with connection.cursor() as cursor:
        for part in before:
            cursor.execute(part)
        with pytest.raises((IntegrityError, InternalError), match="append-only"):
            cursor.execute(refused)


def test_all_guards_hold_and_trying_them_changes_nothing():
    publish(an_edition(1))
    before = log.head(), LogEntry.objects.count(), LogWords.objects.count()

    assert failing_triggers() == []
    assert (log.head(), LogEntry.objects.count(), LogWords.objects.count()) == before


@pytest.mark.parametrize(
    ("model", "row", "constraint"),
    [
        (LogHead, {"id": 2}, "loghead_is_one_row"),
        (LogEntry, {"position": 0, "digest": "a"}, "logentry_position_from_1"),
        (LogEntry, {"digest": "b", "language": "en"}, "logentry_language_of_releases_only"),
        (LogEntry, {"digest": "c", "number": 7}, "logentry_number_of_releases_only"),
        (LogEntry, {"digest": "d", "subject_kind": "release", "language": "en"}, "logentry_number_of_releases_only"),
        (LogWords, {"entry_id": 1}, "logwords_say_something"),
    ],
)
def test_the_database_keeps_the_rules(model, row, constraint, vendor):
    given = dict(row)
    if model is LogEntry:
        usual = {"position": 10_000, "at": NOON, "subject_kind": "topic", "subject_id": "x", "change": "set"}
        given = {**usual, "stored": b"{}", **given}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.bulk_create([model(**given)])


def test_a_digest_stands_once():
    publish(an_edition(1))
    entry = LogEntry.objects.latest("position")
    copy = LogEntry(**{field.attname: getattr(entry, field.attname) for field in LogEntry._meta.concrete_fields})
    copy.position += 1

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.django_db(transaction=True)
def test_the_counter_of_an_older_database_counts_on():
    for _ in range(3):
        with transaction.atomic():
            log.take_number()

    MigrationExecutor(connection).migrate([("publication", "0003_public_files")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_number FROM publication_loghead")
        stored = cursor.fetchone()
    MigrationExecutor(connection).migrate([("publication", "0004_release_numbers")])

    with transaction.atomic():
        assert log.take_number() == stored[0] == 4


UNSAFE = ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x92", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe"]


@pytest.mark.parametrize("character", UNSAFE)
def test_no_character_that_formats_cannot_hold_enters_the_log(character):
    edition = an_edition(1, headline=f"Flood{character}")

    with pytest.raises(WrongWordsError, match="control character or noncharacter"):
        publish(edition)
    with pytest.raises(WrongWordsError, match="control character or noncharacter"):
        publish(an_edition(1), "corrected", a_notice(f"a{character}b"))
    assert xml_safe_part(edition).headline in {"Flood", "Flood’"}
    assert xml_safe_part(an_edition(1)) == an_edition(1)
    assert xml_safe_part(None) is None
