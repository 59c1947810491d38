"""The folder of a backup.

dateline-backup              format number of the folder
files/ab/ab…                 private files and overrides, named by their SHA-256; shared by all snapshots
snapshots/2026-12-01T0300Z/  one backup: manifest.json, database, and secret-key.age where recipients were named
"""

import datetime as dt
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from dateline.runtime.backup.errors import BackupError
from dateline.storage.content_addressed import digest_of, digest_of_file, verified_file
from dateline.storage.errors import ContentMismatchError
from dateline.storage.files import sync_folder, write_atomically

FORMAT = 1
_UNFINISHED = ".unfinished-"
_NAME = "%Y-%m-%dT%H%M%SZ"


class BackedUpFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the home as a snapshot holds it.

    Attributes:
        path: relative to the home, with slashes.
        digest: SHA-256 of its content, hexadecimal.
        changed_ns: its modification time; while it is the same, the next backup does not read the file again.
    """

    path: str
    digest: str
    size_bytes: int
    changed_ns: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The content of one snapshot, all as of one log position.

    Attributes:
        made_at: aware, UTC.
        version: of Dateline.
        position, digest: of the last entry of the log.
        next_number: the number that the next release would get.
        database: kind of the database dump.
        database_digest: SHA-256 of the dump.
        files: of the home, sorted by path.
        missing: public files that the log names and the home did not have.
        has_key: whether ``secret-key.age`` holds the secret key.
    """

    schema: Literal[1] = 1
    made_at: dt.datetime
    version: str
    position: int
    digest: str
    next_number: int
    database: Literal["sqlite", "postgresql"]
    database_digest: str
    files: tuple[BackedUpFile, ...]
    missing: tuple[str, ...] = ()
    has_key: bool = False


class Snapshot(msgspec.Struct, frozen=True):
    """One backup in the folder."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """Its moment, such as ``2026-12-01T030000Z``."""
        return self.path.name

    @property
    def database(self) -> Path:
        """The dump of the database."""
        return self.path / "database"

    @property
    def key(self) -> Path:
        """The encrypted secret key; see ``Manifest.has_key``."""
        return self.path / "secret-key.age"


class BackupFolder:
    """Reads and writes one folder of backups.

    Args:
        path: of the folder.
        is_new_allowed: whether a missing or empty folder becomes a folder of backups.

    Raises:
        BackupError: the folder holds something else, or a newer format.
    """

    def __init__(self, path: Path, *, is_new_allowed: bool = False) -> None:
        self.path = path
        self._format = path / "dateline-backup"
        self._files = path / "files"
        self._snapshots = path / "snapshots"
        if is_new_allowed and (not path.exists() or not any(path.iterdir())):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self._files, self._snapshots):
                folder.mkdir(mode=0o700, exist_ok=True)
            write_atomically(self._format, f"{FORMAT}\n".encode())
        self._check_format()

    @property
    def lock(self) -> Path:
        """The file that a process locks while it writes to the folder."""
        return self.path / "lock"

    def snapshots(self) -> list[Snapshot]:
        """Return all finished snapshots, oldest first.

        Raises:
            BackupError: a manifest cannot be read.
        """
        return [self._read(path) for path in sorted(self._snapshots.iterdir()) if not path.name.startswith(".")]

    def newest(self, name: str = "") -> Snapshot:
        """Return the newest snapshot, or the named one.

        Raises:
            BackupError: there is none.
        """
        if name and "/" not in name and not name.startswith(".") and (self._snapshots / name).is_dir():
            return self._read(self._snapshots / name)
        found = [] if name else self.snapshots()
        if not found:
            message = f"{self.path} has no {f'snapshot {name!r}' if name else 'finished snapshot'}"
            raise BackupError(message)
        return found[-1]

    def begin(self) -> Path:
        """Return a new folder for the parts of a snapshot; what was left unfinished before is deleted."""
        for path in self._snapshots.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(path)
        path = self._snapshots / f"{_UNFINISHED}{os.getpid()}"
        path.mkdir(mode=0o700)
        return path

    def finish(self, unfinished: Path, manifest: Manifest) -> Snapshot:
        """Turn the folder that `begin` returned into a snapshot; all its parts are durable."""
        write_atomically(unfinished / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        path = self._snapshots / manifest.made_at.strftime(_NAME)
        if path.exists():
            message = f"there is a backup of this very second already: {path}"
            raise BackupError(message)
        unfinished.rename(path)
        sync_folder(self._snapshots)
        return Snapshot(path, manifest)

    def drop(self, snapshots: Iterable[Snapshot]) -> None:
        """Delete snapshots, then the files that no snapshot names any more; safe to repeat."""
        for snapshot in snapshots:
            # so a killed process leaves no half snapshot
            aside = snapshot.path.with_name(f"{_UNFINISHED}{snapshot.name}")
            snapshot.path.rename(aside)
            shutil.rmtree(aside)
        named = {file.digest for snapshot in self.snapshots() for file in snapshot.manifest.files}
        for path in self._files.glob("??/*"):
            if path.name not in named:
                path.unlink()

    def store(self, source: Path) -> str | None:
        """Store a file under its digest unless it is there, and return the digest; None where it is gone."""
        try:
            with source.open("rb") as file:
                digest = digest_of(file)
                file.seek(0)
                if not self.file(digest).exists():
                    self._copy_in(file, digest)
        except FileNotFoundError:
            return None
        except ContentMismatchError as error:
            message = f"{source} changed while it was read; run the backup again"
            raise BackupError(message) from error
        return digest

    def file(self, digest: str) -> Path:
        """Return the place of a stored file."""
        return self._files / digest[:2] / digest

    def copy_out(self, stored: BackedUpFile, target: Path, *, mode: int) -> None:
        """Write a stored file to ``target``.

        Raises:
            BackupError: it is missing or damaged.
        """
        try:
            with self.file(stored.digest).open("rb") as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fchmod(copy.fileno(), mode)
                os.fsync(copy.fileno())
        except FileNotFoundError as error:
            message = f"the backup lacks the content of {stored.path}"
            raise BackupError(message) from error
        if digest_of_file(target) != stored.digest:
            message = f"the backup's content of {stored.path} is damaged"
            raise BackupError(message)

    def _copy_in(self, source: BinaryIO, digest: str) -> None:
        place = self.file(digest)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with verified_file(place, mode=0o600) as copy:
            shutil.copyfileobj(source, copy)

    def _read(self, path: Path) -> Snapshot:
        try:
            return Snapshot(path, msgspec.json.decode((path / "manifest.json").read_bytes(), type=Manifest))
        except (OSError, ValueError) as error:
            message = f"the manifest of the snapshot {path} cannot be read: {error}"
            raise BackupError(message) from error

    def _check_format(self) -> None:
        found = ""
        with suppress(OSError, UnicodeDecodeError):
            found = self._format.read_text("ascii").strip()
        if found != str(FORMAT):
            raise BackupError(
                f"{self.path} is no folder of backups"
                if not found
                else f"{self.path} has the format {found!r}, this version reads {FORMAT}"
            )


def files_below(root: Path, *folders: str) -> Iterator[Path]:
    """Yield the regular files of some folders of a home, sorted; hidden ones, such as locks, are left out."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path
