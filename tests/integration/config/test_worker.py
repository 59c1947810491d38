"""The worker's parts on a real database: waking, following, tasks, and what `dateline check` says of them."""

import datetime as dt
import errno
import os
import queue
import signal
import threading
import time

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, connections, transaction

from dateline.archive.embedded import open_reader
from dateline.archive.errors import UnreadableRecordError
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Subject
from dateline.newsroom.publication import log
from dateline.newsroom.publication.models import Follower
from dateline.newsroom.publication.wake import Alarm
from dateline.runtime import database_checks as checks
from dateline.runtime import tasks, troubles
from dateline.runtime.archive_follower import (
    ArchiveAheadError,
    ArchiveFollower,
    open_follower,
    read_mark,
    require_same_log,
)
from dateline.runtime.home import Home, prepare
from dateline.runtime.tasks import refresh_statistics
from dateline.runtime.worker import Worker
from tests.support.editions import NOON, a_topic, an_edition

pytestmark = pytest.mark.both

COMMITS = pytest.mark.django_db(transaction=True)


def append(number=1):
    edition = an_edition(number)
    subject = Subject(kind="release", id=edition.release, language="en")
    with transaction.atomic():
        return log.append(subject, "published", edition, at=NOON)


class Noting:
    """A writer and media that only note what they are asked for."""

    def __init__(self):
        self.position = 0
        self.deeds = []
        self.fails_at = 0

    def apply(self, records):
        self.deeds.append(("apply", records[-1].entry.position))
        for record in records:
            if record.entry.position == self.fails_at:
                raise UnreadableRecordError(record.entry.position, "schema 9")
            self.position = record.entry.position
        return self.position

    def publish(self, records):
        self.deeds.append(("publish", records[-1].entry.position))

    def drop_unnamed(self, position):
        self.deeds.append(("drop", position))

    def reconcile(self):
        self.deeds.append(("reconcile", self.position))


@COMMITS
def test_an_alarm_rings_soon_after_a_commit_and_stays_silent_otherwise():
    heard = queue.Queue()

    def listen():
        alarm = Alarm()
        while alarm.wait(0.05):
            pass
        heard.put(alarm.wait(0.2))
        heard.put(alarm.wait(10) and time.monotonic())
        alarm.close()

    threading.Thread(target=listen).start()
    assert heard.get(timeout=10) is False
    time.sleep(0.1)

    append()

    committed_at_s = time.monotonic()
    assert heard.get(timeout=10) - committed_at_s < 0.2


@COMMITS
def test_what_is_committed_between_making_an_alarm_and_waiting_rings():
    alarm = Alarm()
    try:
        append()

        assert alarm.wait(5)
    finally:
        alarm.close()


@COMMITS
def test_what_is_rolled_back_leaves_nothing_to_find():
    start = log.head()

    with transaction.atomic():
        edition = an_edition(1)
        log.append(Subject(kind="release", id=edition.release, language="en"), "published", edition, at=NOON)
        transaction.set_rollback(True)

    assert log.head() == start


@COMMITS
def test_an_alarm_whose_connection_is_cut_says_so_as_a_database_error(vendor):
    if vendor != "postgresql":
        pytest.skip("SQLite has no connection that could be cut")
    alarm = Alarm()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )

    with pytest.raises(DatabaseError):
        alarm.wait(5)


@pytest.mark.django_db
def test_media_come_before_the_entries_and_go_after_them(tmp_path):
    writer = Noting()
    end = append().position

    while ArchiveFollower(writer, writer, tmp_path / "mark").step():
        pass

    assert writer.deeds == [("publish", end), ("apply", end), ("drop", end)]
    assert read_mark(tmp_path / "mark") == (end, entry_digest(log.read(end - 1)[0].entry))
    assert Follower.objects.get(name="archive").position == end


@pytest.mark.django_db
def test_an_archive_that_cannot_apply_an_entry_is_shown_with_position_and_reason(tmp_path):
    writer = Noting()
    writer.fails_at = append().position
    follower = ArchiveFollower(writer, writer, tmp_path / "mark")

    with pytest.raises(UnreadableRecordError):
        follower.step()

    [sentence] = checks.of_followers(Home(tmp_path))
    assert sentence.startswith(f"archive has stood at position {writer.fails_at - 1} since ")
    assert sentence.endswith(f"the entry at position {writer.fails_at} cannot be read: schema 9")
    writer.fails_at = 0
    follower.step()
    assert list(checks.of_followers(Home(tmp_path))) == []


@pytest.mark.django_db
def test_an_archive_made_from_another_log_is_noticed_even_at_the_same_position(tmp_path):
    writer = Noting()
    append(1)
    ArchiveFollower(writer, writer, tmp_path / "mark").step()
    position = writer.position
    require_same_log(position, tmp_path / "mark")

    with pytest.raises(ArchiveAheadError):
        require_same_log(position + 1, tmp_path / "mark")
    (tmp_path / "mark").write_text(f"{position} {'0' * 64}\n")
    with pytest.raises(ArchiveAheadError):
        require_same_log(position, tmp_path / "mark")


