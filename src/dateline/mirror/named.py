"""Which public files the mirror's own log names now, and which words it lacks; derived from that log alone."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Self

import msgspec

from dateline.archive.port import Archive, StoredEntry
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


class Named:
    """A small file that follows the mirror's own log; a context manager. It may be deleted, and is made again."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def follow(self, log: Archive) -> None:
        """Take over what the log says since the last time; one that ends earlier is taken from its beginning."""
        if self._position() > log.position:
            self.forget()
        while (position := self._position()) < log.position:
            entries = log.entries(position, _STEP)
            with closing(self._base.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                for one in entries:
                    _take(cursor, one)
                cursor.execute("UPDATE reached SET position = ?", (entries[-1].position,))
                cursor.execute("COMMIT")

    def forget(self) -> None:
        """Begin again before the first entry."""
        self._base.executescript("BEGIN; DELETE FROM named; DELETE FROM owed; UPDATE reached SET position = 0; COMMIT;")

    def is_named(self, file: str) -> bool:
        """Say whether any words name a file now."""
        return self._base.execute("SELECT 1 FROM named WHERE file = ? LIMIT 1", (file,)).fetchone() is not None

    def all_named(self) -> Iterator[str]:
        """Yield every file that some words name now, each once."""
        yield from (file for (file,) in self._base.execute("SELECT DISTINCT file FROM named"))

    def files(self, subjects: Iterable[str]) -> set[str]:
        """Return the files that the words of subjects name now; see ``subject_of``."""
        found: set[str] = set()
        for subject in subjects:
            found.update(f for (f,) in self._base.execute("SELECT file FROM named WHERE subject = ?", (subject,)))
        return found

    def owed(self) -> list[int]:
        """Return positions whose words are missing though no later entry takes them away."""
        return [position for (position,) in self._base.execute("SELECT position FROM owed ORDER BY position")]

    def _position(self) -> int:
        return int(self._base.execute("SELECT position FROM reached").fetchone()[0])


def subject_of(entry: Entry) -> str:
    """Return what an entry is about as one text."""
    return f"{entry.subject.kind} {entry.subject.language} {entry.subject.id}"


def files_after(record: Record) -> frozenset[str] | None:
    """Return the files that the subject of a record names after it; None where they stay what they were."""
    entry = record.entry
    if record.edition is None and not entry.edition and entry.change not in ("removed", "erased", "retired"):
        return None
    return files_of(words(record))


def _take(cursor: sqlite3.Cursor, logged: StoredEntry) -> None:
    entry = msgspec.json.decode(logged.entry, type=Entry)
    subject = subject_of(entry)
    files = files_after(Record(entry, logged.edition))
    if entry.change in ("removed", "erased"):
        cursor.execute("DELETE FROM owed WHERE subject = ?", (subject,))
    elif entry.edition and logged.edition is None:
        cursor.execute("INSERT OR REPLACE INTO owed VALUES (?, ?)", (entry.position, subject))
    if files is not None:
        cursor.execute("DELETE FROM named WHERE subject = ?", (subject,))
        cursor.executemany("INSERT INTO named VALUES (?, ?)", ((subject, file) for file in files))
