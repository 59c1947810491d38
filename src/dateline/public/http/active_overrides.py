"""The overrides that are in force in this process, read from their folders."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from dateline.archive import overrides
from dateline.archive.port import Removal

_log = logging.getLogger("public")


class ActiveOverrides(msgspec.Struct, frozen=True):
    """The releases and files that overrides close at one moment.

    Attributes:
        digest: digest of the two fields below, and part of every entity tag. Empty where nothing is closed.
        removals: releases to answer for as removed.
        files: names of public files that are closed.
    """

    digest: str = ""
    removals: tuple[Removal, ...] = ()
    files: frozenset[str] = frozenset()


class OverridesReader:
    """Reads the folders of overrides again when they have changed; for one thread at a time.

    A check costs one listing of a folder that is usually empty. If a folder cannot be listed, or no longer exists, the
    overrides that were read last stay active.

    Args:
        folder: the folder of overrides in the home.
        second: returns the folder that is used instead when the home cannot be written; None while there is none.
    """

    def __init__(self, folder: Path, second: Callable[[], Path | None] = lambda: None) -> None:
        self._folder = _Folder(folder)
        self._second = second
        self._others: dict[Path, _Folder] = {}
        self.current = ActiveOverrides()

    def refresh(self) -> ActiveOverrides:
        """Read the folders that have changed, and return what is closed now."""
        found = self._second()
        if found is not None and found not in self._others:
            self._others[found] = _Folder(found)
        folders = (self._folder, *self._others.values())
        changed = [folder.has_changed() for folder in folders]
        if any(changed):
            self.current = _active(_union(folder.overrides for folder in folders))
            _log.warning("overrides close %d releases", len(self.current.removals))
        return self.current


class _Folder:
    """One folder of overrides, with the content that was read last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: overrides.Fingerprint = ()
        self._fault = ""
        self.overrides: dict[int, overrides.Override] = {}

    def has_changed(self) -> bool:
        """Read the folder again if its files have changed, and return whether they have."""
        has_changed, fault = False, ""
        try:
            seen = overrides.fingerprint(self._path)
            if seen != self._seen:
                self.overrides = overrides.read_all(self._path)
                self._seen, has_changed = seen, True
        except FileNotFoundError:
            fault = "the folder is missing" if self._seen else ""
        except OSError as error:
            fault = f"{type(error).__name__}: {error}"
        if fault and fault != self._fault:
            _log.error("the overrides cannot be read, those read last stay active: %s", fault)
        self._fault = fault
        return has_changed


def _union(folders: Iterable[Mapping[int, overrides.Override]]) -> dict[int, overrides.Override]:
    by_number: dict[int, overrides.Override] = {}
    for found in folders:
        for number, override in found.items():
            by_number[number] = override.merged_with(by_number.get(number))
    return dict(sorted(by_number.items()))


def _active(by_number: dict[int, overrides.Override]) -> ActiveOverrides:
    if not by_number:
        return ActiveOverrides()
    removals = tuple(override.removal() for override in by_number.values())
    files = frozenset(name for override in by_number.values() for name in override.files)
    content = repr((removals, sorted(files))).encode("utf-8", "surrogatepass")
    return ActiveOverrides(hashlib.blake2b(content, digest_size=12).hexdigest(), removals, files)
