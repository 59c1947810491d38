"""Dump the database as of one moment, and make databases from dumps. Neither needs Django.

A restored database is made under a temporary name and moved to its place at the end.
"""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from dateline.runtime.backup.errors import BackupError
from dateline.runtime.home import Home

_HEAD = "SELECT position, digest FROM publication_loghead"
_NUMBER = "SELECT next FROM publication_numbercounter"
_VARIABLES = {"dbname": "DATABASE", "application_name": "APPNAME"}
_NAMED = "SELECT DISTINCT file FROM publication_namedfile"


class Facts(msgspec.Struct, frozen=True):
    """Facts about a dump, read in the same transaction as the dump itself.

    Attributes:
        position, digest: of the last entry of the log.
        next_number: the number that the next release would get.
        named: names of the public files that the log names.
    """

    position: int
    digest: str
    next_number: int
    named: frozenset[str]


class Database(Protocol):
    """The database of a newsroom."""

    kind: Literal["sqlite", "postgresql"]

    def dump(self, target: Path) -> Facts:
        """Write a dump of one moment; others may write to the database meanwhile."""

    @contextmanager
    def restored(self, dump: Path) -> Iterator[tuple[str, Callable[[], None]]]:
        """Make a database from a dump under a temporary name; yield (its address, function that moves it to its place).

        Raises:
            BackupError: there is something in its place already.
        """


def database_of(home: Home, environment: Mapping[str, str]) -> Database:
    """Return the database that ``DATELINE_DATABASE_URL`` names, else the embedded one."""
    url = environment.get("DATELINE_DATABASE_URL") or f"sqlite:///{home.database}"
    return Sqlite(Path(urlsplit(url).path.removeprefix("/"))) if url.startswith("sqlite:") else Postgresql(url)


class Sqlite:
    """The embedded database."""

    kind: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def dump(self, target: Path) -> Facts:
        """Copy the database by SQLite's online backup, which copies one moment although others may write."""
        if not self._path.exists():
            message = f"there is no database {self._path}"
            raise BackupError(message)
        with closing(sqlite3.connect(self._path, timeout=60)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a write-ahead log beside it
            facts = _facts(lambda query: copy.execute(query).fetchall())
        target.chmod(0o600)
        return facts

    @contextmanager
    def restored(self, dump: Path) -> Iterator[tuple[str, Callable[[], None]]]:
        """See ``Database.restored``."""
        if self._path.exists():
            message = f"there is a database already: {self._path}. Move it away, with its -wal and -shm files"
            raise BackupError(message)
        beside = self._path.with_name(f".{self._path.name}.restoring")
        self._delete(beside)
        with closing(sqlite3.connect(dump)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)
        beside.chmod(0o600)
        try:
            yield f"sqlite:///{beside}", lambda: self._move(beside)
        finally:
            self._delete(beside)

    def _move(self, beside: Path) -> None:
        with closing(sqlite3.connect(beside)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        os.link(beside, self._path)  # fails if a database has appeared there meanwhile
        beside.unlink()

    def _delete(self, path: Path) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


class Postgresql:
    """A PostgreSQL database; dumps are made and read by PostgreSQL's own programs."""

    kind: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        self._name = urlsplit(url).path.lstrip("/")

    def dump(self, target: Path) -> Facts:
        """Run ``pg_dump`` on the snapshot in which the facts are read."""
        try:
            with psycopg.connect(self._url) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall()
                facts = _facts(lambda query: connection.execute(query).fetchall())
                _run(self._url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        except psycopg.Error as error:
            message = f"the database does not answer: {' '.join(str(error).split())}"
            raise BackupError(message) from error
        target.chmod(0o600)
        return facts

    @contextmanager
    def restored(self, dump: Path) -> Iterator[tuple[str, Callable[[], None]]]:
        """See ``Database.restored``; during a restore the role needs the right to create databases."""
        beside = f"{self._name}_restoring"
        url = self._with_name(beside)
        try:
            with psycopg.connect(self._with_name("postgres"), autocommit=True) as server:
                self._require_empty(server)
                _statement(server, "DROP DATABASE IF EXISTS {}", beside)
                _statement(server, "CREATE DATABASE {}", beside)
                _run(url, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                     f"--dbname={beside}", str(dump))  # fmt: skip
                try:
                    yield url, lambda: self._move(server, beside)
                finally:
                    _statement(server, "DROP DATABASE IF EXISTS {}", beside)
        except psycopg.Error as error:
            message = f"the database cannot be restored: {' '.join(str(error).split())}"
            raise BackupError(message) from error

    def _require_empty(self, server: "psycopg.Connection[Any]") -> None:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._name]).fetchall():
            return
        with psycopg.connect(self._url) as connection:
            if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchall():
                message = f"the database {self._name} is not empty: name another one, or drop it"
                raise BackupError(message)

    def _move(self, server: "psycopg.Connection[Any]", beside: str) -> None:
        self._require_empty(server)
        _statement(server, "DROP DATABASE IF EXISTS {}", self._name)
        _statement(server, "ALTER DATABASE {} RENAME TO {}", beside, self._name)

    def _with_name(self, name: str) -> str:
        parts = urlsplit(self._url)
        return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def _facts(read: Callable[[str], list[Any]]) -> Facts:
    """Read the facts of a dump.

    Raises:
        BackupError: the database is not one of a newsroom.
    """
    try:
        [(position, digest)], [(number,)] = read(_HEAD), read(_NUMBER)
        return Facts(position, digest, number, frozenset(name for (name,) in read(_NAMED)))
    except (sqlite3.Error, psycopg.Error, ValueError) as error:
        message = f"the database is not one of a newsroom of this version: {error}"
        raise BackupError(message) from error


def _statement(server: "psycopg.Connection[Any]", text: str, *names: str) -> None:
    server.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _run(url: str, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL. Its environment has the address, so that other users cannot read the password."""
    known = conninfo_to_dict(url)
    own = {f"PG{_VARIABLES.get(name, name.upper())}": str(value) for name, value in known.items()}
    try:
        done = subprocess.run(  # noqa: S603 - programs of PostgreSQL
            [program, *arguments], env={**os.environ, **own}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        message = f"{program} is missing. On Debian: apt-get install postgresql-client"
        raise BackupError(message) from error
    if done.returncode:
        message = f"{program} failed: {' '.join(done.stderr.split())}"
        raise BackupError(message)
