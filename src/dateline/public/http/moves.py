"""Waiting for the archive to move on, without asking again and again."""

import asyncio


class Moves:
    """Wakes those who wait when something has moved; belongs to one event loop.

    Attributes:
        next: happens at the next move. Take it before looking where things stand, so that no move falls between.
    """

    def __init__(self) -> None:
        self.next = asyncio.Event()

    def tell(self) -> None:
        """Wake everybody who waits now."""
        self.next.set()
        self.next = asyncio.Event()
