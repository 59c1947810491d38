"""Measure the time from the publication of a release until every public process shows it."""

import datetime as dt
import http.client
import time
import uuid
from pathlib import Path

import msgspec

from bench import world
from bench.servers import Running
from dateline.archive.embedded import open_writer
from dateline.editions.entry import Record

TIMES = 20
# connections, which the kernel spreads over the processes; the chance that one of two gets none is 1 in 32,768
WATCHED = 16
LIMIT_S = 30


class Visible(msgspec.Struct, frozen=True):
    """Milliseconds from the call of the writer: until the generation is published, and until all processes show it."""

    written_p50_ms: float
    visible_p50_ms: float
    visible_p99_ms: float


def visible(home: Path, server: Running, *, times: int = TIMES) -> Visible:
    """Publish releases one by one, as the worker does, and wait until each is visible."""
    watched = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=10) for _ in range(WATCHED)]
    written, seen = [], []
    with open_writer(home / "archive") as writer:
        for _ in range(times):
            record = _next(writer.position + 1)
            began = time.perf_counter()
            position = writer.apply([record])
            written.append((time.perf_counter() - began) * 1000)
            while any(_position(connection) < position for connection in watched):
                if time.perf_counter() - began > LIMIT_S:
                    break
            seen.append((time.perf_counter() - began) * 1000)
            time.sleep(0.1)
    written.sort()
    seen.sort()
    return Visible(round(written[times // 2], 1), round(seen[times // 2], 1), round(seen[int(times * 0.99)], 1))


def _next(position: int) -> Record:
    """Return the entry that publishes one more release, with the present time."""
    number = 900_000_000 + position
    edition = world.edition(world.one(1, 1))
    now = dt.datetime.now(dt.UTC)
    named = msgspec.structs.replace(
        edition, number=number, release=str(uuid.UUID(int=number)), published_at=now, edited_at=now
    )
    return world.published(position, named)


def _position(connection: http.client.HTTPConnection) -> int:
    connection.request("GET", "/health")
    return int(msgspec.json.decode(connection.getresponse().read())["position"])
