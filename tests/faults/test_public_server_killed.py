"""The public server is killed again and again while entries are applied: answers stay whole and never go back."""

import http.client
import os
import re
import signal
import threading
import time

import pytest

from dateline.archive.embedded import open_writer
from tests.support.editions import Log, a_kind, a_newsroom, an_edition
from tests.support.public_server import Answer, PublicServer

BEFORE = 2  # entries before the first release: release n stands at position n + BEFORE
RELEASES = 120
FROM = 20


@pytest.fixture
def server(tmp_path):
    server = PublicServer(tmp_path, workers=2)
    yield server
    server.stop()


def a_log() -> Log:
    log = Log()
    log.set(a_newsroom(), a_kind("news"))
    for number in range(1, RELEASES + 1):
        log.publish(an_edition(number))
    return log


class Writing(threading.Thread):
    """Applies one record after another, as the worker does; ``position`` is what is durably there."""

    def __init__(self, server: PublicServer, log: Log) -> None:
        super().__init__()
        self.folder, self.records = server.home / "archive", log.records
        self.position = BEFORE + FROM

    def run(self) -> None:
        with open_writer(self.folder) as writer:
            while self.position < len(self.records):
                self.position = writer.apply(self.records[self.position : self.position + 1])
                time.sleep(0.03)


class Reading(threading.Thread):
    """Asks without end; what cannot be answered while everything is dead is passed over."""

    def __init__(self, server: PublicServer, path: str) -> None:
        super().__init__()
        self.server, self.path = server, path
        self.answers: list[Answer] = []
        self.done = False

    def run(self) -> None:
        while not self.done:
            try:
                self.answers.append(self.server.get(self.path))
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)


def says(answer: Answer, path: str) -> int:
    """The position that the words of an answer belong to."""
    pattern = {"/en/news": rb"Headline (\d+)", "/en/news.atom": rb"<title>Headline (\d+)</title>"}[path]
    return int(re.search(pattern, answer.body)[1]) + BEFORE


@pytest.mark.slow
def test_answers_are_whole_and_never_go_back_while_server_and_workers_are_killed(server):
    log = a_log()
    server.apply(log.records[: BEFORE + FROM])
    server.start()
    writing = Writing(server, log)
    readings = [Reading(server, path) for path in ("/en/news", "/en/news.atom", "/en/news")]
    for thread in (writing, *readings):
        thread.start()

    restarts = 0
    try:
        while writing.is_alive():
            time.sleep(0.3)
            for worker in server.worker_ids()[:1]:
                os.kill(worker, signal.SIGKILL)
            time.sleep(0.3)
            written = writing.position
            server.kill()
            server.start()
            restarts += 1
            assert server.get("/en/news").position >= written
    finally:
        for reading in readings:
            reading.done = True
        for thread in (writing, *readings):
            thread.join()

    assert restarts >= 2
    answers = [(answer, reading.path) for reading in readings for answer in reading.answers]
    assert len(answers) > 100
    assert {answer.status for answer, _ in answers} == {200}
    assert all(answer.position == says(answer, path) for answer, path in answers)
    assert server.get("/en/news").position == len(log.records)


def test_a_killed_worker_is_replaced(server):
    server.apply(a_log().records[:10])
    server.start()
    first = set(server.worker_ids())

    for worker in first:
        os.kill(worker, signal.SIGKILL)

    ends_at_s = time.monotonic() + 10
    while len(set(server.worker_ids()) - first) < 2:
        assert time.monotonic() < ends_at_s
        time.sleep(0.05)
    assert not first & set(server.worker_ids())


def test_no_worker_outlives_the_server(server):
    server.start()
    workers = server.worker_ids()
    assert len(workers) == 2

    server.kill()  # waits until they have ended

    with pytest.raises(ConnectionRefusedError):
        server.get("/health")
