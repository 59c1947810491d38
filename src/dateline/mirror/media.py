"""The public files of a mirror: referenced files are fetched from the origin, others are deleted."""

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dateline.editions.entry import Record
from dateline.mirror.errors import OriginUnavailableError
from dateline.mirror.origin import Origin
from dateline.mirror.references import FileReferences, files_after, subject_of
from dateline.storage.content_addressed import is_content_name, verified_file
from dateline.storage.errors import ContentMismatchError
from dateline.storage.files import PUBLIC_MODE, sync_folder

PARALLEL_FETCHES = 4


class Media:
    """Keeps the public folder in step with the mirror's log; every method may be repeated.

    Attributes:
        missing: referenced files that the origin does not have at the moment.
    """

    def __init__(self, folder: Path, references: FileReferences, origin: Origin) -> None:
        self._folder = folder
        self._references = references
        self._origin = origin
        self.missing: set[str] = set()

    def reconcile(self) -> None:
        """Delete unreferenced files, incomplete ones included, and update ``missing``."""
        present = {path.name for path in self._folder.iterdir()}
        referenced = set(self._references.all_files())
        for name in present - referenced:
            (self._folder / name).unlink(missing_ok=True)
        self.missing = {name for name in referenced - present if is_content_name(name)}

    def fetch_for(self, records: Iterable[Record]) -> set[str]:
        """Fetch the files that the records name.

        Return the files that the subjects of these records reference now, before the records are applied. Pass the
        result to ``delete_unreferenced`` once the records are applied. A file that the origin does not have is added to
        ``missing``.

        Raises:
            OriginUnavailableError: the origin does not answer.
        """
        last: dict[str, frozenset[str]] = {}
        for record in records:
            files = files_after(record)
            if files is not None:
                last[subject_of(record.entry)] = files
        self._fetch(name for files in last.values() for name in files)
        return self._references.files(last)

    def delete_unreferenced(self, names: Collection[str]) -> None:
        """Delete those of the files that are not referenced any more."""
        for name in names:
            if not self._references.is_referenced(name) and is_content_name(name):
                (self._folder / name).unlink(missing_ok=True)

    def mend(self, names: Collection[str]) -> None:
        """Delete damaged files, and count those that are referenced as missing, so that they are fetched again."""
        for name in filter(is_content_name, names):
            (self._folder / name).unlink(missing_ok=True)
            if self._references.is_referenced(name):
                self.missing.add(name)

    def fetch_missing(self) -> None:
        """Retry to fetch the missing files that are still referenced.

        Raises:
            OriginUnavailableError: the origin does not answer.
        """
        self.missing = {name for name in self.missing if self._references.is_referenced(name)}
        self._fetch(set(self.missing))

    def _fetch(self, names: Iterable[str]) -> None:
        absent = [name for name in sorted(set(names)) if is_content_name(name) and not (self._folder / name).exists()]
        if not absent:
            return
        with ThreadPoolExecutor(PARALLEL_FETCHES, "media") as threads:
            for name, found in zip(absent, threads.map(self._fetch_one, absent), strict=True):
                (self.missing.discard if found else self.missing.add)(name)
        sync_folder(self._folder)

    def _fetch_one(self, name: str) -> bool:
        try:
            self._download(name)
        except _MissingAtOriginError:
            return False
        except ContentMismatchError as error:
            reason = f"sends other bytes for the file {name} than its name says"
            raise OriginUnavailableError(self._origin.url, reason) from error
        return True

    def _download(self, name: str) -> None:
        with verified_file(self._folder / name, mode=PUBLIC_MODE, sync_names=False) as file:
            if not self._origin.fetch(name, file):
                raise _MissingAtOriginError


class _MissingAtOriginError(Exception):
    pass
