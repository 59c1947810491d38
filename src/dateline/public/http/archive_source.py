"""The archive a process reads: opened when it is there, followed as it moves on."""

import logging
from collections.abc import Callable
from typing import Protocol

import msgspec

from dateline.archive.port import Archive
from dateline.public.http.active_overrides import ActiveOverrides

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
    """What answers come from at one moment: a generation in which the overrides are obeyed; None before the first."""

    archive: Archive | None = None
    orders: ActiveOverrides = ActiveOverrides()


class ArchiveSource:
    """What stands behind the pages of one process.

    Args:
        open_: opens the archive's folder; raises while there is nothing to read.
        orders: looks at the overrides.

    Attributes:
        fault: why the archive cannot be opened or followed, as a sentence; empty when all is well.
    """

    def __init__(
        self, open_: Callable[[], ArchiveReader], orders: Callable[[], ActiveOverrides] = ActiveOverrides
    ) -> None:
        self._open = open_
        self._orders = orders
        self._reader: ArchiveReader | None = None
        self._whole: Archive | None = None
        self.shown = Snapshot()
        self.fault = ""

    @property
    def current(self) -> Archive | None:
        """The generation to answer from, without what is overridden; None until the first one can be read."""
        return self.shown.archive

    def refresh(self) -> None:
        """Open or follow the archive; what goes wrong is logged once, and the generation at hand stays.

        OverridesReader are obeyed whatever becomes of the archive.
        """
        fault = self._follow()
        try:
            self._obey()
        except Exception as error:  # noqa: BLE001 - what should be closed is not shown for want of a way to close it
            fault = f"overrides cannot be obeyed, nothing is shown: {type(error).__name__}: {error}"
            self.shown = Snapshot(None, self.shown.orders)
        if fault != self.fault:
            _log.warning("%s", f"the archive cannot be followed: {fault}" if fault else "the archive is followed again")
        self.fault = fault

    def _obey(self) -> None:
        orders = self._orders()
        whole = self._reader.current if self._reader else None
        if whole is self._whole and orders is self.shown.orders and self.shown.archive is not None:
            return
        archive = whole.with_removals(orders.gone) if whole is not None and orders.gone else whole
        self.shown = Snapshot(archive, orders)
        self._whole = whole

    def _follow(self) -> str:
        try:
            if self._reader is None:
                self._reader = self._open()
            else:
                self._reader.refresh()
        except Exception as error:  # noqa: BLE001 - whatever is wrong there, the pages at hand are served on
            return f"{type(error).__name__}: {error}"
        return self._reader.trouble
