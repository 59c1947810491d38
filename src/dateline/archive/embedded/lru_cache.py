"""A bounded cache, shared by the threads of a process.

cachetools is not used here: it needs a lock for each read, and each generation copies this cache, which an
``OrderedDict`` does in C.
"""

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class LruCache(Generic[_Key, _Value]):
    """Holds the values used last; two threads may compute a value twice, and get equal ones."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key, compute: Callable[[], _Value]) -> _Value:
        """Return the value of a key, computed where it is not cached."""
        try:
            value = self._values[key]
        except KeyError:
            value = self._values[key] = compute()
            if len(self._values) > self._size:
                with contextlib.suppress(KeyError):  # another thread was faster
                    self._values.popitem(last=False)
        else:
            with contextlib.suppress(KeyError):
                self._values.move_to_end(key)
        return value

    def without(self, keys: Iterable[_Key]) -> "LruCache[_Key, _Value]":
        """Return a copy without some keys."""
        copy: LruCache[_Key, _Value] = LruCache(self._size)
        copy._values = self._values.copy()
        for key in keys:
            copy._values.pop(key, None)
        return copy
