"""Calls from lower layers of the desk into higher ones.

The models know nothing of the actions, the checks and the admin. They call the functions that
``DeskConfig.ready`` registers here instead. A call before that raises ``NotWiredError``.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.http import HttpResponse

from dateline.newsroom.desk.errors import NotWiredError

T = TypeVar("T")


class Slot(Generic[T]):
    """One frozen value that the program around a layer supplies, once, when it starts."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._value: T | None = None

    def set(self, value: T) -> None:
        """Supply the value; a later one replaces it."""
        self._value = value

    def get(self) -> T:
        """Return the value.

        Raises:
            NotWiredError: nobody has supplied it yet.
        """
        if self._value is None:
            raise NotWiredError(self._name)
        return self._value


class DraftSaved(Protocol):
    """Updates what depends on a draft; called in the transaction that saved it, with the author and the moment."""

    def __call__(self, text: Any, /, *, by: Any, at: dt.datetime) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Hooks:
    """Functions of higher layers that lower ones call.

    Attributes:
        draft_saved: updates approval, list and missing metadata after a draft was saved.
        show_preview: returns the page that readers would get of a text.
        recording_chooser: makes the admin's input that chooses a recording.
    """

    draft_saved: DraftSaved
    show_preview: Callable[[Any], HttpResponse]
    recording_chooser: Callable[[], Any]


hooks: Slot[Hooks] = Slot("hooks of the desk")
"""Set by ``DeskConfig.ready``."""
