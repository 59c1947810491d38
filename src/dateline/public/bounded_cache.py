"""A cache for rendered parts of answers, bounded by their total size."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class BoundedCache(Generic[_Value]):
    """Values by everything that they depend on; safe to use from several threads.

    A full cache is emptied, which is rare and costs milliseconds: single values are cheap to make again.

    Args:
        limit: total size of the values.
        size_of: size of a value, in any unit; by default each counts as one.
    """

    def __init__(self, limit: int, size_of: Callable[[_Value], int] = lambda _value: 1) -> None:
        self._limit = limit
        self._size_of = size_of
        self._values: dict[Hashable, _Value] = {}
        self._size = 0

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """Return the value for a key; ``make`` is called where it is not cached."""
        value = self._values.get(key)
        if value is None:
            value = make()
            if self._size >= self._limit:
                self._values, self._size = {}, 0
            self._values[key] = value
            self._size += self._size_of(value)
        return value
