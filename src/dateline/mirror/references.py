"""Index of the mirror's own log: which public files it references now, and which words it lacks."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Self

import msgspec

from dateline.archive.port import StoredEntry, StoredLog
from dateline.editions.entry import Entry, Record, files_of, words

_STEP = 1_000

_TABLES = """
CREATE TABLE IF NOT EXISTS reached (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL);
INSERT OR IGNORE INTO reached VALUES (1, 0);
CREATE TABLE IF NOT EXISTS named (subject TEXT, file TEXT, PRIMARY KEY (subject, file)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS named_by_file ON named (file);
CREATE TABLE IF NOT EXISTS owed (position INTEGER PRIMARY KEY, subject TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS owed_by_subject ON owed (subject);
"""


class FileReferences:
    """A small database that follows the mirror's own log; a context manager. It may be deleted; it is rebuilt then."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def follow(self, log: StoredLog) -> None:
        """Apply the log's new entries; a log that ends earlier than before is read from its start."""
        if self._position() > log.position:
            self.clear()
        while (position := self._position()) < log.position:
            entries = log.entries(position, _STEP)
            with closing(self._database.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                for one in entries:
                    _apply(cursor, one)
                cursor.execute("UPDATE reached SET position = ?", (entries[-1].position,))
                cursor.execute("COMMIT")

    def clear(self) -> None:
        """Start again before the first entry."""
        self._database.executescript(
            "BEGIN; DELETE FROM named; DELETE FROM owed; UPDATE reached SET position = 0; COMMIT;"
        )

    def is_referenced(self, file: str) -> bool:
        """Return whether any words reference a file now."""
        return self._database.execute("SELECT 1 FROM named WHERE file = ? LIMIT 1", (file,)).fetchone() is not None

    def all_files(self) -> Iterator[str]:
        """Yield every file that words reference now, once."""
        yield from (file for (file,) in self._database.execute("SELECT DISTINCT file FROM named"))

    def files(self, subjects: Iterable[str]) -> set[str]:
        """Return the files that the words of subjects reference now; see ``subject_of``."""
        files: set[str] = set()
        for subject in subjects:
            files.update(f for (f,) in self._database.execute("SELECT file FROM named WHERE subject = ?", (subject,)))
        return files

    def missing_words(self) -> list[int]:
        """Return the positions whose words are missing although no later entry removes them."""
        return [position for (position,) in self._database.execute("SELECT position FROM owed ORDER BY position")]

    def _position(self) -> int:
        return int(self._database.execute("SELECT position FROM reached").fetchone()[0])


def subject_of(entry: Entry) -> str:
    """Return a key for the subject of an entry."""
    return f"{entry.subject.kind} {entry.subject.language} {entry.subject.id}"


def files_after(record: Record) -> frozenset[str] | None:
    """Return the files that the subject of a record references once it is applied; None if they stay the same."""
    entry = record.entry
    if record.edition is None and not entry.edition and entry.change not in ("removed", "erased", "retired"):
        return None
    return files_of(words(record))


def _apply(cursor: sqlite3.Cursor, stored: StoredEntry) -> None:
    entry = msgspec.json.decode(stored.entry, type=Entry)
    subject = subject_of(entry)
    files = files_after(Record(entry, stored.edition))
    if entry.change in ("removed", "erased"):
        cursor.execute("DELETE FROM owed WHERE subject = ?", (subject,))
    elif entry.edition and stored.edition is None:
        cursor.execute("INSERT OR REPLACE INTO owed VALUES (?, ?)", (entry.position, subject))
    if files is not None:
        cursor.execute("DELETE FROM named WHERE subject = ?", (subject,))
        cursor.executemany("INSERT INTO named VALUES (?, ?)", ((subject, file) for file in files))
