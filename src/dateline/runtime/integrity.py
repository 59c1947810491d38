"""Check archive and public media of a home for damage, in the background of the process that writes them.

The first check comes soon after the start. Then every few minutes those files are read again whose time or size has
changed. All files are read again after a time that grows with the work this takes (decision 0034). The module works
without Django, because a mirror runs it too.
"""

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dateline.archive.embedded import (
    current_root,
    file_faults,
    last_entry,
    log_faults,
    log_stamps,
    stamp,
    text_faults,
)
from dateline.runtime.home import Home
from dateline.storage.content_addressed import Pause, is_content_name, is_intact, no_pause

logger = logging.getLogger("archive")

FIRST_AFTER_S = 5.0
"""Seconds before the first check, so that it does not slow the start down."""

LOOK_EVERY_S = 300.0
"""Seconds between checks; each reads the files again whose time or size has changed."""

LONGEST_S, EASE = 86_400.0, 1_000
"""All files are read again after ``EASE`` times the processor time of the last full check, but at least once a day."""

SHARE = 0.1
"""Share of one processor that a check may take."""

REBUILT = " A running worker or mirror builds the archive again; `dateline archive check` names every damage."
_WORK_S = 0.02
_LogSeen = tuple[tuple[int, str], tuple[int, ...]]
"""Position and digest of the last log entry, and stamps of the files of the log."""


class StoppedError(Exception):
    """The process is stopping, so the check ends early."""


class Pace:
    """Slows a check down to ``SHARE`` of a processor, and ends it when the process stops."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._since_s = time.monotonic()

    def __call__(self) -> None:
        """Wait, if enough work was done since the last pause.

        Raises:
            StoppedError: the process is stopping.
        """
        worked_s = time.monotonic() - self._since_s
        if worked_s < _WORK_S:
            return
        if self._stop.wait(worked_s * (1 - SHARE) / SHARE):
            raise StoppedError
        self._since_s = time.monotonic()


class IntegrityCheck:
    """Looks for damage at intervals. It repairs nothing: the thread that writes archive and media does that.

    Args:
        home: of the newsroom or mirror.

    Attributes:
        archive_fault: a sentence about damage of the archive; empty without damage. After a rebuild, call `forget`.
        damaged: names of damaged public files; the thread that repairs them empties it.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._verified: set[int] = set()
        self._log: _LogSeen = (0, ""), ()
        self._everything_at_s = 0.0
        self.archive_fault = ""
        self.damaged: frozenset[str] = frozenset()

    def run(self, stop: threading.Event, succeeded: Callable[[], None]) -> None:
        """Check at intervals until told to stop; see ``worker.Job``."""
        stop.wait(FIRST_AFTER_S)
        while not stop.is_set():
            try:
                self.look(Pace(stop))
            except StoppedError:
                return
            if not self.archive_fault and not self.damaged:
                succeeded()
            stop.wait(LOOK_EVERY_S)

    def look(self, pause: Pause = no_pause) -> None:
        """Check once: all files if a full check is due, else those that have changed."""
        began_at_s = time.thread_time()
        is_whole = time.monotonic() >= self._everything_at_s
        if is_whole:
            self.forget()
        self._look_at_archive(pause)
        self.damaged = frozenset(damaged_files(self._home.public_media, pause, self._verified))
        if is_whole:
            took_s = time.thread_time() - began_at_s
            self._everything_at_s = time.monotonic() + min(LONGEST_S, EASE * took_s)

    def forget(self) -> None:
        """Check all files the next time; call this after a rebuild, or when a write has failed."""
        self._verified.clear()
        self._log = (0, ""), ()
        self._everything_at_s = 0.0
        self.archive_fault = ""

    def _look_at_archive(self, pause: Pause) -> None:
        folder = self._home.archive
        root = current_root(folder)
        seen = last_entry(folder), log_stamps(folder)
        (before, _), stamps = self._log
        has_only_grown = seen[0][0] > before or (seen[0][0] == before and seen[1] == stamps)
        faults = [*file_faults(folder, pause, self._verified)]
        faults += log_faults(folder, before if has_only_grown else 0, pause)
        if current_root(folder) != root:
            return  # the archive was rebuilt meanwhile; the next check reads the new one
        for fault in faults:
            logger.warning("%s", fault)
        if faults:
            self.archive_fault = self.archive_fault or faults[0]
        else:
            self._log = seen


def damaged_files(folder: Path, pause: Pause = no_pause, verified: set[int] | None = None) -> Iterator[str]:
    """Yield the names of public files whose content differs from the digest in their name.

    Args:
        folder: of the files.
        pause: called after each megabyte and after each file.
        verified: stamps of files that were found intact before and are skipped; stamps of intact files are added.
    """
    verified = set() if verified is None else verified
    for entry in os.scandir(folder):
        if not is_content_name(entry.name) or entry.is_symlink():
            continue
        try:
            mark = stamp(entry.stat())
            if mark in verified:
                continue
            if is_intact(Path(entry.path), pause):
                verified.add(mark)
            else:
                yield entry.name
        except FileNotFoundError:
            continue  # deleted meanwhile
        except OSError:
            yield entry.name
        pause()


def of_archive(home: Home) -> Iterator[str]:
    """Compare the files that the archive's manifest names with their checksums, and the entries of its log.

    Yields at most one sentence, for `dateline check`, which need not list all damaged files.
    """
    for fault in itertools.islice(itertools.chain(file_faults(home.archive), log_faults(home.archive)), 1):
        yield fault + REBUILT


def home_faults(home: Home) -> Iterator[str]:
    """Yield a sentence for each fault of archive and public media; reads everything, at once."""
    yield from file_faults(home.archive)
    yield from log_faults(home.archive)
    yield from text_faults(home.archive)
    for name in damaged_files(home.public_media):
        yield f"The public file {name} holds other bytes than its name says."
