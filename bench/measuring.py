"""Measure the rows of the table: each on the real server, then on the ceiling and on nginx, in the same run."""

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench import rows, servers
from bench.driving import Drive, drive
from bench.servers import Running
from bench.stock import Stock

CONNECTIONS = 16
ONE_BY_ONE = 2  # connections for cache misses; more would only measure how long requests wait for one another
WARM_S = 1


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one row.

    Attributes:
        cached: whether the responses are cache hits.
        cpu_ms: processor time of the server for one request.
        ceiling_ratio: requests a second, divided by those of the ceiling with bodies of the same length.
        ceiling_cpu_ratio: the ceiling's processor time, divided by ours; other programs disturb it less.
        nginx_ratio: requests a second, divided by those of nginx with a file of the same length; 0 without nginx.
    """

    name: str
    cached: bool
    requests_per_s: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    length: int
    ceiling_ratio: float
    ceiling_cpu_ratio: float
    nginx_ratio: float


class Costing(msgspec.Struct, frozen=True):
    """A run of wrk, with the server's processor time per request."""

    drive: Drive
    cpu_ms: float


class Bench:
    """Measures rows on one home; the servers are running already."""

    def __init__(self, stock: Stock, ours: Running, ceiling: Running, *, seconds: float) -> None:
        self._stock = stock
        self._ours = ours
        self._ceiling = ceiling
        self._seconds = seconds

    def all(self) -> Iterator[Measured]:
        """Yield the rows, cache hits first, because cache misses would evict their pages from the cache."""
        for row in rows.ROWS:
            yield self._kept(row)
        for row in rows.ROWS:
            if row.asked_anew:
                yield self._anew(row)
        yield self._mix()

    def _kept(self, row: rows.Row) -> Measured:
        address = next(row.addresses(self._stock, random.Random(4)))
        length = self._sound(address)
        drive(self._ours.port, [address], seconds=WARM_S, connections=CONNECTIONS)
        return self._beside(row.name, self._cost(self._ours, [address]), length, cached=True)

    def _anew(self, row: rows.Row) -> Measured:
        limit = int(6_000 * self._seconds)
        addresses = rows.anew(row, self._stock, limit)
        length = self._sound(addresses.pop())
        costing = self._cost(self._ours, addresses, connections=ONE_BY_ONE, again=False)
        return self._beside(row.name, costing, length, cached=False)

    def _mix(self) -> Measured:
        known, asked = rows.mix(self._stock, int(20_000 * self._seconds))
        drive(self._ours.port, known, seconds=WARM_S * 10, connections=ONE_BY_ONE, again=False)
        length = sum(map(self._sound, known[::97])) // len(known[::97])
        costing = self._cost(self._ours, asked, again=False)
        return self._beside("mix, one in ten new", costing, length, cached=False)

    def _cost(
        self, server: Running, addresses: list[str], *, connections: int = CONNECTIONS, again: bool = True
    ) -> Costing:
        before = server.cpu_s()
        driven = drive(server.port, addresses, seconds=self._seconds, connections=connections, again=again)
        if driven.broken or driven.refused or not driven.requests:
            sys.exit(f"{addresses[0]} and others: {driven.refused} answers refused, {driven.broken} broken.")
        return Costing(driven, (server.cpu_s() - before) * 1000 / driven.requests)

    def _sound(self, address: str) -> int:
        """Return the length of a response as sent, after checking that it is a success."""
        status, body = servers.get(self._ours.port, address)
        if status != 200 or not body:
            sys.exit(f"{address} is answered with {status}; nothing is measured on wrong answers.")
        return len(body)

    def _beside(self, name: str, costing: Costing, length: int, *, cached: bool) -> Measured:
        """Return a row with its ratios to the ceiling and to nginx, which are measured right after it."""
        top = self._cost(self._ceiling, [f"/{length}"])
        return Measured(
            name=name,
            cached=cached,
            requests_per_s=round(costing.drive.per_s, 1),
            p50_ms=costing.drive.p50_us / 1000,
            p99_ms=costing.drive.p99_us / 1000,
            cpu_ms=round(costing.cpu_ms, 4),
            length=length,
            ceiling_ratio=round(costing.drive.per_s / top.drive.per_s, 3),
            ceiling_cpu_ratio=round(top.cpu_ms / costing.cpu_ms, 3),
            nginx_ratio=round(costing.drive.per_s / self._static(length), 3) if servers.NGINX else 0.0,
        )

    def _static(self, length: int) -> float:
        with tempfile.TemporaryDirectory() as folder, servers.nginx(Path(folder), [length]) as running:
            if running is None:
                return 0.0
            return drive(running.port, [f"/{length}"], seconds=self._seconds, connections=CONNECTIONS).per_s
