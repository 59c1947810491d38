"""A newsroom's home with its database, and real processes that run in it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.runtime.home import Home, prepare
from tests.support.databases import ROOT, Databases
from tests.support.forkserver import Child, ForkServer

_FRESH = {"up", "serve", "mirror", "desk"}
"""Commands that start servers: their processes are fresh, as on the machines of a newsroom."""


def free_port() -> int:
    """Return a port of the loopback address that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Installation:
    """A prepared home and its database; processes started through it end with the test."""

    home: Home
    database_url: str
    environment: Mapping[str, str]
    fork_server: ForkServer
    processes: list[subprocess.Popen | Child] = field(default_factory=list)

    def run(
        self, *arguments: str, timeout_s: float = 120, fresh: bool = False, **environment: str
    ) -> subprocess.CompletedProcess:
        """Run a ``dateline`` command to its end; ``fresh``, or settings of its own, start a new interpreter for it."""
        if fresh or environment or arguments[0] in _FRESH:
            return subprocess.run(
                [sys.executable, "-m", "dateline.config.cli", *arguments],
                env={**self.environment, **environment}, capture_output=True, text=True, timeout=timeout_s, cwd=ROOT,
            )  # fmt: skip
        return self._fork(["cli", *arguments], timeout_s)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen | Child:
        """Start a ``dateline`` command that keeps running; its output goes to ``output`` in the home's logs."""
        if environment or arguments[0] in _FRESH:
            return self._start([sys.executable, "-m", "dateline.config.cli", *arguments], environment)
        with (self.home.logs / "output").open("ab") as output, Path(os.devnull).open("rb") as nothing:
            connection = self.fork_server.spawn(
                ["cli", *arguments],
                environment=self.environment,
                stdin=nothing.fileno(),
                stdout=output.fileno(),
                stderr=output.fileno(),
            )
        return self._child(Child(connection, None, None))

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

    def start_python(self, code: str, *arguments: str) -> Child:
        """Start Python with Django set up, on this home; its standard input and output are pipes."""
        (theirs_in, ours_in), (ours_out, theirs_out) = os.pipe(), os.pipe()
        connection = self.fork_server.spawn(
            ["code", code, *arguments],
            environment=self.environment,
            stdin=theirs_in,
            stdout=theirs_out,
            stderr=sys.__stderr__.fileno() if sys.__stderr__ else 2,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        return self._child(Child(connection, os.fdopen(ours_in, "w"), os.fdopen(ours_out)))

    def python(self, code: str, *arguments: str) -> str:
        """Run Python with Django set up on this home to its end and return what it printed."""
        done = self._fork(["code", code, *arguments], 600)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def output(self) -> str:
        """Return the output of the started commands so far."""
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

    def _fork(self, command: list[str], timeout_s: float) -> subprocess.CompletedProcess:
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            with Path(os.devnull).open("rb") as nothing:
                connection = self.fork_server.spawn(
                    command,
                    environment=self.environment,
                    stdin=nothing.fileno(),
                    stdout=output.fileno(),
                    stderr=errors.fileno(),
                )
            child = Child(connection, None, None)
            try:
                status = child.wait(timeout_s)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                raise
            for file in (output, errors):
                file.seek(0)
            return subprocess.CompletedProcess(command, status, output.read(), errors.read())

    def _child(self, child: Child) -> Child:
        self.processes.append(child)
        return child

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


def installations(databases: Databases, fork_server: ForkServer, folder: Path, nodeid: str) -> Iterator[Installation]:
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
        fork_server,
    )
    try:
        yield installation
    finally:
        installation.end()
        databases.drop(name)


def wait_for(condition, timeout_s: float = 20, every_s: float = 0.02):
    """Call ``condition`` until it returns a true value, and return this; fail if there is none in time."""
    ends_at_s = time.monotonic() + timeout_s
    while time.monotonic() < ends_at_s:
        answer = condition()
        if answer:
            return answer
        time.sleep(every_s)
    raise AssertionError(f"waited {timeout_s} s in vain")


def fetch(url: str, timeout_s: float = 5) -> tuple[int, bytes]:
    """Return (status, body) of the response at an address; (0, b"") without a response."""
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""
