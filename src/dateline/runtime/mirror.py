"""The process that follows another newsroom's log for a mirror. Without Django; it may be killed at any moment."""

import datetime as dt
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import msgspec

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.errors import ArchiveError, DamagedArchiveError, NoArchiveError
from dateline.archive.port import Archive
from dateline.mirror import status
from dateline.mirror.errors import MirrorError, OriginUnavailableError, RebuildNeededError, RewrittenHistoryError
from dateline.mirror.follower import Follower, verified_log
from dateline.mirror.media import Media
from dateline.mirror.origin import Origin, Page
from dateline.mirror.references import FileReferences
from dateline.mirror.status import State, Status
from dateline.runtime.home import Home
from dateline.runtime.integrity import IntegrityCheck
from dateline.web.backoff import backoff_s

logger = logging.getLogger("mirror")

WAIT_S = 25  # proxies may close requests that wait longer
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 60.0
# seconds until a rewritten history is checked again, because the newsroom may restore the right copy
REFUSING_PAUSE_S = 60.0
LAG_S = 5.0
"""For so long, a log that ends earlier than before is blamed on a lagging process; they converge within 250 ms."""

EXPECTED = (MirrorError, ArchiveError, OSError, sqlite3.Error)
"""Errors after which following is tried again; the last two usually mean a full disk."""

REBUILT = (RebuildNeededError, NoArchiveError, DamagedArchiveError)
"""Errors that a rebuild of the archive from the origin's log repairs."""


