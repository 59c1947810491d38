"""The server's end, where workers are gone before they were told in every way."""

import signal
import subprocess
import sys

from tests.support.installation import free_port, wait_for

_SERVER = """
import os, sys, time
from pathlib import Path
from granian.constants import Interfaces
from granian.log import LogLevels
from dateline.runtime.servers.gentle import KILL_AFTER_S, GentleServer

def application(scope, protocol):
    raise AssertionError

class Slow(GentleServer):
    def _running(self):  # every look takes so long that workers end before the next step
        found = super()._running()
        time.sleep(0.5)
        return found

    def _spawn_workers(self, *given):
        super()._spawn_workers(*given)
        Path(sys.argv[2]).write_text(" ".join(str(worker.inner.pid) for worker in self.wrks))

server = Slow("ignored", port=int(sys.argv[1]), interface=Interfaces.RSGI, workers=2,
              workers_kill_timeout=KILL_AFTER_S, log_level=LogLevels.warning)
server.workers_leave = True
server.serve(target_loader=lambda *_: application, wrap_loader=False)
"""


def test_workers_that_leave_before_they_are_told_to_stop_are_no_failure(tmp_path):
    ids = tmp_path / "ids"
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(free_port()), str(ids)], stderr=subprocess.PIPE, text=True
    )
    wait_for(ids.exists)

    server.send_signal(signal.SIGTERM)  # workers that know nothing of LEAVE end at once when they get it

    _, said = server.communicate(timeout=20)
    assert (server.returncode, said) == (0, "")
