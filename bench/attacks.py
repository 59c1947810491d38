"""Clients that attack a server, each attack as a process of its own: ``python -m bench.attacks sip --port 8000``.

An attack prints ``under way`` once a client has reached the server, and goes on until SIGTERM. Then it prints one line
of JSON: the number of responses by status (0: the connection ended without a response), and the number of refusals
without ``Retry-After``.
"""

import argparse
import asyncio
import itertools
import os
import random
import re
import resource
import signal
import socket
from collections import Counter
from collections.abc import Awaitable, Callable

import msgspec

AWAY = "127.0.0.9"
"""The client address of all attacks except ``strangers``."""

UNDER_WAY = "under way"

_LONGEST = re.compile(rb"\r\nretry-after: *[0-9]+\r\n", re.IGNORECASE)
_BODY = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)
_AGAIN_S = 1.0  # seconds after which a client whose connection has ended connects again
_SLOW_S = 1.0
_FILTERS_A_S = 10_000 / 60
_BIND_ADDRESS_NO_PORT = 24  # linux/in.h: the port is chosen when the other end is known
_SIPPED_BYTES = 2_048  # the smallest receive buffer that a client can have


class Told(msgspec.Struct):
    """The result of an attack: responses by status, and refusals without ``Retry-After``."""

    statuses: Counter[int] = msgspec.field(default_factory=Counter)
    silent: int = 0


class Attack:
    """Clients of one kind, all in one event loop."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.told = Told()
        self.numbers = itertools.count()
        self._is_under_way = False

    async def clients(self, connections: int, deed: "Deed") -> None:
        """Run so many clients at once; each repeats ``deed`` on new connections."""
        await asyncio.gather(*(self._client(deed) for _ in range(connections)))

    async def _client(self, deed: "Deed") -> None:
        while True:
            end = socket.socket()
            end.setblocking(False)
            try:
                await deed(self, end)
            except OSError:
                self.told.statuses[0] += 1
            finally:
                end.close()
            await asyncio.sleep(_AGAIN_S)

    async def connect(self, end: socket.socket, address: str = AWAY) -> None:
        """Connect to the server from a given address of this machine."""
        end.setsockopt(socket.IPPROTO_IP, _BIND_ADDRESS_NO_PORT, 1)
        end.bind((address, 0))
        await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.port))
        if not self._is_under_way:
            self._is_under_way = True
            print(UNDER_WAY, flush=True)

    async def ask(self, end: socket.socket, path: str, *headers: str) -> None:
        """Request a page and read the response."""
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(end, _asking(path, *headers, ""))
        head, _, body = (await _until(end, b"\r\n\r\n")).partition(b"\r\n\r\n")
        left = int((_BODY.search(head + b"\r\n") or [b"", b"0"])[1]) - len(body)
        while left > 0 and (more := await loop.sock_recv(end, 65_536)):
            left -= len(more)
        status = int(head.split(b" ", 2)[1])
        self.told.statuses[status] += 1
        self.told.silent += status in (429, 503) and not _LONGEST.search(head + b"\r\n")


Deed = Callable[[Attack, socket.socket], Awaitable[None]]


def _asking(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: x", "Accept-Encoding: br", *headers, "")).encode()


async def _until(end: socket.socket, mark: bytes) -> bytes:
    said = b""
    while mark not in said:
        more = await asyncio.get_running_loop().sock_recv(end, 65_536)
        if not more:
            raise ConnectionResetError
        said += more
    return said


async def dribble(attack: Attack, end: socket.socket) -> None:
    """Send a request at one byte a second, without end."""
    await attack.connect(end)
    await asyncio.get_running_loop().sock_sendall(end, _asking("/en/news", "X-Slow: "))
    while True:
        await asyncio.sleep(_SLOW_S)
        await asyncio.get_running_loop().sock_sendall(end, b"a")


async def sip(attack: Attack, end: socket.socket) -> None:
    """Request the longest response, uncompressed, and read one byte a second."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SIPPED_BYTES)
    await attack.connect(end)
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(end, b"GET /sitemap.xml HTTP/1.1\r\nHost: x\r\n\r\n")
    while await loop.sock_recv(end, 1):  # noqa: ASYNC110 - to wait is what this is about
        await asyncio.sleep(_SLOW_S)


