"""The archive a process reads: opened when it is there, followed as it moves on."""

import logging
from collections.abc import Callable
from typing import Protocol

from dateline.archive.port import Archive

_log = logging.getLogger("public")


class Reader(Protocol):
    """An archive's folder, open for reading."""

    @property
    def current(self) -> Archive:
        """The generation opened last."""

    @property
    def trouble(self) -> str:
        """Why the newest generation cannot be read, as a sentence; empty when all is well."""

    def refresh(self) -> object:
        """Open the generation that the manifest names now, if it is another one."""


class Source:
    """What stands behind the pages of one process.

    Args:
        open_: opens the archive's folder; raises while there is nothing to read.

    Attributes:
        fault: why the archive cannot be opened or followed, as a sentence; empty when all is well.
    """

    def __init__(self, open_: Callable[[], Reader]) -> None:
        self._open = open_
        self._reader: Reader | None = None
        self.fault = ""

    @property
    def current(self) -> Archive | None:
        """The generation to answer from; None until the first one can be read."""
        return self._reader.current if self._reader else None

    def refresh(self) -> None:
        """Open or follow the archive; what goes wrong is logged once, and the generation at hand stays."""
        try:
            if self._reader is None:
                self._reader = self._open()
            else:
                self._reader.refresh()
            fault = self._reader.trouble
        except Exception as error:  # noqa: BLE001 - whatever is wrong there, the pages at hand are served on
            fault = f"{type(error).__name__}: {error}"
        if fault != self.fault:
            _log.warning("%s", f"the archive cannot be followed: {fault}" if fault else "the archive is followed again")
        self.fault = fault