def replace_log(releases):
    """Put another copy in the place of the database's log, as a restored backup would, and fill it."""
    guards = "publication_logentry_no_update", "publication_logentry_no_delete"
    on = " ON publication_logentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for guard in guards:
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard}{on}")
        for table in ("publication_logwords", "publication_logentry"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("UPDATE publication_loghead SET position = 0, digest = ''")
    for number in releases:
        append(number)


@pytest.mark.django_db
@pytest.mark.parametrize("another", [(), (3,), (3, 4, 5), (1, 3, 4)])
def test_a_worker_notices_that_the_log_was_replaced_under_it(tmp_path, another):
    replace_log((1, 2))
    writer = Noting()
    follower = ArchiveFollower(writer, writer, tmp_path / "mark")
    follower.begin()
    follower.step()
    assert not follower.step()
    deeds = list(writer.deeds)

    replace_log(another)
    with pytest.raises(ArchiveAheadError):
        follower.step()

    assert writer.deeds == deeds
    assert writer.position == 2


@pytest.mark.django_db
def test_a_worker_goes_on_in_a_copy_that_goes_on_alike(tmp_path):
    replace_log((1, 2))
    writer = Noting()
    follower = ArchiveFollower(writer, writer, tmp_path / "mark")
    follower.step()

    replace_log((1, 2, 3))

    assert follower.step()
    assert writer.position == 3


def torn_archive(tmp_path):
    """A home with an archive of two releases, of which a disk has lost the manifest's last bytes."""
    home = Home(tmp_path)
    prepare(home, {})
    replace_log((1, 2))
    with open_follower(home) as follower:
        follower.begin()
        assert follower.step()
    manifest = home.archive / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-9])
    return home


@pytest.mark.django_db
def test_an_archive_that_a_disk_damaged_is_mended_by_the_next_start(tmp_path):
    home = torn_archive(tmp_path)

    with open_follower(home) as follower:
        follower.begin()
        assert follower.position == 2

    assert open_reader(home.archive).current.position == 2


@pytest.mark.django_db
def test_a_damaged_archive_of_another_log_is_left_alone(tmp_path):
    home = torn_archive(tmp_path)
    replace_log((3,))

    with pytest.raises(ArchiveAheadError), open_follower(home):
        pass

    assert len(list(home.archive.glob("a-*"))) == 1


@COMMITS
def test_queued_tasks_run_and_those_of_a_killed_worker_run_again():
    from django_tasks_db.models import DBTaskResult
    from wagtail.tasks import delete_file_from_storage_task

    DBTaskResult.objects.all().delete()
    storage = ("django.core.files.storage.InMemoryStorage", [], {})
    for _ in range(2):
        delete_file_from_storage_task.enqueue(storage, "nothing.txt")
    killed = DBTaskResult.objects.first()
    killed.claim("of a worker that was killed")

    assert tasks.requeue_unfinished() == 1
    assert tasks.run_ready(lambda: False)

    assert DBTaskResult.objects.successful().count() == 2
    assert not tasks.run_ready(lambda: False)
    tasks.delete_old_results(dt.datetime.now(dt.UTC) + dt.timedelta(days=8))
    assert DBTaskResult.objects.count() == 0


@COMMITS
def test_statistics_wait_for_those_who_write_instead_of_failing(vendor):
    if vendor != "sqlite":
        pytest.skip("PostgreSQL's writers do not lock one another out")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")  # so that there is something to do
    connection.close()
    held, done = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            held.set()
            done.wait(0.3)
        connections.close_all()

    busy = threading.Thread(target=write)
    busy.start()
    assert held.wait(10)
    assert Permission.objects.filter(
        content_type__gt=0, codename__gt="a"
    ).exists()  # a table whose statistics are wanted

    refresh_statistics()

    busy.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1")
        assert cursor.fetchone()[0] > 0


def test_what_a_worker_failed_at_is_forgotten_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # those of the tests stay
    home = Home(tmp_path)
    home.logs.mkdir()
    worker = Worker({"archive": lambda stop, _succeeded: stop.wait(10)}, home.logs)
    troubles.note(home.logs, "tasks", "database is locked", at=NOON)
    worker.stop()

    worker.run()

    assert list(troubles.all_noted(home.logs)) == []


def test_a_worker_that_cannot_even_note_its_trouble_tries_again(tmp_path, monkeypatch):
    worker = Worker({}, tmp_path / "logs")  # no folder for notes: as refused as on a full disk
    tried = []

    def work(_stop, _succeeded):
        tried.append(len(tried))
        if len(tried) == 2:
            worker.stop()
            return
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dateline.runtime.worker.LONGEST_PAUSE_S", 0.01)
    worker.persist("schedule", work)

    assert tried == [0, 1]


@pytest.mark.django_db
def test_a_new_installation_is_told_that_nobody_can_sign_in():
    assert list(checks.of_people(Home.of(os.environ))) == [
        "Nobody can sign in at the desk: `dateline prepare` makes the first person."
    ]


@pytest.mark.django_db
def test_the_settings_have_no_errors():
    assert list(checks.of_settings(Home.of(os.environ))) == []


@pytest.mark.django_db
def test_an_archive_behind_the_log_is_named_while_no_worker_runs(tmp_path):
    with transaction.atomic():
        log.append(Subject(kind="topic", id="policing"), "set", a_topic(), at=NOON)
    end = log.head().position

    assert list(checks.of_log_and_archive(Home(tmp_path))) == [
        f"The archive stands at position 0, the log ends at {end}: no worker runs; start `dateline work`."
    ]