class Mirroring:
    """Follows an origin into a home, and writes the state to the home's status file.

    Args:
        home: of the mirror, prepared.
        origin: the newsroom to follow.
        now: the clock.
        wait_s: how long one request waits for a new entry.
    """

    def __init__(self, home: Home, origin: Origin, now: Callable[[], dt.datetime], *, wait_s: int = WAIT_S) -> None:
        self._home = home
        self._origin = origin
        self._now = now
        self._wait_s = wait_s
        self._status = status.read(home.mirror_status) or Status(origin=origin.url)
        self._integrity = IntegrityCheck(home)
        self._failures = 0
        self._first_failed_at_s = 0.0

    def run(self) -> None:
        """Follow until the process is stopped, and look for damage meanwhile."""
        look = partial(self._integrity.run, threading.Event(), lambda: None)
        threading.Thread(target=look, name="integrity", daemon=True).start()
        while True:
            try:
                with self._follower() as follower:
                    self._follow(follower)
            except EXPECTED as error:
                pause_s = self._handle(error)
                if pause_s > FIRST_PAUSE_S:
                    logger.warning("trying again in %.3g s", pause_s)
                time.sleep(pause_s)

    def once(self) -> State:
        """Follow to the present end of the log; return the state."""
        while True:
            try:
                with self._follower() as follower:
                    while self._note_page(follower, follower.step()):
                        pass
                    self._complete(follower)
            except EXPECTED as error:
                pause_s = self._handle(error)
                if not pause_s or (isinstance(error, RewrittenHistoryError) and pause_s < REFUSING_PAUSE_S):
                    time.sleep(pause_s)
                    continue
                return self._status.state
            else:
                return self._status.state

    @contextmanager
    def _follower(self) -> Iterator[Follower]:
        with open_writer(self._home.archive) as writer, FileReferences(self._home.mirror_named) as references:
            reader = open_reader(self._home.archive)

            def newest() -> Archive:
                reader.refresh()
                return reader.current

            media = Media(self._home.public_media, references, self._origin)
            follower = Follower(self._origin, writer, newest, references=references, media=media)
            self._note_position(follower, follower.begin())
            while self._status.state == "refusing" and follower.audit():
                pass  # the whole history must be verified before the state changes
            yield follower

    def _follow(self, follower: Follower) -> None:
        is_behind = True
        while True:
            before = follower.position
            self._mend(follower)
            is_behind = self._note_page(follower, follower.step(wait_s=0 if is_behind else self._wait_s))
            if not is_behind:
                self._complete(follower)
                if follower.position == before:
                    follower.audit()

    def _mend(self, follower: Follower) -> None:
        """Delete damaged public files, which are then fetched again.

        Raises:
            DamagedArchiveError: the archive is damaged; `_handle` rebuilds it.
        """
        if self._integrity.archive_fault:
            fault = self._integrity.archive_fault
            self._integrity.forget()
            raise DamagedArchiveError(fault)
        if self._integrity.damaged:
            follower.mend(self._integrity.damaged)
            self._integrity.damaged = frozenset()

    def _complete(self, follower: Follower) -> None:
        """Fetch missing files; report what the origin lacks."""
        follower.fetch_missing()
        lacking = follower.missing_words()
        if lacking:
            self._set_state(
                "waiting", f"the origin lacks the words at position {lacking}, though nothing takes them away"
            )
        elif follower.missing:
            names = sorted(follower.missing)
            reason = f"the origin lacks files that its releases name ({len(names)}), such as {names[0]}"
            self._set_state("waiting", reason)
        else:
            self._set_state("following", "")

    def _note_page(self, follower: Follower, page: Page) -> bool:
        """Note that a page was applied; return whether the origin has more entries now."""
        self._failures = 0
        is_behind = follower.position < page.position
        if is_behind or self._status.state == "refusing":
            self._set_state("following", "")
        self._note_position(follower, page)
        return is_behind

    def _note_position(self, follower: Follower, page: Page) -> None:
        """Store position and digest reached."""
        reached = {
            "origin": self._origin.url,
            "site": page.site,
            "position": follower.position,
            "digest": follower.digest,
        }
        self._status = msgspec.structs.replace(self._status, **reached)
        status.write(self._home.mirror_status, self._status)

    def _handle(self, error: Exception) -> float:
        """Report an error, rebuild where that helps, and return the seconds until the next attempt."""
        self._first_failed_at_s = self._first_failed_at_s if self._failures else time.monotonic()
        self._failures += 1
        pause_s = backoff_s(self._failures, first_s=FIRST_PAUSE_S, longest_s=LONGEST_PAUSE_S)
        if isinstance(error, RewrittenHistoryError):
            if error.may_be_lag and time.monotonic() - self._first_failed_at_s < LAG_S:
                return FIRST_PAUSE_S
            self._set_state("refusing", str(error))
            return REFUSING_PAUSE_S
        if isinstance(error, REBUILT):
            return self._rebuild(error)
        if isinstance(error, OriginUnavailableError):
            pause_s = max(pause_s, min(error.retry_after_s, LONGEST_PAUSE_S))
        self._set_state("waiting", str(error))
        return pause_s

    def _rebuild(self, reason: Exception) -> float:
        """Build the archive again from the origin's whole log, beside the one that is served."""
        logger.warning("everything is followed again from the first entry: %s", reason)
        reached = self._status.position, self._status.digest
        try:
            rebuild(self._home.archive, verified_log(self._origin, reached))
        except EXPECTED as error:
            if isinstance(error, REBUILT):
                raise
            return self._handle(error)
        with FileReferences(self._home.mirror_named) as references:
            references.clear()
        return 0.0

    def _set_state(self, state: State, reason: str) -> None:
        """Set the state; log and store it if it has changed."""
        if (state, reason) == (self._status.state, self._status.reason):
            return
        if reason:
            (logger.error if state == "refusing" else logger.warning)("%s", reason)
        elif self._status.reason:
            logger.warning("following again, at position %d", self._status.position)
        since = self._status.since if state == self._status.state else f"{self._now():%Y-%m-%dT%H:%M:%SZ}"
        self._status = msgspec.structs.replace(self._status, state=state, reason=reason, since=since)
        try:
            status.write(self._home.mirror_status, self._status)
        except OSError as error:  # the reason may be that the disk is full
            logger.warning("the state of the mirror cannot be stored: %s", error)
