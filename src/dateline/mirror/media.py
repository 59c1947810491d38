"""The public files of a mirror: what its log names is fetched from the origin, what it names no more is deleted."""

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dateline.editions.entry import Record
from dateline.mirror.errors import OriginAwayError
from dateline.mirror.named import Named, files_after, subject_of
from dateline.mirror.origin import Origin
from dateline.storage.content_addressed import is_content_name, verified_file
from dateline.storage.errors import ContentMismatchError
from dateline.storage.files import PUBLIC_MODE, sync_folder

TOGETHER = 4
"""Files fetched at a time."""


class Media:
    """Keeps the public folder in step with the mirror's log; every step may be repeated.

    Attributes:
        missing: files that are named and not to be had at the origin at the moment.
    """

    def __init__(self, folder: Path, named: Named, origin: Origin) -> None:
        self._folder = folder
        self._named = named
        self._origin = origin
        self.missing: set[str] = set()

    def begin(self) -> None:
        """Delete what is not named, halves of files that were being fetched among it; note what is missing."""
        here = {path.name for path in self._folder.iterdir()}
        named = set(self._named.all_named())
        for name in here - named:
            (self._folder / name).unlink(missing_ok=True)
        self.missing = {name for name in named - here if is_content_name(name)}

    def before(self, records: Iterable[Record]) -> set[str]:
        """Fetch what records will name when they are applied; return what their subjects name until then.

        Raises:
            OriginAwayError: the origin does not answer.
        """
        last: dict[str, frozenset[str]] = {}
        for record in records:
            files = files_after(record)
            if files is not None:
                last[subject_of(record.entry)] = files
        self._fetch(name for files in last.values() for name in files)
        return self._named.files(last)

    def after(self, earlier: Collection[str]) -> None:
        """Delete those of the files that were named until now and are no more."""
        for name in earlier:
            if not self._named.is_named(name) and is_content_name(name):
                (self._folder / name).unlink(missing_ok=True)

    def fetch_missing(self) -> None:
        """Try again to get what is missing, unless nothing names it any more.

        Raises:
            OriginAwayError: the origin does not answer.
        """
        self.missing = {name for name in self.missing if self._named.is_named(name)}
        self._fetch(set(self.missing))

    def _fetch(self, names: Iterable[str]) -> None:
        wanted = [name for name in sorted(set(names)) if is_content_name(name) and not (self._folder / name).exists()]
        if not wanted:
            return
        with ThreadPoolExecutor(TOGETHER, "media") as threads:
            for name, found in zip(wanted, threads.map(self._fetch_one, wanted), strict=True):
                (self.missing.discard if found else self.missing.add)(name)
        sync_folder(self._folder)

    def _fetch_one(self, name: str) -> bool:
        try:
            self._download(name)
        except _MissingAtOriginError:
            return False
        except ContentMismatchError as error:
            reason = f"sends other bytes for the file {name} than its name says"
            raise OriginAwayError(self._origin.url, reason) from error
        return True

    def _download(self, name: str) -> None:
        with verified_file(self._folder / name, mode=PUBLIC_MODE, sync_names=False) as file:
            if not self._origin.fetch(name, file):
                raise _MissingAtOriginError


class _MissingAtOriginError(Exception):
    pass
