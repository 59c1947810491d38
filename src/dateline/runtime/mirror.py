"""The process that follows another newsroom's log for a mirror; it may be killed at any moment.

Without Django, and without a database but a small file it can do without.
"""

import datetime as dt
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.errors import ArchiveError, NoArchiveError
from dateline.archive.port import Archive
from dateline.mirror import status
from dateline.mirror.errors import MirrorError, OriginUnavailableError, RebuildNeededError, RewrittenHistoryError
from dateline.mirror.follower import Follower, verified_log
from dateline.mirror.media import Media
from dateline.mirror.origin import Origin, Page
from dateline.mirror.references import FileReferences
from dateline.mirror.status import State, Status
from dateline.runtime.home import Home
from dateline.web.backoff import backoff_s

logger = logging.getLogger("mirror")

WAIT_S = 25  # a question that waits longer may be cut by a proxy on the way
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 60.0
REFUSING_PAUSE_S = 60.0  # until the past is looked at again: the newsroom may put the right copy back
BEHIND_S = 5.0
"""For which a newsroom may seem to end earlier than it did: its public processes converge within a quarter second."""

EXPECTED = (MirrorError, ArchiveError, OSError, sqlite3.Error)
"""The last two are a full disk's, as a rule: it is tried again."""


class Mirroring:
    """Follows an origin into a home, and says in the home's status how that goes.

    Args:
        home: of the mirror, prepared.
        origin: followed.
        now: the clock.
        wait_s: how long one question waits for something new.
    """

    def __init__(self, home: Home, origin: Origin, now: Callable[[], dt.datetime], *, wait_s: int = WAIT_S) -> None:
        self._home = home
        self._origin = origin
        self._now = now
        self._wait_s = wait_s
        self._status = status.read(home.mirror_status) or Status(origin=origin.url)
        self._failures = 0
        self._first_failed_at_s = 0.0

    def run(self) -> None:
        """Follow until the process is told to end."""
        while True:
            try:
                with self._follower() as follower:
                    self._follow(follower)
            except EXPECTED as error:
                pause_s = self._met(error)
                if pause_s > FIRST_PAUSE_S:
                    logger.warning("asking again in %.3g s", pause_s)
                time.sleep(pause_s)

    def once(self) -> State:
        """Follow to the end of the log as it is now; return how that went."""
        while True:
            try:
                with self._follower() as follower:
                    while self._note(follower, follower.step()):
                        pass
                    self._see_to(follower)
            except EXPECTED as error:
                pause_s = self._met(error)
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
            self._place(follower, follower.begin())
            while self._status.state == "refusing" and follower.audit():
                pass  # all of the past has to be what it was before this is over
            yield follower

    def _follow(self, follower: Follower) -> None:
        is_behind = True
        while True:
            before = follower.position
            is_behind = self._note(follower, follower.step(wait_s=0 if is_behind else self._wait_s))
            if not is_behind:
                self._see_to(follower)
                if follower.position == before:
                    follower.audit()

    def _see_to(self, follower: Follower) -> None:
        """Get what is missing; say what the origin lacks."""
        follower.fetch_missing()
        lacking = follower.missing_words()
        if lacking:
            self._tell("waiting", f"the origin lacks the words at position {lacking}, though nothing takes them away")
        elif follower.missing:
            names = sorted(follower.missing)
            said = f"the origin lacks files that its releases name ({len(names)}), such as {names[0]}"
            self._tell("waiting", said)
        else:
            self._tell("following", "")

    def _note(self, follower: Follower, page: Page) -> bool:
        """Note that a page was taken over; say whether there is more to be had at once."""
        self._failures = 0
        is_behind = follower.position < page.position
        if is_behind or self._status.state == "refusing":
            self._tell("following", "")
        self._place(follower, page)
        return is_behind

    def _place(self, follower: Follower, page: Page) -> None:
        """Note how far the mirror is."""
        said = {"origin": self._origin.url, "site": page.site, "position": follower.position, "digest": follower.digest}
        self._status = msgspec.structs.replace(self._status, **said)
        status.write(self._home.mirror_status, self._status)

    def _met(self, error: Exception) -> float:
        """Say what went wrong, mend what can be mended here, and return after how many seconds to try again."""
        self._first_failed_at_s = self._first_failed_at_s if self._failures else time.monotonic()
        self._failures += 1
        pause_s = backoff_s(self._failures, first_s=FIRST_PAUSE_S, longest_s=LONGEST_PAUSE_S)
        if isinstance(error, RewrittenHistoryError):
            if error.may_be_lag and time.monotonic() - self._first_failed_at_s < BEHIND_S:
                return FIRST_PAUSE_S
            self._tell("refusing", str(error))
            return REFUSING_PAUSE_S
        if isinstance(error, (RebuildNeededError, NoArchiveError)):
            return self._begin_anew(error)
        if isinstance(error, OriginUnavailableError):
            pause_s = max(pause_s, min(error.retry_after_s, LONGEST_PAUSE_S))
        self._tell("waiting", str(error))
        return pause_s

    def _begin_anew(self, reason: Exception) -> float:
        """Build the archive again from the origin's whole log, beside the one that is served."""
        logger.warning("everything is followed again from the first entry: %s", reason)
        remembered = self._status.position, self._status.digest
        try:
            rebuild(self._home.archive, verified_log(self._origin, remembered))
        except EXPECTED as error:
            if isinstance(error, (RebuildNeededError, NoArchiveError)):
                raise
            return self._met(error)
        with FileReferences(self._home.mirror_named) as references:
            references.clear()
        return 0.0

    def _tell(self, state: State, said: str) -> None:
        """Set the state; log it and write it down where it is another one."""
        if (state, said) == (self._status.state, self._status.reason):
            return
        if said:
            (logger.error if state == "refusing" else logger.warning)("%s", said)
        elif self._status.reason:
            logger.warning("following again, at position %d", self._status.position)
        since = self._status.since if state == self._status.state else f"{self._now():%Y-%m-%dT%H:%M:%SZ}"
        self._status = msgspec.structs.replace(self._status, state=state, reason=said, since=since)
        try:
            status.write(self._home.mirror_status, self._status)
        except OSError as error:  # what is being said may be that the disk is full
            logger.warning("how the mirror stands cannot be written down: %s", error)
