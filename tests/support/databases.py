"""Databases for tests: migrated once per change of the migrations, then cloned.

Migrated databases are stored in the user's cache folder. Their name is a digest of everything that migrations depend
on, so another checkout of the same code reuses them.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg

from tests.support.imports import files_reached, modules_below
from tests.support.postgresql import TEMPLATE, Cluster

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline" / "test-databases"
TEMPLATES_MAX = 8  # templates of 3 MB and 40 MB each; other checkouts may be using older ones


class SqliteDatabases:
    """Each database is a file; a clone is a copy."""

    vendor = "sqlite"

    def __init__(self, session: Path, _guarded_by: int) -> None:
        self.session = session

    def url(self, name: str) -> str:
        return f"sqlite:///{self.session / name}.sqlite3"

    def clone(self, name: str) -> str:
        """Make, or make anew, a migrated database and return its address."""
        template = _template("sqlite.sqlite3", self._migrate)
        self.drop(name)
        shutil.copyfile(template, self.session / f"{name}.sqlite3")
        return self.url(name)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            (self.session / f"{name}.sqlite3{suffix}").unlink(missing_ok=True)

    def end(self) -> None:
        """Do nothing, because no process runs."""

    def _migrate(self, folder: Path) -> Path:
        path = folder / "template.sqlite3"
        _migrate(f"sqlite:///{path}", folder)
        # Everything into the one file.
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path


class PostgresqlDatabases:
    """One cluster per session, started when it is first needed; a clone is a copy of the template database."""

    vendor = "postgresql"

    def __init__(self, session: Path, guarded_by: int) -> None:
        self.session = session
        self.guarded_by = guarded_by
        self.cluster = Cluster(session / "postgresql")

    def url(self, name: str) -> str:
        return self.cluster.url(name)

    def clone(self, name: str) -> str:
        """Make, or make anew, a migrated database and return its address."""
        self._demand_cluster()
        self.drop(name)
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def end(self) -> None:
        """Stop the cluster, if it was started."""
        if self.cluster.data.exists():
            self.cluster.stop()

    def _execute(self, statement: str) -> None:
        with psycopg.connect(host=str(self.cluster.socket), user="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _demand_cluster(self) -> None:
        with _locked(self.session / "postgresql.lock"):
            if not self.cluster.data.exists():
                self.cluster.create_from(_template("postgresql", self._migrate))
                self.cluster.start(self.guarded_by)

    def _migrate(self, folder: Path) -> Path:
        # A folder of its own: the account that runs PostgreSQL cannot reach one of root's.
        with tempfile.TemporaryDirectory(prefix="dateline-template-") as own:
            Path(own).chmod(0o711)
            cluster = Cluster(Path(own) / "cluster")
            cluster.create()
            cluster.start(os.getpid())
            with psycopg.connect(host=str(cluster.socket), user="postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
            _migrate(cluster.url(TEMPLATE), folder)
            cluster.stop()
            shutil.copytree(cluster.data, folder / "data")
        return folder / "data"


Databases = SqliteDatabases | PostgresqlDatabases
KINDS: dict[str, type[Databases]] = {"sqlite": SqliteDatabases, "postgresql": PostgresqlDatabases}


def _template(name: str, make) -> Path:
    """Return the template database for this state of the code; make it if there is none."""
    template = TEMPLATES / _fingerprint() / name
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with _locked(TEMPLATES / f"{name}.lock"):
        if not template.exists():
            with tempfile.TemporaryDirectory(dir=TEMPLATES, prefix="making-") as folder:
                made = make(Path(folder))
                template.parent.mkdir(exist_ok=True)
                made.rename(template)
            for old in _least_used(name)[TEMPLATES_MAX:]:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        os.utime(template)
    return template


def _least_used(name: str) -> list[Path]:
    """Return the templates of a kind of database, the most recently used one first."""
    return sorted(TEMPLATES.glob(f"*/{name}"), key=lambda path: path.stat().st_mtime, reverse=True)


@cache
def _fingerprint() -> str:
    """Return a digest of everything on which the content of a migrated database depends."""
    others = [ROOT / "requirements" / "run.txt", Path(__file__), Path(__file__).with_name("postgresql.py")]
    return digest_of([*deciding_files(ROOT / "src" / "dateline"), *others])


def deciding_files(source: Path) -> set[Path]:
    """Return the files of a package on which migrations depend: all modules they import, and data files beside these.

    Settings and the functions that ``post_migrate`` calls are included.
    """
    modules = modules_below(source)
    starts = [name for name in modules if ".migrations." in name or name.endswith((".desk.preparation", ".settings"))]
    code = files_reached(source, starts)
    return code | {data for folder in {file.parent for file in code} for data in folder.glob("*.toml")}


def digest_of(files: Iterable[Path]) -> str:
    """Return a digest of the paths and the bytes of some files, in any order."""
    state = hashlib.sha256()
    for file in sorted(files):
        state.update(os.path.relpath(file, ROOT).encode() + b"\0" + file.read_bytes() + b"\0")
    return state.hexdigest()[:16]


def _migrate(url: str, folder: Path) -> None:
    environment = {
        **os.environ,
        "DATELINE_HOME": str(folder / "home"),
        "DATELINE_SECRET_KEY": "of the tests",
        "DATELINE_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=environment, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the migrations failed:\n{done.stdout}{done.stderr}")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
