"""Make a snapshot: first the database, then all private files, so that every file that the database names is copied."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import msgspec

from dateline.runtime import overrides_in_memory
from dateline.runtime.backup import keys
from dateline.runtime.backup.databases import Facts, database_of
from dateline.runtime.backup.errors import BackupError
from dateline.runtime.backup.folder import BackedUpFile, BackupFolder, Manifest, Snapshot, files_below
from dateline.runtime.backup.retention import superfluous
from dateline.runtime.errors import NoSecretKeyError
from dateline.runtime.home import Home
from dateline.storage.content_addressed import digest_of_file
from dateline.storage.errors import FileLockedError
from dateline.storage.files import write_atomically
from dateline.storage.locks import FileLock

FOLDERS = ("private", "intake", "overrides")
"""Folders of a home that are backed up, besides database and key; the others are derived or belong to processes."""

_PUBLIC_FILES = "private/renditions/"
_ATTEMPTS = 3  # a file may be erased after the dump and before it is copied; then the dump is made again


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a backup.

    Attributes:
        recipients: public keys for which the secret key is encrypted; without any, the key is not backed up.
        keep, keep_monthly: see ``retention``.
    """

    recipients: tuple[str, ...] = ()
    keep: int = 30
    keep_monthly: int = 12


def create(
    home: Home,
    folder: BackupFolder,
    plan: Plan,
    *,
    environment: Mapping[str, str],
    now: Callable[[], dt.datetime],
) -> Snapshot:
    """Make a snapshot of a home, then delete snapshots that are not kept any longer.

    The newsroom may run meanwhile. A snapshot is either complete or does not exist.

    Raises:
        BackupError: the home cannot be backed up as it is, or another backup runs.
    """
    try:
        with FileLock(folder.lock):
            unfinished = folder.begin()
            facts, files, missing = _content(home, unfinished / "database", _Copier(home, folder), environment)
            manifest = Manifest(
                made_at=now(),
                version=version("dateline"),
                position=facts.position,
                digest=facts.digest,
                next_number=facts.next_number,
                database=database_of(home, environment).kind,
                database_digest=digest_of_file(unfinished / "database"),
                files=tuple(files),
                missing=tuple(missing),
                has_key=_write_key(home, unfinished, plan.recipients, environment),
            )
            snapshot = folder.finish(unfinished, manifest)
            folder.drop(superfluous(folder.snapshots(), keep=plan.keep, keep_monthly=plan.keep_monthly))
            return snapshot
    except FileLockedError as error:
        message = f"another backup runs: {error}"
        raise BackupError(message) from error


def _content(
    home: Home, dump: Path, copier: "_Copier", environment: Mapping[str, str]
) -> tuple[Facts, list[BackedUpFile], list[str]]:
    """Write dump and files; return (facts of the dump, files copied, names of files that the home lacks)."""
    for attempt in range(_ATTEMPTS):
        dump.unlink(missing_ok=True)
        facts = database_of(home, environment).dump(dump)
        files = copier.copy_all()
        here = {Path(file.path).name for file in files if file.path.startswith(_PUBLIC_FILES)}
        files += copier.copy_public(facts.named - here)
        missing = sorted(facts.named - {Path(file.path).name for file in files})
        if not missing or attempt == _ATTEMPTS - 1:
            break
    return facts, files, missing


class _Copier:
    """Copies the files of a home into the backup folder, except those that have not changed since the last snapshot."""

    def __init__(self, home: Home, folder: BackupFolder) -> None:
        self._home = home
        self._folder = folder
        self._known = {file.path: file for one in folder.snapshots()[-1:] for file in one.manifest.files}

    def copy_all(self) -> list[BackedUpFile]:
        """Copy all files of ``FOLDERS``, and the overrides that are only in memory."""
        with suppress(OSError):
            overrides_in_memory.carry_over(self._home)
        paths = files_below(self._home.path, *FOLDERS)
        found = [self._stored(path, path.relative_to(self._home.path).as_posix()) for path in paths]
        return [file for file in found if file is not None]

    def copy_public(self, names: Collection[str]) -> list[BackedUpFile]:
        """Copy files from the public folder that are missing among the private ones."""
        found = [self._stored(self._home.public_media / name, f"{_PUBLIC_FILES}{name}") for name in sorted(names)]
        return [file for file in found if file is not None]

    def _stored(self, source: Path, path: str) -> BackedUpFile | None:
        """Store a file unless it is known; None where there is none."""
        try:
            found = source.stat()
        except FileNotFoundError:
            return None
        before = self._known.get(path)
        if (
            before is not None
            and (before.size_bytes, before.changed_ns) == (found.st_size, found.st_mtime_ns)
            and self._folder.file(before.digest).exists()
        ):
            return before
        digest = self._folder.store(source)
        if digest is None:
            return None
        return BackedUpFile(path=path, digest=digest, size_bytes=found.st_size, changed_ns=found.st_mtime_ns)


def _write_key(home: Home, unfinished: Path, recipients: Sequence[str], environment: Mapping[str, str]) -> bool:
    if not recipients:
        return False
    try:
        secret = home.secret_key(environment)
    except NoSecretKeyError as error:
        raise BackupError(str(error)) from error
    write_atomically(unfinished / "secret-key.age", keys.sealed(secret, recipients))
    return True
