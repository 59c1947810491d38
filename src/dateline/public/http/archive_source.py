"""The archive that a process answers from: opened once it exists, refreshed when it changes, with overrides applied."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

import msgspec

from dateline.archive.port import Archive
from dateline.public.http.active_overrides import ActiveOverrides

POSITION_TIMEOUT_S = 1.0
"""How long a request that names a position waits for it; all processes reach it in a quarter of this time."""

_WAITING_MAX = 200  # most requests that wait at once; if there are more, they probably name positions that do not exist
_POLL_EVERY_S = 0.01
_POSITION_DIGITS = 15
_log = logging.getLogger("public")


class ArchiveReader(Protocol):
    """An archive's folder, open for reading."""

    @property
    def current(self) -> Archive:
        """The generation opened last."""

    @property
    def trouble(self) -> str:
        """Why the newest generation cannot be read, as a sentence; empty when all is well."""

    def refresh(self) -> object:
        """Open the generation that the manifest names now, if it is another one."""


class Snapshot(msgspec.Struct, frozen=True):
    """The data from which one response is made: one generation of the archive with the overrides applied.

    ``archive`` is None before the first generation is open, and while the overrides cannot be applied.
    """

    archive: Archive | None = None
    overrides: ActiveOverrides = ActiveOverrides()


class ArchiveSource:
    """Holds the newest snapshot of an archive. One thread refreshes it; any thread reads it.

    Args:
        open_: opens the archive's folder; raises while there is nothing to read.
        overrides: returns the active overrides; the same object while nothing has changed.

    Attributes:
        snapshot: what to answer from.
        fault: why the archive cannot be opened or followed, as a sentence; empty when all is well.
    """

    def __init__(
        self, open_: Callable[[], ArchiveReader], overrides: Callable[[], ActiveOverrides] = ActiveOverrides
    ) -> None:
        self._open = open_
        self._read_overrides = overrides
        self._reader: ArchiveReader | None = None
        self._generation: Archive | None = None
        self.snapshot = Snapshot()
        self.fault = ""

    @property
    def current(self) -> Archive | None:
        """The generation to answer from, with overrides applied; None until the first one can be read."""
        return self.snapshot.archive

    def refresh(self) -> None:
        """Open the archive, or its newest generation. A fault is logged once, and the current generation stays in use.

        Overrides are applied also when the archive cannot be read. If they cannot be applied, nothing is shown.
        """
        fault = self._follow()
        try:
            self._apply_overrides()
        except Exception as error:  # noqa: BLE001 - what an override closes is never shown
            fault = f"overrides cannot be obeyed, nothing is shown: {type(error).__name__}: {error}"
            self.snapshot = Snapshot(None, self.snapshot.overrides)
        if fault != self.fault:
            _log.warning("%s", f"the archive cannot be followed: {fault}" if fault else "the archive is followed again")
        self.fault = fault

    def _apply_overrides(self) -> None:
        overrides = self._read_overrides()
        generation = self._reader.current if self._reader else None
        is_same = generation is self._generation and overrides is self.snapshot.overrides
        if is_same and self.snapshot.archive is not None:
            return
        archive = (
            generation.with_removals(overrides.removals)
            if generation is not None and overrides.removals
            else generation
        )
        self.snapshot = Snapshot(archive, overrides)
        self._generation = generation

    def _follow(self) -> str:
        try:
            if self._reader is None:
                self._reader = self._open()
            else:
                self._reader.refresh()
        except Exception as error:  # noqa: BLE001 - whatever is wrong there, the generation at hand is served on
            return f"{type(error).__name__}: {error}"
        return self._reader.trouble


class PositionWaiter:
    """Waits until this process has reached a log position that a client names, so that a client never sees older data.

    Belongs to one event loop.
    """

    def __init__(self, source: ArchiveSource) -> None:
        self._source = source
        self._waiting = 0

    async def is_reached(self, named: str) -> bool:
        """Wait until the archive has reached a position, and return whether it has.

        It waits for ``POSITION_TIMEOUT_S`` at most. A client can name a position that this process has not reached,
        because another process may be ahead. A value that is not a number counts as reached. Return False at once if
        too many clients wait already.
        """
        if not named.isascii() or not named.isdigit() or len(named) > _POSITION_DIGITS:
            return True
        position = int(named)
        if self._stands_at(position):
            return True
        if self._waiting >= _WAITING_MAX:
            return False
        self._waiting += 1
        try:
            for _ in range(int(POSITION_TIMEOUT_S / _POLL_EVERY_S)):
                await asyncio.sleep(_POLL_EVERY_S)
                if self._stands_at(position):
                    return True
        finally:
            self._waiting -= 1
        return False

    def _stands_at(self, position: int) -> bool:
        archive = self._source.current
        return archive is not None and archive.position >= position