async def hold(attack: Attack, end: socket.socket) -> None:
    """Hold a connection by a tiny request every five seconds."""
    await attack.connect(end)
    while True:
        await attack.ask(end, "/health")
        await asyncio.sleep(5)


async def crowd(attack: Attack, end: socket.socket) -> None:
    """Request a cached page again and again without a pause."""
    await attack.connect(end)
    while True:
        await attack.ask(end, "/en/news")


async def headers(attack: Attack, end: socket.socket) -> None:
    """Send headers without end, as fast as the server reads them."""
    await attack.connect(end)
    await asyncio.get_running_loop().sock_sendall(end, _asking("/en/news", "X-Huge: "))
    while True:
        await asyncio.get_running_loop().sock_sendall(end, b"a" * 8_192)
        await asyncio.sleep(_SLOW_S / 5)


async def queries(attack: Attack, end: socket.socket) -> None:
    """Send requests with more query parameters than the server reads, all unknown to it."""
    await attack.connect(end)
    while True:
        number = next(attack.numbers)
        query = "&".join(f"p{number}{part}=x" for part in range(random.choice((10, 300, 1_500))))
        await attack.ask(end, f"/en/news?{query}")
        await asyncio.sleep(0.05)


async def come_and_go(attack: Attack, end: socket.socket) -> None:
    """Request one page on each connection, then connect again."""
    await attack.connect(end)
    await attack.ask(end, "/en/news")


def _filters(attack: Attack) -> str:
    return f"/en/news?q=w{os.getpid()}x{next(attack.numbers)}"


async def filters(attack: Attack, end: socket.socket) -> None:
    """Request lists with new filters, so that each is a cache miss, all from one address."""
    await attack.connect(end)
    while True:
        await attack.ask(end, _filters(attack))
        await asyncio.sleep(_CLIENTS["filters"] / _FILTERS_A_S)


async def strangers(attack: Attack, end: socket.socket) -> None:
    """Request lists with new filters, so that each is a cache miss, each from another address."""
    number = next(attack.numbers)
    await attack.connect(end, f"127.{64 + number // 65_536 % 64}.{number // 256 % 256}.{number % 256}")
    await attack.ask(end, _filters(attack))
    await asyncio.sleep(_CLIENTS["strangers"] / _FILTERS_A_S)


DEEDS: dict[str, Deed] = {
    deed.__name__: deed for deed in (dribble, sip, hold, crowd, headers, queries, come_and_go, filters, strangers)
}
_CLIENTS = {"come_and_go": 300, "filters": 100, "queries": 100, "strangers": 100}
CROWD = 5_120
"""Number of clients of the other attacks: five times as many connections as a worker serves at once."""


async def _attack(name: str, port: int, connections: int) -> None:
    attack = Attack(port)
    going = asyncio.ensure_future(attack.clients(connections, DEEDS[name]))  # begins at the next await
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, going.cancel)
    try:
        await going
    except asyncio.CancelledError:
        print(msgspec.json.encode(attack.told).decode())


def main() -> None:
    """Attack until told to stop, at low priority, so that the attack takes no processor time from the server."""
    options = argparse.ArgumentParser(prog="python -m bench.attacks", description=__doc__)
    options.add_argument("name", choices=sorted(DEEDS))
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--connections", type=int)
    given = options.parse_args()
    os.nice(10)
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    asyncio.run(_attack(given.name, given.port, given.connections or _CLIENTS.get(given.name, CROWD)))


if __name__ == "__main__":
    main()
