"""Snapshots: complete or not there, every damage named, files stored once, and no longer than they are kept."""

import datetime as dt
import hashlib
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.runtime.backup import create as creating
from dateline.runtime.backup import keys
from dateline.runtime.backup.create import Plan, create
from dateline.runtime.backup.errors import BackupError
from dateline.runtime.backup.folder import BackupFolder, Manifest, Snapshot
from dateline.runtime.backup.restore import staged
from dateline.runtime.backup.retention import superfluous
from dateline.runtime.backup.verify import faults_of
from dateline.runtime.home import Home, prepare

NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
PICTURE = b"a picture"
NAME = f"{hashlib.sha256(PICTURE).hexdigest()}.webp"


@pytest.fixture
def home(tmp_path):
    """A home whose log stands at position 3 and names one public file."""
    home = Home(tmp_path / "home")
    prepare(home, {})
    with closing(sqlite3.connect(home.database)) as database:
        database.executescript(
            "CREATE TABLE publication_loghead (position, digest); INSERT INTO publication_loghead VALUES (3, 'abc');"
            "CREATE TABLE publication_numbercounter (next); INSERT INTO publication_numbercounter VALUES (8);"
            f"CREATE TABLE publication_namedfile (file); INSERT INTO publication_namedfile VALUES ('{NAME}');"
            "PRAGMA journal_mode=WAL;"
        )
    (home.renditions / NAME).write_bytes(PICTURE)
    (home.originals / "original.jpg").write_bytes(b"an original")
    overrides.write(home.overrides, Override(number=7, at=NOON))
    return home


@pytest.fixture
def folder(tmp_path):
    return BackupFolder(tmp_path / "backup", is_new_allowed=True)


def back_up(home: Home, folder: BackupFolder, at: dt.datetime = NOON, **plan) -> Snapshot:
    return create(home, folder, Plan(**plan), environment={}, now=lambda: at)


def test_a_snapshot_holds_what_cannot_be_derived_and_nothing_else(home, folder):
    snapshot = back_up(home, folder)

    assert [file.path for file in snapshot.manifest.files] == [
        "private/originals/original.jpg",
        f"private/renditions/{NAME}",
        "overrides/7.json",
    ]
    assert (snapshot.manifest.position, snapshot.manifest.next_number, snapshot.manifest.missing) == (3, 8, ())
    assert list(faults_of(folder, [snapshot])) == []
    secret = home.secret_key_file.read_bytes().strip()
    assert not any(secret in path.read_bytes() for path in folder.path.rglob("*") if path.is_file())
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.path.rglob("*"))


def test_entries_that_stand_in_the_write_ahead_log_alone_are_in_the_dump(home, folder):
    """A plain copy of the file loses them."""
    with closing(sqlite3.connect(home.database)) as running:
        running.execute("UPDATE publication_loghead SET position = 4")
        running.commit()
        copied = home.path / "copied.sqlite3"
        copied.write_bytes(home.database.read_bytes())

        snapshot = back_up(home, folder)

    with closing(sqlite3.connect(copied)) as plain:
        assert plain.execute("SELECT position FROM publication_loghead").fetchall() == [(3,)]
    assert snapshot.manifest.position == 4
    assert list(faults_of(folder, [snapshot])) == []


def test_a_second_backup_reads_and_stores_only_what_is_new(home, folder, monkeypatch):
    back_up(home, folder)
    stored = []
    original = BackupFolder.store
    monkeypatch.setattr(BackupFolder, "store", lambda self, path: stored.append(path.name) or original(self, path))
    (home.originals / "new.jpg").write_bytes(b"an original")

    second = back_up(home, folder, NOON + dt.timedelta(days=1))

    assert stored == ["new.jpg"]
    assert len(second.manifest.files) == 4
    assert len(list((folder.path / "files").glob("??/*"))) == 3, "the same content is stored once"


