"""A process that has loaded Django once and forks for each command, so that tests do not pay for the start each time.

The children are real processes: they have a session, a home and a database of their own, and can be killed.
Their settings are read again from the environment of the command. Tests of how a process starts use a fresh process
instead (``Installation.run(..., fresh=True)``); servers are always fresh.
"""

import atexit
import contextlib
import ctypes
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SERVE = "from tests.support.forkserver import serve; serve()"


class Child:
    """A forked process, with the methods of ``subprocess.Popen`` that tests use."""

    def __init__(self, connection: socket.socket, stdin, stdout) -> None:
        self._connection = connection
        self._answers = connection.makefile("r")
        self.pid: int = json.loads(self._answers.readline())
        self.stdin, self.stdout = stdin, stdout
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit status once the process has ended; negative for a signal."""
        if self.returncode is None and select.select([self._connection], [], [], 0)[0]:
            self._read()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit status.

        Raises:
            subprocess.TimeoutExpired: the process still runs after ``timeout`` seconds.
        """
        if self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self._read()
        return self.returncode

    def communicate(self, given: str = "", timeout: float | None = None) -> tuple[str, None]:
        """Write to standard input and close it, read the output to its end and wait."""
        if self.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.stdin.write(given)
                self.stdin.close()
        ends_at_s = None if timeout is None else time.monotonic() + timeout
        output = self.stdout.read()
        self.wait(None if ends_at_s is None else max(0, ends_at_s - time.monotonic()))
        return output, None

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _read(self) -> None:
        self.returncode = json.loads(self._answers.readline())
        self._connection.close()


class ForkServer:
    """One for each pytest process; starts when the first command asks for it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="dateline-fork-")

    def spawn(self, command: Sequence[str], *, environment: Mapping[str, str], stdin: int, stdout: int, stderr: int):
        """Fork a child for ``["cli", *arguments]`` or ``["code", code, *arguments]`` and return its connection."""
        connection = self._connect()
        request = json.dumps({"command": list(command), "environment": dict(environment)}).encode()
        socket.send_fds(connection, [len(request).to_bytes(4, "big")], [stdin, stdout, stderr])
        connection.sendall(request)
        return connection

    def end(self) -> None:
        """Stop the server; children go on until their test ends them."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _connect(self) -> socket.socket:
        path = f"{self._folder.name}/socket"
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _SERVE, path],
                env={**self._environment, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
                cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert self._process.stdout is not None
            assert self._process.stdout.readline() == "ready\n", "the fork server did not start"
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        return connection


def serve() -> None:
    """Load Django, then fork for each request until the parent ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG: ends with pytest (Linux)
    _load()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a thread runs, so forking is not safe"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    woken, wake = socket.socketpair()
    woken.setblocking(False)
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    children: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([listener, woken], [], [])
        if listener in ready:
            connection, _ = listener.accept()
            pid = _fork(connection, [listener, woken, wake, *children.values()])
            children[pid] = connection
            _tell(connection, pid)
        if woken in ready:
            woken.recv(4096)
            _reap(children)


def _load() -> None:
    import django

    django.setup()
    from dateline.config import commands

    for module in ("cli", "urls"):
        importlib.import_module(f"dateline.config.{module}")
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"dateline.config.commands.{module.name}")
    importlib.import_module("tests.support.desk.builders")
    from django.db import connections

    connections.close_all()


def _tell(connection: socket.socket, value: int) -> None:
    with contextlib.suppress(OSError):  # the test does not wait for it
        connection.sendall(f"{json.dumps(value)}\n".encode())


def _reap(children: dict[int, socket.socket]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        connection = children.pop(pid)
        _tell(connection, os.waitstatus_to_exitcode(status))
        connection.close()


def _fork(connection: socket.socket, unneeded: list[socket.socket]) -> int:
    size, descriptors, _, _ = socket.recv_fds(connection, 4, 3)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += connection.recv(65_536)
    pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for one in (connection, *unneeded):
            one.close()
        _run(json.loads(request), descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _run(request: dict, descriptors: Sequence[int]) -> None:
    """Run the requested command in this child, and exit as an interpreter does."""
    status = 1
    try:
        os.setsid()
        for target, descriptor in enumerate(descriptors):
            os.dup2(descriptor, target)
            os.close(descriptor)
        os.environ.clear()
        os.environ.update(request["environment"])
        _read_settings_anew()
        status = _execute(request["command"])
    except BaseException:  # noqa: BLE001 - this is the top of a process
        traceback.print_exc()
    finally:
        _leave(status)


def _execute(command: Sequence[str]) -> int:
    kind, *arguments = command
    try:
        if kind == "cli":
            sys.argv = ["dateline", *arguments]
            importlib.import_module("dateline.config.cli").main()
        else:
            sys.argv = ["-c", *arguments[1:]]
            exec(compile(arguments[0], "<string>", "exec"), {"__name__": "__main__"})
    except SystemExit as ending:
        if isinstance(ending.code, str):
            sys.stderr.write(f"{ending.code}\n")
            return 1
        return ending.code or 0
    return 0


def _leave(status: int) -> None:
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _read_settings_anew() -> None:
    """Read the settings again from the environment of this command, and drop objects made from the old settings."""
    from asgiref.local import Local
    from django.conf import Settings, settings
    from django.core.cache import caches
    from django.core.files.storage import default_storage, storages
    from django.db import connections
    from django.utils.functional import empty

    importlib.reload(sys.modules["dateline.config.settings"])
    before, now = settings._wrapped, Settings("dateline.config.settings")
    now.__dict__ = before.__dict__ | now.__dict__  # applications have added settings of their own
    settings.__dict__.clear()
    settings._wrapped = now
    for handler in (connections, caches):
        handler.__dict__.pop("settings", None)
        handler._settings, handler._connections = None, Local(handler.thread_critical)
    storages.__dict__.pop("backends", None)
    storages._backends, storages._storages = None, {}
    default_storage._wrapped = empty
