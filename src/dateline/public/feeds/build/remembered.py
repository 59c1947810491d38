"""What is worth remembering between two feeds: parts that depend on an edition alone."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Part = TypeVar("_Part")

_OVERHEAD_BYTES = 1_000  # a key and its parts, and the place in the dictionary


class Remembered(Generic[_Part]):
    """Parts by all that they depend on, within a number of bytes; for any thread.

    Args:
        limit_bytes: of all parts; when they take more, everything is forgotten, which is rare and costs milliseconds.
        size_of: returns about how many bytes a part takes.
    """

    def __init__(self, limit_bytes: int, size_of: Callable[[_Part], int]) -> None:
        self._limit_bytes = limit_bytes
        self._size_of = size_of
        self._parts: dict[Hashable, _Part] = {}
        self._size_bytes = 0

    def get(self, key: Hashable, make: Callable[[], _Part]) -> _Part:
        """Return the part for a key, made when it is first asked for."""
        part = self._parts.get(key)
        if part is None:
            part = make()
            if self._size_bytes >= self._limit_bytes:
                self._parts, self._size_bytes = {}, 0
            self._parts[key] = part
            self._size_bytes += self._size_of(part) + _OVERHEAD_BYTES
        return part