def test_a_file_that_the_private_store_lost_is_taken_from_the_public_folder_and_else_named(home, folder):
    (home.renditions / NAME).rename(home.public_media / NAME)

    found = back_up(home, folder)

    assert f"private/renditions/{NAME}" in [file.path for file in found.manifest.files]
    (home.public_media / NAME).unlink()
    lost = back_up(home, folder, NOON + dt.timedelta(days=1))
    assert lost.manifest.missing == (NAME,)
    assert list(faults_of(folder, [lost])) == [
        f"{lost.name}: the newsroom lacked the file {NAME}, which its log names."
    ]


def test_a_file_that_is_erased_between_dump_and_copy_makes_the_dump_anew(home, folder, monkeypatch):
    original = creating.files_below

    def erase_first(root, *folders):
        if (home.renditions / NAME).exists():
            (home.renditions / NAME).unlink()
            with closing(sqlite3.connect(home.database)) as database, database:
                database.execute("DELETE FROM publication_namedfile")
        return original(root, *folders)

    monkeypatch.setattr(creating, "files_below", erase_first)

    assert back_up(home, folder).manifest.missing == ()


@pytest.mark.parametrize("step", ["store", "finish"])
def test_a_backup_that_ends_early_is_not_there_and_the_next_one_is(home, folder, monkeypatch, step):
    with monkeypatch.context() as context:
        context.setattr(BackupFolder, step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            back_up(home, folder)
    assert folder.snapshots() == []

    snapshot = back_up(home, folder)

    assert [path.name for path in (folder.path / "snapshots").iterdir()] == [snapshot.name]
    assert list(faults_of(folder, folder.snapshots())) == []


def damaged_files(snapshot: Snapshot, folder: BackupFolder) -> dict:
    return {
        "manifest": snapshot.path / "manifest.json",
        "database": snapshot.database,
        "a file": folder.file(snapshot.manifest.files[0].digest),
    }


@pytest.mark.parametrize(
    ("part", "damage"), [*product(["manifest", "database", "a file"], ["cut", "flipped", "deleted"])]
)
def test_every_damage_is_named_and_is_not_restored(home, folder, part, damage):
    snapshot = back_up(home, folder)
    path = damaged_files(snapshot, folder)[part]
    content = path.read_bytes()
    if damage == "deleted":
        path.unlink()
    else:
        half = len(content) // 2
        path.write_bytes(content[:half] if damage == "cut" else bytes([content[0] ^ 1]) + content[1:])

    try:
        faults = list(faults_of(folder, folder.snapshots()))
    except BackupError as error:
        faults = [str(error)]

    assert len(faults) == 1, faults
    restored = Home(home.path.with_name("restored"))
    with (
        pytest.raises((BackupError, OSError)),
        staged(restored, folder, folder.newest(), identity=None, environment={}) as staging,
    ):
        staging.finish()
    assert not restored.path.exists()


def test_a_snapshot_is_restored_as_it_was(home, folder, tmp_path):
    restored, identity = Home(tmp_path / "restored"), tmp_path / "identity"
    pair = pytest.importorskip("pyrage").x25519.Identity.generate()
    identity.write_text(f"# public key: {pair.to_public()}\n{pair}\n")
    snapshot = back_up(home, folder, recipients=(str(pair.to_public()),))

    with staged(restored, folder, snapshot, identity=identity, environment={}) as staging:
        assert not restored.path.exists()
        staging.finish()

    assert restored.secret_key_file.read_text() == home.secret_key_file.read_text()
    assert (restored.renditions / NAME).read_bytes() == PICTURE
    assert overrides.read_all(restored.overrides) == overrides.read_all(home.overrides)
    with closing(sqlite3.connect(restored.database)) as database:
        assert database.execute("SELECT position FROM publication_loghead").fetchall() == [(3,)]
    assert [path.name for path in tmp_path.glob(".*")] == []
    with (
        pytest.raises(BackupError, match="Move it away"),
        staged(restored, folder, snapshot, identity=None, environment={}),
    ):
        pass


def test_what_a_killed_restore_left_is_in_nobodys_way(home, folder, tmp_path):
    snapshot, restored = back_up(home, folder), Home(tmp_path / "restored")
    with pytest.raises(KeyboardInterrupt), staged(restored, folder, snapshot, identity=None, environment={}):
        raise KeyboardInterrupt
    assert not restored.path.exists()
    left = tmp_path / ".restored.restoring"
    (left / "private").mkdir(parents=True)
    (left / ".dateline.sqlite3.restoring").write_bytes(b"half")

    with staged(restored, folder, snapshot, identity=None, environment={}) as staging:
        staging.finish()

    assert restored.is_prepared()
    assert not left.exists()


def test_a_manifest_cannot_write_outside_of_the_home(home, folder, tmp_path):
    snapshot = back_up(home, folder)
    path = snapshot.path / "manifest.json"
    path.write_text(path.read_text().replace("private/originals/original.jpg", "../../evil"))

    with (
        pytest.raises(BackupError, match="outside of the home"),
        staged(Home(tmp_path / "restored"), folder, folder.newest(), identity=None, environment={}),
    ):
        pass

    assert not (tmp_path / "evil").exists()


def test_another_folder_than_one_of_backups_is_left_alone(tmp_path):
    (tmp_path / "something").write_text("else")

    with pytest.raises(BackupError, match="is no folder of backups"):
        BackupFolder(tmp_path, is_new_allowed=True)


def test_the_key_opens_for_its_recipients_alone(tmp_path):
    pyrage = pytest.importorskip("pyrage")
    ours, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = tmp_path / "sealed"
    sealed.write_bytes(keys.sealed("the key", [str(ours.to_public())]))
    for name, pair in (("ours", ours), ("other", other)):
        (tmp_path / name).write_text(f"{pair}\n")

    assert keys.opened(sealed, tmp_path / "ours") == "the key"
    with pytest.raises(BackupError, match="does not open the key"):
        keys.opened(sealed, tmp_path / "other")
    with pytest.raises(BackupError, match="no public key"):
        keys.sealed("the key", ["age1nothing"])


def snapshots_at(days):
    manifest = {"version": "1", "position": 1, "digest": "", "next_number": 1, "database": "sqlite"}
    made = sorted({NOON - dt.timedelta(days=day) for day in days})
    return [
        Snapshot(Path(f"{at:%Y-%m-%d}"), Manifest(made_at=at, database_digest="", files=(), **manifest)) for at in made
    ]


@given(st.lists(st.integers(0, 1_000), max_size=60), st.integers(1, 10), st.integers(0, 6))
def test_the_newest_and_the_last_of_each_month_before_stay(days, keep, keep_monthly):
    snapshots = snapshots_at(days)

    dropped = superfluous(snapshots, keep=keep, keep_monthly=keep_monthly)

    kept = [one for one in snapshots if one not in dropped]
    assert kept[-keep:] == snapshots[-keep:]
    older = kept[:-keep]
    months = [(one.manifest.made_at.year, one.manifest.made_at.month) for one in older]
    assert len(months) == len(set(months)) <= keep_monthly
    before = snapshots[:-keep]
    for one, month in zip(older, months, strict=True):
        same = [other for other in before if (other.manifest.made_at.year, other.manifest.made_at.month) == month]
        assert one == same[-1]
    all_months = {(one.manifest.made_at.year, one.manifest.made_at.month) for one in before}
    assert len(months) == min(keep_monthly, len(all_months))


def test_files_go_with_the_last_snapshot_that_has_them(home, folder):
    back_up(home, folder, keep=1, keep_monthly=0)
    (home.originals / "original.jpg").unlink()

    second = back_up(home, folder, NOON + dt.timedelta(days=1), keep=1, keep_monthly=0)

    assert folder.snapshots() == [second]
    stored = {path.name for path in (folder.path / "files").glob("??/*")}
    assert stored == {file.digest for file in second.manifest.files}
