"""A newsroom's home with its database, and real processes that run in it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.runtime.home import Home, prepare
from tests.support.databases import ROOT, Databases


def free_port() -> int:
    """Return a port of the loopback address that nobody holds now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Installation:
    """A prepared home and its database; processes started through it end with the test."""

    home: Home
    database_url: str
    environment: Mapping[str, str]
    processes: list[subprocess.Popen] = field(default_factory=list)

    def run(self, *arguments: str, timeout_s: float = 120, **environment: str) -> subprocess.CompletedProcess:
        """Run a ``dateline`` command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "dateline.config.cli", *arguments],
            env={**self.environment, **environment}, capture_output=True, text=True, timeout=timeout_s, cwd=ROOT,
        )  # fmt: skip

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """Start a ``dateline`` command that stays; its output goes to ``output`` in the home's logs."""
        return self._start([sys.executable, "-m", "dateline.config.cli", *arguments], environment)

    def start_desk(self, **environment: str) -> str:
        """Start the desk on a free port, and return its address once it shows the form to sign in."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        self.start("desk", "--port", str(port), DATELINE_DESK_URL=url, **environment)
        try:
            wait_for(lambda: fetch(f"{url}/account/login/")[0] == 200, timeout_s=60)
        except AssertionError as error:
            raise AssertionError(self.output()) from error
        return url

    def start_python(self, code: str, *arguments: str) -> subprocess.Popen:
        """Start a Python process with Django set up, on this home; its standard output is a pipe."""
        prelude = "import django; django.setup()\n"
        process = subprocess.Popen(
            [sys.executable, "-c", prelude + code, *arguments], env=self.environment, cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stdin=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def python(self, code: str, *arguments: str) -> str:
        """Run Python with Django set up on this home to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + code, *arguments],
            env=self.environment, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def output(self) -> str:
        """Return what the started commands wrote so far."""
        path = self.home.logs / "output"
        return path.read_text() if path.exists() else ""

    def _start(self, command: list[str], environment: Mapping[str, str]) -> subprocess.Popen:
        with (self.home.logs / "output").open("ab") as output:
            process = subprocess.Popen(
                command, env={**self.environment, **environment}, cwd=ROOT, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def end(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for pipe in (process.stdout, process.stdin):
                if pipe is not None:
                    pipe.close()


def installations(databases: Databases, folder: Path, nodeid: str) -> Iterator[Installation]:
    """Yield one installation in ``folder`` and take it down afterwards."""
    home = Home(folder / "home")
    prepare(home, {})
    name = re.sub(r"\W+", "_", nodeid)[-40:] + f"_{os.getpid()}"
    url = databases.clone(name)
    installation = Installation(
        home,
        url,
        {
            **{key: value for key, value in os.environ.items() if not key.startswith("DATELINE_")},
            "DATELINE_HOME": str(home.path),
            "DATELINE_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
        },
    )
    try:
        yield installation
    finally:
        installation.end()
        databases.drop(name)


def wait_for(condition, timeout_s: float = 20, every_s: float = 0.02):
    """Return the first true answer of ``condition``; fail when there is none in time."""
    ends_at_s = time.monotonic() + timeout_s
    while time.monotonic() < ends_at_s:
        answer = condition()
        if answer:
            return answer
        time.sleep(every_s)
    raise AssertionError(f"waited {timeout_s} s in vain")


def fetch(url: str, timeout_s: float = 5) -> tuple[int, bytes]:
    """Return (status, body) of an address; (0, b"") where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""
