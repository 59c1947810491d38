"""The publication log over HTTP: pages, waiting, events, and what must not be in it."""

import datetime as dt
import hashlib
import http.client
import json
import socket
import threading
import time

import pytest

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.editions.canonical import canonical
from dateline.public.http import log_stream
from tests.support.archives.logs import a_long_log
from tests.support.editions import NOON, Log, a_newsroom, an_edition
from tests.support.installation import wait_for
from tests.support.public_server import PublicServer, timed_s

PATH = "/api/v1/log"


@pytest.fixture
def server(tmp_path):
    server = PublicServer(tmp_path)
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """A server whose log stays as it is."""
    server = PublicServer(tmp_path_factory.mktemp("standing"))
    server.apply(a_long_log())
    yield server.start()
    server.kill()


def page(server: PublicServer, query: str = "", **headers: str) -> dict:
    answer = server.get(f"{PATH}{query}", **headers)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def walked(server: PublicServer, limit: int) -> list[dict]:
    found: list[dict] = []
    while entries := page(server, f"?after={len(found)}&limit={limit}")["entries"]:
        found += entries
    return found


def test_pages_give_every_entry_to_the_letter_with_the_words_that_are_left(standing):
    records = a_long_log()

    told = walked(standing, 7)

    assert [one["entry"].encode() for one in told] == [canonical(record.entry) for record in records]
    assert [one["edition"] and one["edition"].encode() for one in told] == [record.edition for record in records]
    assert [one["notice"] and one["notice"].encode() for one in told] == [record.notice for record in records]
    digests = [hashlib.sha256(one["entry"].encode()).hexdigest() for one in told]
    assert [one["digest"] for one in told] == digests
    assert [json.loads(one["entry"]).get("previous", "") for one in told] == ["", *digests[:-1]]
    first = page(standing, "?limit=7")
    assert (first["site"], first["position"]) == ("https://news.example.org", len(records))
    assert first["next"] == "https://news.example.org/api/v1/log?after=7&limit=7"


def test_a_page_is_known_again_until_the_log_moves(server):
    server.apply(a_long_log()[:5])
    server.start()
    first = server.get(f"{PATH}?after=2", accept_encoding="br")

    again = server.get(f"{PATH}?after=2", accept_encoding="br", if_none_match=first.headers["etag"])
    server.apply(a_long_log())
    wait_for(lambda: page(server)["position"] > 5)
    moved = server.get(f"{PATH}?after=2", accept_encoding="br", if_none_match=first.headers["etag"])

    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (moved.status, moved.headers["etag"] != first.headers["etag"]) == (200, True)
    assert first.headers["content-encoding"] == "br"
    assert first.headers["cache-control"] == "no-cache"


def test_a_question_that_cannot_be_read_is_told_why(standing):
    wrong = ("after=x", "after=-1", "limit=0", "limit=1001", "wait=61", "wait=1.5", "behind=3", "after=%ff")
    for query in wrong:
        for headers in ({}, {"accept": "text/event-stream"}):
            answer = standing.get(f"{PATH}?{query}", **headers)

            assert answer.status == 400, query
            assert answer.headers["content-type"] == "application/problem+json"
            assert json.loads(answer.body)["detail"].endswith(".")


def test_who_waits_is_answered_as_soon_as_there_is_something(server):
    records = a_long_log()
    server.apply(records[:10])
    server.start()
    told: list = []
    waiting = threading.Thread(target=lambda: told.append((page(server, "?after=10&wait=30"), time.monotonic())))
    waiting.start()
    time.sleep(0.5)
    assert not told

    server.apply(records[:12])
    applied_at_s = time.monotonic()
    waiting.join(10)

    ((answer, at_s),) = told
    assert [one["position"] for one in answer["entries"]] == [11, 12]
    assert at_s - applied_at_s < 0.25
    assert page(server, "?after=12&wait=1")["entries"] == []


