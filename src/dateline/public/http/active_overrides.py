"""The overrides that a process obeys now, read from their folder."""

import hashlib
import logging
from pathlib import Path

import msgspec

from dateline.archive import overrides
from dateline.archive.port import Removal

_log = logging.getLogger("public")


class ActiveOverrides(msgspec.Struct, frozen=True):
    """What overrides close at one moment.

    Attributes:
        digest: of everything below; part of every entity tag. Empty where nothing is closed.
        removals: releases to answer for as removed.
        files: names of public files that are closed.
    """

    digest: str = ""
    removals: tuple[Removal, ...] = ()
    files: frozenset[str] = frozenset()


class OverridesReader:
    """Reads the folder of overrides again where it has changed; for one thread at a time.

    Looking costs one listing of a folder that is usually empty. Where the folder cannot be listed, or is gone after
    it was read once, the overrides read last stay active.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: overrides.Fingerprint = ()
        self._fault = ""
        self.current = ActiveOverrides()

    def refresh(self) -> ActiveOverrides:
        """Look at the folder and return what is closed now."""
        try:
            seen = overrides.fingerprint(self._folder)
            if seen != self._seen:
                self.current = _active(overrides.read_all(self._folder))
                self._seen = seen
                _log.warning("overrides close %d releases", len(self.current.removals))
            fault = ""
        except FileNotFoundError:
            fault = "the folder is missing" if self._seen else ""
        except OSError as error:
            fault = f"{type(error).__name__}: {error}"
        if fault and fault != self._fault:
            _log.error("the overrides cannot be read, those read last stay active: %s", fault)
        self._fault = fault
        return self.current


def _active(by_number: dict[int, overrides.Override]) -> ActiveOverrides:
    if not by_number:
        return ActiveOverrides()
    removals = tuple(override.removal() for override in by_number.values())
    files = frozenset(name for override in by_number.values() for name in override.files)
    content = repr((removals, sorted(files))).encode("utf-8", "surrogatepass")
    return ActiveOverrides(hashlib.blake2b(content, digest_size=12).hexdigest(), removals, files)
