"""A bounded memory of answers, shared by the threads of a process."""

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class LruCache(Generic[_Key, _Value]):
    """Remembers the values asked for last; a value may be made twice, never mixed up."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        """Return the value of a key, made on first asking."""
        try:
            value = self._values[key]
        except KeyError:
            value = self._values[key] = make()
            if len(self._values) > self._size:
                with contextlib.suppress(KeyError):  # another thread was faster
                    self._values.popitem(last=False)
        else:
            with contextlib.suppress(KeyError):
                self._values.move_to_end(key)
        return value

    def without(self, keys: Iterable[_Key]) -> "LruCache[_Key, _Value]":
        """Return a copy that has forgotten some keys."""
        copy: LruCache[_Key, _Value] = LruCache(self._size)
        copy._values = self._values.copy()
        for key in keys:
            copy._values.pop(key, None)
        return copy
