"""Measure one reader alone and during attacks: ``python -m bench.crowd [--home FOLDER]``.

``dateline up`` runs a newsroom behind nginx with ``deploy/nginx.conf``; the sample is loaded unless the home has a
newsroom already. Attacks are processes of their own at low priority. The reader opens a new connection for every page:
the front list, which is cached, and every fourth time a new search, which is not. Before each attack the reader is
measured alone.
"""

import argparse
import contextlib
import http.client
import itertools
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.attacks import DEEDS, UNDER_WAY
from bench.servers import free_port, get, shield
from bench.start import peak_mb, processes

WARM_S = 4  # seconds until an attack has all its clients, and after it until its effect is over
_PAUSE_S = 0.01
_READY_WITHIN_S = 300
_TITLES = ("", "kept ms", "ratio", "p99 ms", "ratio", "made ms", "ratio", "p99 ms", "ratio", "unserved", "peak MB")


class Read(msgspec.Struct):
    """The reader's result: milliseconds of each page received, and the number of pages not received."""

    kept_ms: list[float] = msgspec.field(default_factory=list)
    made_ms: list[float] = msgspec.field(default_factory=list)
    unserved: int = 0


class Newsroom(msgspec.Struct, frozen=True):
    """A running newsroom: ports of nginx, of the public server and of the desk, and id of the public process."""

    port: int
    public_port: int
    desk_port: int
    worker: int


def read(port: int, *, seconds: float) -> Read:
    """Request pages one after the other, each from another client address."""
    found, ends_at_s = Read(), time.monotonic() + seconds
    for number in itertools.count():
        is_made = number % 4 == 0
        path = f"/en/news?q=w{random.randrange(10**9)}" if is_made else "/en/news"
        began_s = time.monotonic()
        if _status(port, path, f"127.0.2.{number % 250}") == 200:
            (found.made_ms if is_made else found.kept_ms).append((time.monotonic() - began_s) * 1000)
        else:
            found.unserved += 1
        time.sleep(_PAUSE_S)
        if time.monotonic() > ends_at_s:
            return found
    raise AssertionError


def _status(port: int, path: str, address: str) -> int:
    """Return the status of a response that was complete within 10 s; 0 for none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(address, 0))
    with contextlib.closing(connection):
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        return answer.status


@contextmanager
def newsroom(home: Path, *, database_url: str | None = None) -> Iterator[Newsroom]:
    """Run ``dateline up`` on a home behind nginx, which names the client of each request.

    Args:
        home: a folder that may be empty.
        database_url: another database than the one in the home.
    """
    port, desk_port = free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"DATELINE_HOME": str(home), "DATELINE_TRUSTED_PROXIES": "1"}
    environment |= {"DATELINE_DATABASE_URL": database_url} if database_url else {}
    ports = ("--port", str(port), "--desk-port", str(desk_port))
    command = [sys.executable, "-m", "dateline.config.cli", "up", "--sample", *ports]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(process, port, desk_port)
        with (
            tempfile.TemporaryDirectory(prefix="dateline-nginx-") as folder,
            shield(Path(folder), port=port, desk_port=desk_port) as nginx,
        ):
            yield Newsroom(nginx.port, port, desk_port, _worker(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", port: int, desk_port: int) -> None:
    ends_at_s = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < ends_at_s:
        with contextlib.suppress(OSError):
            if get(port, "/en/news")[0] == get(desk_port, "/account/login/")[0] == 200:
                return
        if process.poll() is not None:
            sys.exit("dateline up has ended; what it said stands above.")
        time.sleep(0.1)
    sys.exit(f"The newsroom does not answer within {_READY_WITHIN_S} s.")


def _worker(up: int) -> int:
    """Return the id of the public process."""
    for pid in processes(up):
        if b"\0serve\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return next(child for child, deed in processes(pid).items() if deed == "answers")
    sys.exit("dateline up runs no public server.")


@contextmanager
def attacked(name: str, port: int, *, connections: int = 0) -> Iterator[list[str]]:
    """Run an attack on a port in another process during the block; afterwards the list has its output."""
    command = [sys.executable, "-m", "bench.attacks", name, "--port", str(port)]
    more = ["--connections", str(connections)] if connections else []
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)
    told: list[str] = []
    try:
        if not process.stdout or process.stdout.readline().strip() != UNDER_WAY:
            sys.exit(f"The attack {name} did not begin; what it said stands above.")
        yield told
    finally:
        process.send_signal(signal.SIGTERM)
        told.append(process.communicate(timeout=60)[0])


def _row(name: str, running: Newsroom, seconds: float) -> None:
    time.sleep(WARM_S)
    alone = read(running.port, seconds=seconds)
    with attacked(name, running.port) as told:
        time.sleep(WARM_S)
        beside = read(running.port, seconds=seconds)
    cells = [*_compared(alone.kept_ms, beside.kept_ms), *_compared(alone.made_ms, beside.made_ms)]
    print(_line((name, *cells, str(beside.unserved), f"{peak_mb(running.worker):.0f}")), told[0].strip(), flush=True)


def _compared(alone: list[float], beside: list[float]) -> Iterator[str]:
    for share in (50, 99):
        before, now = _percentile(alone, share), _percentile(beside, share)
        yield from (f"{now:.1f}", f"{now / before:.1f}")


def _percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1] if len(values) > 1 else float("nan")


def _line(cells: tuple[str, ...]) -> str:
    name, *rest = cells
    return f"{name:12}" + "".join(f"{cell:>10}" for cell in rest)


def main() -> None:
    """Run the newsroom, measure each attack and print the table."""
    options = argparse.ArgumentParser(prog="python -m bench.crowd", description=__doc__)
    options.add_argument("--home", type=Path, help="of a newsroom; one with the sample is made unless given")
    options.add_argument("--seconds", type=float, default=10, help="of each reading")
    options.add_argument("attacks", nargs="*", metavar="ATTACK", help=f"of {', '.join(DEEDS)}; all unless given")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-crowd-") as folder, newsroom(given.home or Path(folder)) as runs:
        print(_line(_TITLES), "  what attacks were answered")
        for name in given.attacks or DEEDS:
            _row(name, runs, given.seconds)


if __name__ == "__main__":
    main()
