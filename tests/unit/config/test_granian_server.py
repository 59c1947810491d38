"""The server stops in order: responses that wait end first, nothing is killed, and no failure is reported."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.installation import fetch, free_port, wait_for

_SERVER = """
import asyncio, os, signal, sys, time
from pathlib import Path
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from dateline.runtime.granian_server import STOP_TIMEOUT_S, stop_in_order
from dateline.runtime.lifeline import DRAIN, end_with_parent, leave_terminal

port, folder, start_s = int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])

class Application:
    def __rsgi_init__(self, loop):
        self.drained = asyncio.Event()
        loop.add_signal_handler(DRAIN, self.drained.set)

    async def __rsgi__(self, scope, protocol):
        if scope.path == "/wait":
            (folder / "waits").touch()
            await self.drained.wait()
        protocol.response_str(200, [], "drained")

def application():
    (folder / f"forked.{os.getpid()}").touch()
    end_with_parent()
    leave_terminal()
    time.sleep(start_s)
    return Application()

server = Granian("ignored", port=port, interface=Interfaces.RSGI, workers=2,
                 workers_kill_timeout=STOP_TIMEOUT_S, log_level=LogLevels.warning)
stop_in_order(server)
server.serve(target_loader=application, wrap_loader=False)
"""


@pytest.fixture
def start(tmp_path):
    """Starts a server; what a failed test leaves running is killed."""
    started = []

    def start_one(start_s: float = 0.0) -> "Running":
        started.append(Running(tmp_path, start_s))
        return started[-1]

    yield start_one
    for server in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.process.pid, signal.SIGKILL)


class Running:
    def __init__(self, folder: Path, start_s: float = 0.0) -> None:
        self.folder = folder
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(self.port), str(folder), str(start_s)],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_for(lambda: len(list(folder.glob("forked.*"))) == 2)

    def ended(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


def test_a_response_that_waits_ends_when_the_server_stops(start, tmp_path):
    server = start()
    wait_for(lambda: fetch(f"http://127.0.0.1:{server.port}/")[0] == 200)
    client = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{server.port}/wait').read())",
        ],
        stdout=subprocess.PIPE,
    )
    wait_for((tmp_path / "waits").exists)

    began_s = time.monotonic()
    server.process.send_signal(signal.SIGTERM)

    assert server.ended() == (0, "")
    assert time.monotonic() - began_s < 4
    assert client.communicate(timeout=5)[0] == b"b'drained'\n"


def test_ctrl_c_reaches_the_server_alone(start):
    server = start()
    wait_for(lambda: fetch(f"http://127.0.0.1:{server.port}/")[0] == 200)

    os.killpg(server.process.pid, signal.SIGINT)

    assert server.ended() == (0, "")


@pytest.mark.parametrize("after_s", [0.0, 0.3])
def test_workers_that_have_just_started_stop_as_well(start, after_s):
    server = start(start_s=1.0)
    time.sleep(after_s)

    server.process.send_signal(signal.SIGTERM)

    assert server.ended() == (0, "")
