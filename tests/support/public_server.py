"""The public server in processes of its own, on a home that has only an archive and public media."""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

from dateline.archive.embedded import open_writer
from dateline.editions.entry import Record
from tests.support.installation import free_port, wait_for

_START = """
import sys
from dateline.runtime.public_server import serve
serve("127.0.0.1", int(sys.argv[1]), workers=int(sys.argv[2]))
"""


class Answer(msgspec.Struct):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def position(self) -> int:
        return int(self.headers["dateline-position"])


SERVING_THREADS = 4  # before it serves, a worker of Granian has two threads, and afterwards six


class PublicServer:
    """Started with ``start``, ended with ``stop`` or ``kill``; the port stays."""

    def __init__(self, home: Path, *, workers: int = 1) -> None:
        self.home = home
        self.port = free_port()
        self.workers = workers
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen | None = None
        (home / "public" / "media").mkdir(parents=True, exist_ok=True)

    def apply(self, records: Iterable[Record]) -> int:
        """Apply records to the archive, as the worker does."""
        with open_writer(self.home / "archive") as writer:
            return writer.apply(records)

    def start(self, **options) -> "PublicServer":
        """Start it and wait until every worker has answered."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        environment |= {"DATELINE_HOME": str(self.home), "DATELINE_PUBLIC_URL": "https://news.example.org"}
        environment |= self.environment
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _START, str(self.port), str(self.workers)],
                env=environment, stdout=log, stderr=log, **options,
            )  # fmt: skip
        wait_for(self.answers)
        return self

    def may_write(self, *, allowed: bool) -> None:
        """Allow or forbid to write in the home, except to tantivy's lock files and the log of the test."""
        for path in [self.home, *self.home.rglob("*")]:
            mode = 0o755 if path.is_dir() else 0o644
            path.chmod(mode if allowed or path.name in (".tantivy-meta.lock", "log") else mode & 0o555)

    def written(self) -> set[str]:
        """Return the names of all files in the home."""
        return {str(path.relative_to(self.home)) for path in self.home.rglob("*")}

    def log(self) -> str:
        return (self.home / "log").read_text()

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log()
        try:
            return self.get("/health").status == 200 and all(map(self._has_opened, self.worker_ids()))
        except (OSError, http.client.HTTPException):
            return False

    def _has_opened(self, worker_id: int) -> bool:
        """Return whether a worker serves and has opened the archive, where there is one.

        Until then the other workers respond to everybody: a test that damages the archive earlier would see the
        fault of a worker that never could open it.
        """
        process = Path("/proc", str(worker_id))
        if len(list((process / "task").iterdir())) < SERVING_THREADS:
            return False
        archive = self.home / "archive"
        is_open = any(str(file.readlink()).startswith(f"{archive}/") for file in (process / "fd").iterdir())
        return is_open or not (archive / "manifest.json").exists()

    def worker_ids(self) -> list[int]:
        """Process ids of Granian's workers."""
        found = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        )
        return [int(line.split()[0]) for line in found.stdout.splitlines() if "resource_tracker" not in line]

    def kill(self) -> None:
        """End the server by SIGKILL, as the kernel would; its workers end with it."""
        workers = self.worker_ids()
        self.process.kill()
        self.process.wait()
        wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))

    def stop(self) -> int:
        if self.process is None or self.process.poll() is not None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Request an address; names of headers are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def raw(self, sent: bytes) -> bytes:
        """Send bytes unchanged; return everything received until the server closes the connection or stops sending."""
        got = b""
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=1.5) as connection,
            contextlib.suppress(ConnectionResetError, BrokenPipeError, TimeoutError),
        ):
            connection.sendall(sent)
            while more := connection.recv(65_536):
                got += more
        return got


def without_roots_privilege() -> None:
    """Drop the capability by which root ignores permissions of files; called in a process about to start (Linux)."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def timed_s(deed) -> float:
    began = time.monotonic()
    deed()
    return time.monotonic() - began
