"""Measure the public server on a home: seconds from its start to its first page, and memory of its processes.

    .venv/bin/python bench/start.py [--home var] [--pages 2000] [--times 3]

It only reads the home, so a newsroom may be running on it. Memory is measured after ``--pages`` requests like those of
many readers: searches and periods in lists of 50, releases, feeds, typeahead, in every encoding. ``peak`` is the
highest memory of a process. ``resident`` counts shared memory in each process; ``own`` (PSS) divides it among the
processes.
"""

import argparse
import datetime as dt
import itertools
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

LIMIT_S, LIMIT_MB = 1.0, 120
PAGE = "/en/news"
LANGUAGES = ("en", "fr", "ru", "ar")
ENCODINGS = ("br", "gzip", "identity", "br")
WORDS = ("water", "election", "border", "police", "eau", "вода", "المياه", "council", "mission", "training", "media")
CODE = "import sys; from dateline.runtime.public_server import serve; serve('127.0.0.1', int(sys.argv[1]))"


def free_port() -> int:
    """Return a port of the loopback address that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def get(port: int, path: str, encoding: str = "br") -> bytes:
    """Return the body at an address as it is sent."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def started(home: Path) -> tuple[subprocess.Popen[bytes], int, float]:
    """Start a server and return it with its port and the seconds to its first page."""
    port, began = free_port(), time.monotonic()
    environment = {**os.environ, "DATELINE_HOME": str(home), "DATELINE_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen([sys.executable, "-c", CODE, str(port)], env=environment)
    while True:
        try:
            get(port, PAGE)
        except OSError as error:
            if process.poll() is not None or isinstance(error, urllib.error.HTTPError):
                process.kill()
                sys.exit(f"The public server cannot serve this home: {error}; what it said stands above.")
            time.sleep(0.005)
        else:
            return process, port, time.monotonic() - began


def stopped(process: subprocess.Popen[bytes]) -> None:
    """End a server."""
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def peak_mb(pid: int) -> float:
    """Return the highest resident memory of a process so far. Source: proc(5)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+)", status, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def memory_mb(pid: int) -> tuple[float, float]:
    """Return (resident, own) of a process. Source: proc(5)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    resident, own = (int(re.search(rf"^{name}:\s+(\d+)", rollup, re.MULTILINE)[1]) for name in ("Rss", "Pss"))  # type: ignore[index]
    return resident / 1024, own / 1024


def processes(main: int) -> dict[int, str]:
    """Return the kind of each process of the server, by process id."""
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    names = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return {main: "keeps the workers"} | {
        pid: "answers" for pid, line in names.items() if b"resource_tracker" not in line
    }


def mixed(releases: int) -> Iterator[str]:
    """Yield addresses without end, mixed like the requests of many readers; the same ones in every run."""
    chosen = random.Random(1)
    first = dt.date(2020, 1, 1)
    while True:
        language = chosen.choice(LANGUAGES)
        words = "+".join(map(quote, chosen.sample(WORDS, chosen.choice((1, 2)))))
        begins = first + dt.timedelta(days=chosen.randrange(2_000))
        ends = begins + dt.timedelta(days=chosen.randrange(900))
        beginning = chosen.choice("abcdefghijklm") + chosen.choice("aeiou")
        yield chosen.choices(
            (
                f"/{language}/news?q={words}&size=50",
                f"/{language}/news?from={begins}&until={ends}&size=50",
                f"/{language}/news/{chosen.randint(1, releases)}",
                f"/{language}/news.atom?from={begins}",
                f"/{language}/suggest?q={beginning}",
            ),
            (35, 25, 20, 10, 10),
        )[0]


def read_mixed(port: int, pages: int) -> int:
    """Request ``pages`` different addresses, one after the other, and return how many returned a page."""
    releases = max(1, get(port, "/sitemap.xml", "identity").count(b"<loc>"))
    answered = 0
    for address, encoding in zip(itertools.islice(mixed(releases), pages), itertools.cycle(ENCODINGS), strict=False):
        try:
            get(port, address, encoding)
        except urllib.error.HTTPError as error:
            error.close()
        else:
            answered += 1
    return answered


def main() -> None:
    """Measure the server and print the results."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--home", type=Path, default=Path("var"))
    options.add_argument("--pages", type=int, default=2_000)
    options.add_argument("--times", type=int, default=3)
    given = options.parse_args()
    if not (given.home / "archive" / "manifest.json").exists():
        sys.exit(f"There is no archive in {given.home}; `make run` makes one.")
    took_s = []
    for _ in range(given.times - 1):
        process, _, seconds = started(given.home)
        took_s.append(seconds)
        stopped(process)
    process, port, seconds = started(given.home)
    took_s.append(seconds)
    read = read_mixed(port, given.pages)
    print(f"first page after {statistics.median(took_s):.2f} s (median of {given.times}; limit {LIMIT_S:.0f} s)")
    print(f"memory after {read} pages (limit {LIMIT_MB} MB a process):")
    for pid, deed in processes(process.pid).items():
        resident, own = memory_mb(pid)
        print(f"  {deed:18} peak {peak_mb(pid):5.0f} MB, resident {resident:5.0f} MB, own {own:5.0f} MB")
    stopped(process)


if __name__ == "__main__":
    main()
