"""The worker mends what is damaged, and checks say what is wrong: archive, public files, guards, the log's past."""

import os
import threading

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from dateline.archive.embedded import open_reader
from dateline.archive.embedded.manifest import read_manifest
from dateline.archive.errors import DamagedArchiveError
from dateline.newsroom.publication import log, triggers
from dateline.newsroom.publication.models import LogEntry
from dateline.runtime import database, troubles
from dateline.runtime import database_checks as checks
from dateline.runtime.archive_checks import newsroom_faults
from dateline.runtime.archive_follower import ArchiveAheadError, open_follower, read_mark, require_same_log
from dateline.runtime.errors import DatabaseError
from dateline.runtime.home import Home, prepare
from dateline.runtime.integrity import IntegrityCheck, Pace, StoppedError
from dateline.runtime.worker_jobs import INTEGRITY, follow_log, mend
from tests.integration.config.test_media import a_file, naming
from tests.integration.config.test_media import append as append_edition
from tests.integration.config.test_worker import append, replace_log

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def home(tmp_path):
    """A home whose archive holds three releases, two with a public file."""
    home = Home(tmp_path)
    prepare(home, {})
    replace_log(())
    for number in (1, 2):
        append_edition(naming(a_file(home, b"picture %d" % number * 99), number=number))
    append(3)
    with open_follower(home) as follower:
        follower.begin()
        assert follower.step()
    return home


def flip(path, at=0.5):
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 0x20
    path.write_bytes(content)


def archive_file(home, ending):
    manifest = read_manifest(home.archive)
    named = [*manifest.files(), manifest.journal, f"{manifest.root}/log", f"{manifest.root}/log-rows"]
    return home.archive / next(name for name in named if name.endswith(ending) or f"/{ending}-" in name)


def mended(home):
    """Look once and mend, as the worker does; return whether the archive was rebuilt."""
    integrity = IntegrityCheck(home)
    root = read_manifest(home.archive).root
    with open_follower(home) as follower:
        follower.begin()
        integrity.look()
        mend(home, follower, integrity)
    return read_manifest(home.archive).root != root


@pytest.mark.parametrize("part", [".store", ".idx", ".pos", ".term", ".fast", ".fieldnorm", "log", "log-rows"])
def test_a_damaged_archive_is_named_and_built_again_from_the_log(home, part):
    flip(archive_file(home, part))
    assert list(checks.of_log_and_archive(home)) != []
    assert list(newsroom_faults(home)) != []

    assert mended(home)

    assert list(newsroom_faults(home)) == []
    assert list(checks.of_log_and_archive(home)) == []
    archive = open_reader(home.archive).current
    assert [archive.text(number, "en").edition.number for number in (1, 2, 3)] == [1, 2, 3]


def test_a_sound_archive_is_left_alone(home):
    assert not mended(home)


def test_a_damaged_or_missing_public_file_is_copied_again(home):
    first, second = sorted(home.public_media.iterdir())
    whole = {path: path.read_bytes() for path in (first, second)}
    flip(first)
    assert [sentence for sentence in newsroom_faults(home) if first.name in sentence] != []
    second.unlink()
    assert [sentence for sentence in checks.of_media(home) if second.name in sentence] != []

    assert not mended(home)

    assert {path: path.read_bytes() for path in (first, second)} == whole
    assert list(newsroom_faults(home)) == []


def test_a_file_whose_original_is_damaged_too_is_named_until_somebody_restores_it(home):
    first, second = sorted(home.public_media.iterdir())
    for path in (first, second, home.renditions / first.name):
        flip(path)

    mended(home)

    [trouble] = troubles.all_noted(home.logs)
    assert trouble.name == INTEGRITY
    assert first.name in trouble.reason
    assert second.name not in trouble.reason, "it is mended all the same"
    assert all(first.name in sentence for sentence in newsroom_faults(home))


