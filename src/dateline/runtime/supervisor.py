"""The supervisor of `dateline up`: restarts child processes that end, and stops all together."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.runtime.lifeline import PARENT
from dateline.web.backoff import backoff_s

logger = logging.getLogger("up")

FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 30.0
HEALTHY_AFTER_S = 30.0
STOP_TIMEOUT_S = 6.0
_POLL_EVERY_S = 0.1


@dataclass
class _Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at_s: float = 0.0
    start_at_s: float = 0.0
    failures: int = 0


@dataclass
class Supervisor:
    """Runs ``dateline`` commands as children of this process until told to stop.

    Each child has a session of its own. So Ctrl-C in a terminal reaches only this process, which stops them in order.
    """

    environment: Mapping[str, str]
    _children: list[_Child] = field(default_factory=list)
    _stopping: bool = False

    def add(self, name: str, *arguments: str) -> None:
        """Add a command; `start` or the next `check` starts it."""
        command = [sys.executable, "-m", "dateline.config.cli", *arguments]
        self._children.append(_Child(name, command))

    def start(self) -> None:
        """Start all commands; from now on SIGINT, SIGTERM and SIGHUP stop them."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self._children:
            self._start(child)

    def run(self) -> None:
        """Restart children that end, until told to stop; then stop all."""
        while not self._stopping:
            self.check()
            time.sleep(_POLL_EVERY_S)
        self.stop_all()

    def check(self) -> bool:
        """Restart children that have ended, with exponential backoff; return False once told to stop."""
        now_s = time.monotonic()
        for child in self._children:
            if child.process is None:
                if now_s >= child.start_at_s and not self._stopping:
                    self._start(child)
            elif child.process.poll() is not None:
                self._note_end(child, now_s)
        return not self._stopping

    def stop_all(self) -> None:
        """Stop all children, the last one first; kill those that do not end within ``STOP_TIMEOUT_S``."""
        running = [child.process for child in reversed(self._children) if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        ends_at_s = time.monotonic() + STOP_TIMEOUT_S
        for process in running:
            try:
                process.wait(max(0.0, ends_at_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, child: _Child) -> None:
        child.process = subprocess.Popen(  # noqa: S603  # our own commands
            child.command,
            env={**self.environment, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        child.started_at_s = time.monotonic()

    def _note_end(self, child: _Child, now_s: float) -> None:
        code = child.process.returncode if child.process else 0
        if now_s - child.started_at_s > HEALTHY_AFTER_S:
            child.failures = 0
        child.failures += 1
        pause_s = backoff_s(child.failures, first_s=FIRST_PAUSE_S, longest_s=LONGEST_PAUSE_S)
        child.process = None
        child.start_at_s = now_s + pause_s
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        logger.warning("%s ended %s; it starts again in %.2g s", child.name, how, pause_s)

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True
