"""Dumps of both databases while others write, and databases made from them beside their places."""

import os
import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from dateline.newsroom.publication import log
from dateline.runtime.backup.databases import database_of
from dateline.runtime.backup.errors import BackupError
from dateline.runtime.home import Home
from tests.support.desk.builders import NOON, a_published, an_office
from tests.support.postgresql import programs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def postgresql_on_the_path(monkeypatch, vendor):
    """The programs of the very server that runs here."""
    if vendor == "postgresql":
        monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def somebody_who_publishes():
    """Publish one release after the other until the block ends."""
    office = an_office("chair")
    is_over = threading.Event()

    def publish() -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            a_published(f"Release {number}", office=office, at=NOON)
        connection.close()

    writer = threading.Thread(target=publish)
    writer.start()
    try:
        yield
    finally:
        is_over.set()
        writer.join()


@pytest.mark.usefixtures("postgresql_on_the_path")
def test_a_dump_is_of_one_moment_and_makes_an_equal_database(tmp_path, vendor, databases):
    url = os.environ["DATELINE_DATABASE_URL"]
    database = database_of(Home(tmp_path), {"DATELINE_DATABASE_URL": url})
    with somebody_who_publishes():
        facts = database.dump(tmp_path / "dump")

    after = log.head()
    assert database.kind == vendor
    assert 0 < facts.position <= after.position
    [record] = log.read(facts.position - 1, 1)
    assert record.entry.position == facts.position
    target = databases.url(f"restored_{os.getpid()}")
    place = database_of(Home(tmp_path), {"DATELINE_DATABASE_URL": target})
    with place.restored(tmp_path / "dump") as (_beside, move):
        move()
    again = place.dump(tmp_path / "again")
    assert again == facts
    with pytest.raises(BackupError, match=r"already|not empty"), place.restored(tmp_path / "dump"):
        pass
    assert place.dump(tmp_path / "once more") == facts, "a refusal changes nothing"


@pytest.mark.usefixtures("postgresql_on_the_path")
def test_a_restored_database_that_is_not_finished_is_not_there(tmp_path, databases):
    url = os.environ["DATELINE_DATABASE_URL"]
    database_of(Home(tmp_path), {"DATELINE_DATABASE_URL": url}).dump(tmp_path / "dump")
    place = database_of(Home(tmp_path), {"DATELINE_DATABASE_URL": databases.url(f"unfinished_{os.getpid()}")})

    with pytest.raises(KeyboardInterrupt), place.restored(tmp_path / "dump"):
        raise KeyboardInterrupt

    with pytest.raises(BackupError):
        place.dump(tmp_path / "again")
    with place.restored(tmp_path / "dump") as (_beside, move):
        move()
    assert place.dump(tmp_path / "again").position == log.head().position


@pytest.mark.parametrize("url", ["sqlite:////nowhere/x.sqlite3", "postgres://nobody@127.0.0.1:1/nothing"])
def test_a_database_that_does_not_answer_is_a_sentence(tmp_path, url):
    with pytest.raises(BackupError, match=r"there is no database|does not answer"):
        database_of(Home(tmp_path), {"DATELINE_DATABASE_URL": url}).dump(tmp_path / "dump")
    assert transaction.get_connection().in_atomic_block is False