def test_what_was_looked_at_is_read_again_only_where_it_changed_and_all_of_it_in_time(home, monkeypatch):
    read = []
    monkeypatch.setattr("dateline.runtime.integrity.is_intact", lambda path, _pause: read.append(path.name) or True)
    integrity = IntegrityCheck(home)
    names = sorted(path.name for path in home.public_media.iterdir())

    integrity.look()
    assert sorted(read) == names
    integrity._everything_at_s = float("inf")
    integrity.look()
    assert sorted(read) == names
    (home.public_media / names[0]).touch()
    integrity.look()
    assert sorted(read[2:]) == names[:1]
    integrity._everything_at_s = 0.0
    integrity.look()
    assert sorted(read[3:]) == names


def test_a_look_waits_nine_times_as_long_as_it_works_and_ends_with_the_process(monkeypatch):
    stop = threading.Event()
    pace = Pace(stop)
    waits = []
    monkeypatch.setattr(stop, "wait", lambda timeout: waits.append(timeout) or stop.is_set())
    pace()
    assert waits == []
    pace._since_s -= 1
    pace()
    assert waits == [pytest.approx(9, rel=0.1)]
    stop.set()
    pace._since_s -= 1
    with pytest.raises(StoppedError):
        pace()


def test_a_step_that_meets_damage_is_followed_by_a_rebuild(home, monkeypatch):
    integrity = IntegrityCheck(home)
    stop = threading.Event()
    with open_follower(home) as follower:
        follower.begin()
        sound = follower.step
        monkeypatch.setattr(follower, "step", lambda: (_ for _ in ()).throw(DamagedArchiveError("a stored text")))
        with pytest.raises(DamagedArchiveError):
            follow_log(home, follower, stop, stop.set, integrity=integrity)
        monkeypatch.setattr(follower, "step", sound)
        follow_log(home, follower, stop, stop.set, integrity=integrity)

    assert integrity.archive_fault == ""
    assert read_manifest(home.archive).root == "a-002"


def test_the_archives_own_log_tells_of_a_rewritten_past_without_a_mark(home):
    position = open_reader(home.archive).position
    home.archive_mark.unlink()
    require_same_log(position, home.archive_mark, home.archive)

    replace_log((1, 2, 4))

    with pytest.raises(ArchiveAheadError), open_follower(home):
        pass
    assert any("past was rewritten" in sentence for sentence in checks.of_log_and_archive(home))
    assert any("differs from the database's" in sentence for sentence in newsroom_faults(home))


def test_the_mark_of_an_earlier_version_is_read_and_moved_out_of_the_logs(home):
    mark = read_mark(home.archive_mark)
    old = home.logs / "archive.mark"
    home.archive_mark.replace(old)
    assert read_mark(home.archive_mark) == mark

    with open_follower(home):
        pass

    assert not old.exists()
    assert read_mark(home.archive_mark) == mark
    for path in home.logs.iterdir():
        path.unlink()
    assert read_mark(home.archive_mark) == mark, "`logs` may be emptied"


def test_an_old_program_does_not_run_on_an_upgraded_database():
    database.require_migrations()
    MigrationRecorder(connection).record_applied("publication", "0999_of_the_future")

    with pytest.raises(DatabaseError, match=r"a newer Dateline upgraded .* publication\.0999_of_the_future"):
        database.require_migrations()


def replace_guard(name, *, neutered):
    """Drop a trigger, or put one of the same name in its place that lets everything through."""
    table, _, deed = name.rpartition("_no_")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            if neutered:
                cursor.execute(
                    "CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
                )
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {deed.upper()} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION idle()"
                )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            if neutered:
                cursor.execute(f"CREATE TRIGGER {name} BEFORE {deed.upper()} ON {table} BEGIN SELECT 1; END")


@pytest.mark.django_db
@pytest.mark.parametrize("neutered", [False, True], ids=["missing", "neutered"])
@pytest.mark.parametrize("releases", [(), (1, 2)], ids=["empty", "two"])
@pytest.mark.parametrize("name", [*triggers.TRIGGERS, triggers.TRUNCATE_TRIGGER])
def test_a_guard_that_does_not_hold_is_named_whatever_its_name(vendor, name, releases, neutered):
    if name == triggers.TRUNCATE_TRIGGER and vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    home = Home.of(os.environ)
    replace_guard(name, neutered=neutered)
    for number in releases:
        append(number)
    before = log.head(), LogEntry.objects.count()

    [sentence] = checks.of_guards(home)

    assert name in sentence
    assert (log.head(), LogEntry.objects.count()) == before
