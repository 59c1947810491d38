"""Readers who say how far they have read never go back in time, whichever process answers them."""

import asyncio

from dateline.public.http.archive_source import ArchiveSource

WITHIN_S = 1.0  # processes converge within a quarter of it
WAITING = 200  # requests that may wait at once; more of them name positions that do not exist
_LOOK_EVERY_S = 0.01
_DIGITS = 15


class Positions:
    """Waits until the process stands where a reader has been; belongs to one event loop."""

    def __init__(self, source: ArchiveSource) -> None:
        self._source = source
        self._waiting = 0

    async def is_reached(self, named: str) -> bool:
        """Say whether the archive stands at least at the position that a request names; no number names none.

        Waits for it a moment, as the reader may come from a process that follows a little faster.
        """
        if not named.isascii() or not named.isdigit() or len(named) > _DIGITS:
            return True
        position = int(named)
        if self._stands_at(position):
            return True
        if self._waiting >= WAITING:
            return False
        self._waiting += 1
        try:
            for _ in range(int(WITHIN_S / _LOOK_EVERY_S)):
                await asyncio.sleep(_LOOK_EVERY_S)
                if self._stands_at(position):
                    return True
        finally:
            self._waiting -= 1
        return False

    def _stands_at(self, position: int) -> bool:
        archive = self._source.current
        return archive is not None and archive.position >= position
