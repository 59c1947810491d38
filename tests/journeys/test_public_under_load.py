"""More than the public server can serve: it stays up, tells who overdoes it, and goes on for everybody else."""

import socket
import threading
import time

import pytest

from dateline.editions.canonical import digest
from dateline.editions.parts import Download
from tests.support.editions import Log, a_newsroom, an_edition, an_office, refs
from tests.support.installation import wait_for
from tests.support.public_server import PublicServer

LIMIT = 40
OURS, THEIRS = "198.51.100.7", "203.0.113.9"
CONTENTS = (b"a,b", b"c,d", b"e,f")
FILE, SHARED, UNNAMED = (f"{digest(content)}.csv" for content in CONTENTS)


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), an_office())
    for number in range(1, 60):
        files = {40: (FILE, SHARED), 50: (SHARED,)}.get(number, ())
        body = tuple(Download(file=name, title="", type="text/csv", size_bytes=3) for name in files)
        log.publish(an_edition(number, offices=refs("mission"), body=body))
    return log


@pytest.fixture
def server(tmp_path, log, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    server = PublicServer(home, workers=1)
    server.environment = {
        "DATELINE_TRUSTED_PROXIES": "1",
        "DATELINE_PAGES_A_MINUTE": str(LIMIT),
        "DATELINE_CACHE_KEYS": "surrogate-key",
    }
    server.apply(log.records)
    server.start()
    yield server
    assert server.stop() == 0


def test_endless_filters_from_one_address_are_refused_and_nobody_else_is(server):
    server.get("/en/news", x_forwarded_for=OURS)

    asked = [server.get(f"/en/news?q=word{number}", x_forwarded_for=THEIRS) for number in range(4 * LIMIT)]

    refused = [answer for answer in asked if answer.status == 429]
    assert {answer.status for answer in asked} == {200, 429}
    assert 2 * LIMIT < len(refused) < 4 * LIMIT
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
    assert server.get("/en/news", x_forwarded_for=THEIRS).status == 200  # kept
    assert server.get("/en/news?q=river", x_forwarded_for=OURS).status == 200
    assert server.get("/health").status == 200


def test_slow_clients_and_huge_headers_hold_nobody_up(server):
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    for connection in slow:
        connection.sendall(b"GET /en/news HTTP/1.1\r\nHost: x\r\nX-Slow: ")

    huge = server.raw(b"GET /en/news HTTP/1.1\r\nHost: x\r\nX-Huge: " + b"x" * 200_000 + b"\r\n\r\n")
    began = time.monotonic()
    page, health = server.get("/en/news"), server.get("/health")

    assert time.monotonic() - began < 5
    assert (page.status, health.status) == (200, 200)
    assert not huge or huge.split(b" ", 2)[1] in (b"400", b"431")
    for connection in slow:
        connection.close()


def test_a_reader_who_sends_the_position_back_never_goes_back_in_time(tmp_path, log):
    home = tmp_path / "home"
    home.mkdir()
    server = PublicServer(home, workers=2)
    server.apply(log.records)
    server.start()
    trouble, done = [], threading.Event()

    def read():
        seen = 0
        while not done.is_set():
            answer = server.get("/en/news", dateline_position=str(seen))
            if answer.status != 200 or answer.position < seen:
                trouble.append((answer.status, seen))
                return
            seen = answer.position

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    position = len(log.records)
    for number in range(100, 112):
        log.publish(an_edition(number))
        server.apply(log.records[position:])
        position = len(log.records)
        assert server.get("/en/news", dateline_position=str(position)).position >= position
    done.set()
    for reader in readers:
        reader.join()

    assert trouble == []
    unknown = server.get("/en/news", dateline_position=str(position + 1))
    assert (unknown.status, unknown.headers["retry-after"]) == (503, "2")
    assert server.stop() == 0


def test_answers_carry_the_keys_by_which_a_cache_drops_them(server):
    page, text = server.get("/en/news"), server.get("/en/news/59/headline-59")

    assert page.headers["surrogate-key"].split()[:2] == ["lists", "r40"]
    assert "r59" in text.headers["surrogate-key"].split()
    assert "lists" not in text.headers["surrogate-key"]
    for path, status in (("/en/news/59", 301), ("/kk/news/59", 404)):  # what a later change makes another answer
        assert (server.get(path).status, server.get(path).headers["surrogate-key"]) == (status, "r59")
    assert "stale-while-revalidate" in page.headers["cache-control"]
    assert "stale-if-error" in page.headers["cache-control"]


def test_files_carry_the_keys_of_the_releases_that_name_them(server, log):
    for name, content in zip((FILE, SHARED, UNNAMED), CONTENTS, strict=True):
        (server.home / "public" / "media" / name).write_bytes(content)

    file, shared, unnamed = (server.get(f"/media/{name}") for name in (FILE, SHARED, UNNAMED))

    assert file.headers["surrogate-key"] == "r40"
    assert shared.headers["surrogate-key"] == "r40 r50"
    assert "surrogate-key" not in unnamed.headers
    for narrower in ({"range": "bytes=0-0"}, {"if_none_match": shared.headers["etag"]}):
        assert server.get(f"/media/{SHARED}", **narrower).headers["surrogate-key"] == "r40 r50"

    log.remove(an_edition(40))
    server.apply(log.records)

    wait_for(lambda: server.get(f"/media/{SHARED}").headers["surrogate-key"] == "r50", timeout_s=2)
