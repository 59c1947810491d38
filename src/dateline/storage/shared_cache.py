"""A bounded cache in memory, shared by the threads of a process."""

import copy
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class SharedCache(Generic[_Key, _Value]):
    """Holds the most recently used values. Two threads may compute the same value at the same time.

    Args:
        limit: total size of the values.
        size_of: size of a value, in any unit; by default each counts as one.
    """

    def __init__(self, limit: int, size_of: Callable[[_Value], int] | None = None) -> None:
        self._values: LRUCache[_Key, _Value] = LRUCache(limit, size_of)
        self._lock = Lock()

    def get(self, key: _Key, compute: Callable[[], _Value]) -> _Value:
        """Return the value of a key, computed where it is not cached."""
        try:
            with self._lock:
                return self._values[key]
        except KeyError:
            # ``compute`` is called below, outside this block: its errors must not name the KeyError as their context
            pass
        value = compute()
        with self._lock, suppress(ValueError):  # a value larger than the limit is not cached
            self._values[key] = value
        return value

    def without(self, keys: Iterable[_Key]) -> "SharedCache[_Key, _Value]":
        """Return a copy without some keys."""
        other: SharedCache[_Key, _Value] = SharedCache(0)
        with self._lock:
            other._values = copy.copy(self._values)
        for key in keys:
            other._values.pop(key, None)
        return other
