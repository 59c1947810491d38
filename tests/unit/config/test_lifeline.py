import os
import signal
import subprocess
import sys

import psutil
import pytest

from dateline.runtime.errors import AlreadyRunsError
from dateline.runtime.locks import ProcessLock
from dateline.storage.locks import is_locked

FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c",
    "from dateline.runtime.lifeline import end_with_parent; end_with_parent();"
    "print('tied', flush=True); import time; time.sleep(60)"], stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_process_ends_with_its_parent_however_that_ends():
    with subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True) as parent:
        child = psutil.Process(int(parent.stdout.readline()))

        os.kill(parent.pid, signal.SIGKILL)

        _, alive = psutil.wait_procs([child], timeout=3)
    assert alive == []


def test_a_process_whose_parent_is_gone_already_ends_at_once():
    code = "from dateline.runtime.lifeline import end_with_parent; end_with_parent(1_000_000); print('lives')"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, "")


def test_a_lock_is_held_by_one_and_names_it(tmp_path):
    path = tmp_path / "home" / "logs" / "worker.lock"
    path.parent.mkdir(parents=True)
    with ProcessLock(path, "a worker runs"):
        assert is_locked(path)
        with pytest.raises(AlreadyRunsError, match=rf"a worker runs already .*\(process {os.getpid()}\)"):
            ProcessLock(path, "a worker runs").__enter__()

    assert not is_locked(path)
    assert not is_locked(tmp_path / "never")
    with ProcessLock(path, "a worker runs"):
        pass


def test_a_lock_goes_with_its_process(tmp_path):
    path = tmp_path / "worker.lock"
    code = (
        "import sys, pathlib, time; from dateline.runtime.locks import ProcessLock\n"
        "with ProcessLock(pathlib.Path(sys.argv[1]), 'a worker runs'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True) as holder:
        holder.stdout.readline()
        assert is_locked(path)

        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()

    assert not is_locked(path)
