"""The overrides as a public process obeys them: looked at as often as the archive, and never forgotten by mistake."""

import hashlib
import logging
from pathlib import Path

import msgspec

from dateline.archive import overrides
from dateline.archive.port import Removal

_log = logging.getLogger("public")


class ActiveOverrides(msgspec.Struct, frozen=True):
    """What is closed at one moment.

    Attributes:
        digest: of all of it, part of every entity tag; empty where nothing is closed.
        files: public files that are closed.
    """

    digest: str = ""
    gone: tuple[Removal, ...] = ()
    files: frozenset[str] = frozenset()


class OverridesReader:
    """Follows the folder of overrides; one thread at a time.

    A look costs one listing of a folder that is empty nearly always. A folder that cannot be listed, or has gone
    after it was seen, changes nothing.
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
                self.current = _orders(overrides.read_all(self._folder))
                self._seen = seen
                _log.warning("overrides close %d releases", len(self.current.gone))
            fault = ""
        except FileNotFoundError:
            fault = "the folder is missing" if self._seen else ""
        except OSError as error:
            fault = f"{type(error).__name__}: {error}"
        if fault and fault != self._fault:
            _log.error("the overrides cannot be read, those at hand stay in force: %s", fault)
        self._fault = fault
        return self.current


def _orders(found: dict[int, overrides.Override]) -> ActiveOverrides:
    if not found:
        return ActiveOverrides()
    gone = tuple(override.removal() for override in found.values())
    files = frozenset(name for override in found.values() for name in override.files)
    summed = hashlib.blake2b(repr((gone, sorted(files))).encode("utf-8", "surrogatepass"), digest_size=12)
    return ActiveOverrides(summed.hexdigest(), gone, files)
