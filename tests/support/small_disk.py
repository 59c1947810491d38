"""A small disk (tmpfs) that a test can fill or make read-only, in a mount namespace that ends with the test.

The test process stays outside of the namespace: it reads files through ``inside`` and starts processes in the
namespace.
"""

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

_NEW_MOUNTS = 0x00020000  # CLONE_NEWNS
_KEEPER = 'mount --make-rprivate / && mount -t tmpfs -o size="$1" tmpfs "$0" && echo ready && exec cat'


class SmallDisk:
    """The disk mounted at ``path`` for processes that ``run`` or ``enter`` bring in."""

    def __init__(self, path: Path, keeper: subprocess.Popen) -> None:
        self.path = path
        self._keeper = keeper
        self.inside = Path(f"/proc/{keeper.pid}/root{path}")

    def enter(self) -> None:
        """Enter the namespace: the ``preexec_fn`` of a process about to start."""
        descriptor = os.open(f"/proc/{self._keeper.pid}/ns/mnt", os.O_RDONLY)
        if ctypes.CDLL(None, use_errno=True).setns(descriptor, _NEW_MOUNTS) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def run(self, *command: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, preexec_fn=self.enter, capture_output=True, text=True, check=False, timeout=60, **options
        )

    def dateline(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run a ``dateline`` command whose home is the disk."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        own |= {"DATELINE_HOME": str(self.path), **environment}
        return self.run(sys.executable, "-m", "dateline.config.cli", *arguments, env=own)

    def remount(self, how: str) -> None:
        done = self.run("mount", "-o", f"remount,{how}", str(self.path))
        assert done.returncode == 0, done.stderr

    def fill(self) -> Path:
        """Fill the disk with one file and return it; delete it to make room."""
        filler = self.inside / "filler"
        with filler.open("wb", buffering=0) as file:
            for size_bytes in (1 << 20, 1 << 12, 1):
                try:
                    while file.write(b"x" * size_bytes):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
        assert os.statvfs(self.inside).f_bavail == 0
        return filler


@contextmanager
def small_disk(path: Path, size: str = "8m") -> Iterator[SmallDisk]:
    """Mount a disk of its own at an empty folder; skip the test where this process may not."""
    path.mkdir(exist_ok=True)
    keeper = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", _KEEPER, str(path), size], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, preexec_fn=partial(ctypes.CDLL(None).prctl, 1, 9),  # noqa: PLW1509  # PR_SET_PDEATHSIG, SIGKILL
    )  # fmt: skip
    try:
        if keeper.stdout.readline() != b"ready\n":
            pytest.skip(f"no disk can be mounted here: {keeper.stderr.read().decode()}")
        yield SmallDisk(path, keeper)
    finally:
        keeper.kill()
        keeper.communicate()
