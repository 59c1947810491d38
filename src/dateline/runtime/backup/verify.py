"""Verify snapshots: read every file and compare it with its digest, and open the dump."""

import sqlite3
import subprocess
from collections.abc import Collection, Iterator
from contextlib import closing

from dateline.runtime.backup.folder import BackupFolder, Snapshot
from dateline.storage.content_addressed import digest_of_file


def faults_of(folder: BackupFolder, snapshots: Collection[Snapshot]) -> Iterator[str]:
    """Yield a sentence for each fault of the given snapshots; nothing if all can be restored."""
    digests = {file.digest for one in snapshots for file in one.manifest.files}
    damaged = {digest for digest in digests if not _is_whole(folder, digest)}
    for snapshot in snapshots:
        yield from (f"{snapshot.name}: {fault}." for fault in _database_faults(snapshot))
        for file in snapshot.manifest.files:
            if file.digest in damaged:
                yield f"{snapshot.name}: the content of {file.path} is missing or damaged."
        for name in snapshot.manifest.missing:
            yield f"{snapshot.name}: the newsroom lacked the file {name}, which its log names."
        if snapshot.manifest.has_key and not snapshot.key.exists():
            yield f"{snapshot.name}: the secret key is missing."


def _is_whole(folder: BackupFolder, digest: str) -> bool:
    try:
        return digest_of_file(folder.file(digest)) == digest
    except OSError:
        return False


def _database_faults(snapshot: Snapshot) -> Iterator[str]:
    manifest = snapshot.manifest
    try:
        if digest_of_file(snapshot.database) != manifest.database_digest:
            yield "the dump of the database is damaged"
            return
    except OSError:
        yield "the dump of the database is missing"
        return
    if manifest.database == "sqlite":
        yield from _sqlite_faults(snapshot)
    else:
        yield from _postgresql_faults(snapshot)


def _sqlite_faults(snapshot: Snapshot) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{snapshot.database}?mode=ro&immutable=1", uri=True)) as connection:
        [(said,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
        [(position,)] = connection.execute("SELECT position FROM publication_loghead").fetchall()
    if said != "ok":
        yield f"the dump of the database cannot be used: {said}"
    if position != snapshot.manifest.position:
        yield f"the dump of the database stands at position {position}, not {snapshot.manifest.position}"


def _postgresql_faults(snapshot: Snapshot) -> Iterator[str]:
    try:
        command = ["pg_restore", "--list", str(snapshot.database)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own
    except FileNotFoundError:
        yield "pg_restore is missing, so the dump of the database cannot be opened"
        return
    if done.returncode:
        yield f"the dump of the database cannot be used: {' '.join(done.stderr.split())}"
