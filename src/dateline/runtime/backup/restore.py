"""Restore a snapshot in a temporary place and move it to the home at the end, so that nothing is half-restored."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from dateline.runtime import home as home_layout
from dateline.runtime.backup import keys
from dateline.runtime.backup.databases import database_of
from dateline.runtime.backup.errors import BackupError
from dateline.runtime.backup.folder import BackupFolder, Snapshot
from dateline.runtime.home import Home
from dateline.storage.content_addressed import digest_of_file
from dateline.storage.files import PUBLIC_MODE, sync_folder, write_atomically


class Staging(msgspec.Struct, frozen=True):
    """A newsroom that is being restored.

    Attributes:
        home: the temporary home, beside the final one.
        database_url: address of the temporary database.
        finish: function that moves both to their final places; then the newsroom can be started.
    """

    home: Home
    database_url: str
    finish: Callable[[], None]


@contextmanager
def staged(
    home: Home, folder: BackupFolder, snapshot: Snapshot, *, identity: Path | None, environment: Mapping[str, str]
) -> Iterator[Staging]:
    """Restore home and database in temporary places and yield them; without a call of ``finish`` they are deleted.

    Args:
        home: the final home; it must not exist yet, or be empty.
        folder: the backup folder with the snapshot.
        snapshot: the one to restore.
        identity: file with the private key that decrypts the secret key; None to restore without the secret key.
        environment: names the database, and may contain the secret key.

    Raises:
        BackupError: something is there already, or the backup is damaged or of another kind of database.
    """
    if home.path.exists() and any(home.path.iterdir()):
        message = f"there is something in {home.path} already. Move it away: mv {home.path} {home.path}.old"
        raise BackupError(message)
    beside = Home(home.path.with_name(f".{home.path.name}.restoring"))
    shutil.rmtree(beside.path, ignore_errors=True)
    database = database_of(beside, environment)
    if database.kind != snapshot.manifest.database:
        message = f"the backup is of {snapshot.manifest.database}, and DATELINE_DATABASE_URL names {database.kind}"
        raise BackupError(message)
    if digest_of_file(snapshot.database) != snapshot.manifest.database_digest:
        message = f"the dump of the database in {snapshot.path} is damaged: name another snapshot"
        raise BackupError(message)
    try:
        _make_home(beside, folder, snapshot, environment)
        if identity is not None and snapshot.manifest.has_key and not environment.get("DATELINE_SECRET_KEY"):
            write_atomically(beside.secret_key_file, f"{keys.opened(snapshot.key, identity)}\n".encode())
        with database.restored(snapshot.database) as (url, move_database):

            def finish() -> None:
                move_database()
                _move(beside.path, home.path)

            yield Staging(beside, url, finish)
    finally:
        shutil.rmtree(beside.path, ignore_errors=True)


def _make_home(home: Home, folder: BackupFolder, snapshot: Snapshot, environment: Mapping[str, str]) -> None:
    home.path.parent.mkdir(parents=True, exist_ok=True)
    home_layout.prepare(home, environment)
    if not environment.get("DATELINE_DATABASE_URL"):
        home.database.unlink()  # empty; the restored one takes its place
    for file in snapshot.manifest.files:
        target = home.path / file.path
        if not target.resolve().is_relative_to(home.path.resolve()):
            message = f"the manifest names a file outside of the home: {file.path}"
            raise BackupError(message)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.copy_out(file, target, mode=PUBLIC_MODE if file.path.startswith("overrides/") else 0o600)


def _move(beside: Path, place: Path) -> None:
    if place.exists():
        place.rmdir()  # it was empty
    beside.rename(place)
    sync_folder(place.parent)


def enter(staging: Staging) -> None:
    """Let this process work on the restored newsroom: call it before Django is set up."""
    os.environ["DATELINE_HOME"] = str(staging.home.path)
    os.environ["DATELINE_DATABASE_URL"] = staging.database_url
