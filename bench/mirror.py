"""Measure how fast a mirror copies a newsroom on the same machine: ``python -m bench.mirror --releases 4000``."""

import argparse
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from bench import filling
from dateline.archive.embedded import rebuild
from dateline.editions.chain import entry_digest
from dateline.editions.entry import Record

_COMMAND = [sys.executable, "-m", "dateline.config.cli"]


def main() -> None:
    """Build and serve an origin, let a mirror follow it to its end once, and print the time."""
    parser = argparse.ArgumentParser(prog="python -m bench.mirror", description=__doc__)
    parser.add_argument("--releases", type=int, default=4_000, help="made-up releases")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        origin, home, port = Path(folder) / "origin", Path(folder) / "mirror", _free_port()
        (origin / "public" / "media").mkdir(parents=True)
        end = rebuild(origin / "archive", chained(filling.made_up(options.releases)))
        environment = {**os.environ, "DATELINE_HOME": str(origin)}
        server = subprocess.Popen([*_COMMAND, "serve", "--port", str(port)], env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}/health")
            began_s, spent_s = time.perf_counter(), _spent_s()
            follow = ["mirror", f"http://127.0.0.1:{port}/", "--home", str(home), "--once"]
            subprocess.run([*_COMMAND, *follow], check=False)
            took_s, cpu_s = time.perf_counter() - began_s, _spent_s() - spent_s
        finally:
            server.terminate()
            server.wait()
        status = msgspec.json.decode((home / "mirror.json").read_bytes())
        if status["position"] != end:
            sys.exit(f"The mirror stands at {status['position']} of {end}: {status['said']}")
    print(f"{end} entries in {took_s:.1f} s: {end / took_s:.0f} a second; {cpu_s / end * 1000:.2f} ms CPU each")


def chained(records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records with a valid chain of digests, which made-up records lack."""
    last = ""
    for record in records:
        entry = msgspec.structs.replace(record.entry, previous=last)
        last = entry_digest(entry)
        yield Record(entry, record.edition, record.notice)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310  # the address is ours
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    sys.exit("the origin does not answer")


def _spent_s() -> float:
    """Return the processor time of the child processes that have ended, which is that of the mirror."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