class Stream:
    """A connection over which events come."""

    def __init__(self, server: PublicServer, query: str = "", last: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        headers = {"accept": "text/event-stream", **({"last-event-id": last} if last else {})}
        self.connection.request("GET", PATH + query, headers=headers)
        self.answer = self.connection.getresponse()

    def events(self, count: int) -> list[dict]:
        """Return the next events, by the words of the standard."""
        found: list[dict] = []
        event: dict = {}
        while len(found) < count:
            line = self.answer.fp.readline() if not self.answer.chunked else self._line()
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name in ("id", "event", "data"):
                event[name] = value
            elif not line.strip() and event:
                found.append(event)
                event = {}
        return found

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            more = self.answer.read(1)
            assert more, "the stream has ended"
            line += more
        return line


def test_events_come_in_order_and_go_on_behind_the_last_one_seen(server):
    records = a_long_log()
    server.apply(records[:4])
    server.start()
    stream = Stream(server, "?after=1")
    assert [event["id"] for event in stream.events(3)] == ["2", "3", "4"]

    server.apply(records[:6])
    later = stream.events(2)
    again = Stream(server, "?after=1", last="5").events(1)

    assert [event["id"] for event in later] == ["5", "6"]
    assert [event["id"] for event in again] == ["6"]
    assert json.loads(later[0]["data"]) == page(server, "?after=4&limit=1")["entries"][0]
    assert stream.answer.headers["content-type"] == "text/event-stream"


def test_those_who_wait_are_limited_and_hold_no_reader_up_nor_the_end(server):
    server.apply(a_long_log())
    server.start()
    end = page(server)["position"]
    waiting = [_asking(server, f"{PATH}?after={end}&wait=60") for _ in range(log_stream.MAX_WAITING // 2)]
    waiting += [_asking(server, PATH, b"accept: text/event-stream\r\n") for _ in range(log_stream.MAX_WAITING // 2)]
    wait_for(lambda: server.get(f"{PATH}?after={end}&wait=5").status == 503)

    refused = server.get(f"{PATH}?after={end}&wait=5")
    slowest_s = max(timed_s(lambda n=n: server.get(f"/en/news?page={n % 3 + 1}")) for n in range(30))
    for one in waiting[:10]:
        one.close()

    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"] == "application/problem+json"
    assert slowest_s < 1
    assert page(server, "?after=0")["entries"], "who does not wait needs no place"
    wait_for(lambda: server.get(f"{PATH}?after={end}&wait=1").status == 200, timeout_s=5)
    assert timed_s(server.stop) < 3
    assert "kill" not in server.log().lower()
    assert "no answer" not in server.log()


def _asking(server: PublicServer, path: str, headers: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.sendall(b"GET %b HTTP/1.1\r\nhost: x\r\n%b\r\n" % (path.encode(), headers))
    return connection


def _secret_log(change: str = "") -> Log:
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1, headline="It was zqfirst"))
    log.publish(an_edition(1, version=2, headline="It is zqsecond"), "corrected", "It was zqnotice.")
    log.publish(an_edition(2))
    if change:
        log.remove(an_edition(1), "It was wrong.", change)
    return log


def _secrets(text: str) -> set[str]:
    return {word for word in ("zqfirst", "zqsecond", "zqnotice") if word in text}


@pytest.mark.parametrize("change", ["removed", "erased"])
def test_words_that_went_away_are_neither_in_the_log_nor_in_its_files(server, change):
    server.apply(_secret_log().records)
    server.start()
    assert len(_secrets(json.dumps(walked(server, 100)))) == 3
    before = walked(server, 100)

    log = _secret_log(change)
    server.apply(log.records)
    wait_for(lambda: page(server)["position"] == len(log.records))
    after = walked(server, 100)

    assert _secrets(json.dumps(after)) == set()
    assert [one["entry"] for one in after[:-1]] == [one["entry"] for one in before]
    assert after[3] == before[3], "what is about another release stays"
    stored = b"".join(path.read_bytes() for path in (server.home / "archive").rglob("*") if path.is_file())
    assert _secrets(stored.decode("latin-1")) == set()
    assert b"It was wrong." in stored


def test_an_override_withholds_the_words_within_a_second(server):
    server.apply(_secret_log().records)
    server.start()
    stream = Stream(server)
    assert len(stream.events(4)) == 4
    before = walked(server, 100)

    overrides.write(server.home / "overrides", Override(number=1, notice="Closed.", at=NOON + dt.timedelta(days=9)))
    time.sleep(1)
    closed = walked(server, 100)
    told = Stream(server).events(4)
    overrides.lift(server.home / "overrides", 1)

    assert _secrets(json.dumps(closed)) == set()
    assert _secrets(json.dumps(told)) == set()
    assert [one["withheld"] for one in closed] == [False, True, True, False]
    wait_for(lambda: walked(server, 100) == before)


def test_a_stream_ends_when_it_has_carried_much_so_that_nothing_piles_up(server):
    log = Log()
    log.set(a_newsroom())
    for number in range(1, 40):
        log.publish(an_edition(number, lead="x" * 100_000))
    server.apply(log.records)
    server.start()

    stream = Stream(server)
    carried = stream.answer.read()

    assert log_stream.STREAM_BYTES < len(carried) < 3 * log_stream.STREAM_BYTES
    assert sum(len(one["edition"]) for one in walked(server, 100)) > 3 * log_stream.STREAM_BYTES
    assert carried.endswith(b"\n\n"), "no event is cut"
