"""The writer: applies log records to the folder and publishes generations."""

import errno
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Self

from pyroaring import BitMap

from dateline.archive.embedded.batch import Batch
from dateline.archive.embedded.log import LogWriter
from dateline.archive.embedded.manifest import Manifest, read_manifest, replace_manifest
from dateline.archive.embedded.storage import ArchiveState, Frame, Journal, last_changes, load_state, write_snapshot
from dateline.archive.embedded.text_index.analysis_pool import AnalysisPool, helper_count
from dateline.archive.embedded.text_index.generations import (
    checksums_of,
    drop_old,
    link_generation,
    restore_work,
)
from dateline.archive.embedded.text_index.index import REBUILD_BYTES, WRITER_BYTES, Texts, TextsWriter
from dateline.archive.embedded.text_records import TextRecord, row
from dateline.archive.errors import (
    ArchiveBusyError,
    ArchiveError,
    DamagedArchiveError,
    NoArchiveError,
    OutOfOrderError,
    UnreadableRecordError,
    UnwritableError,
)
from dateline.editions.entry import Record
from dateline.storage.errors import FileLockedError
from dateline.storage.files import PUBLIC_MODE
from dateline.storage.locks import FileLock

BATCH_RECORDS = 10_000  # bounds memory
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
MAX_JOURNAL_BYTES = 4_000_000  # beyond it a snapshot is faster to read


class EmbeddedWriter:
    """Writes one folder; a context manager that holds the folder's lock.

    Args:
        folder: created where it is missing.
        fresh: begin an empty archive beside the present one; see ``build``.

    Raises:
        ArchiveBusyError: another process writes to the folder.
        NoArchiveError: the folder holds an archive that cannot be read.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder = folder
        self._failed = False
        self._analysis = AnalysisPool(helper_count() if fresh else 0)
        self._heap_bytes = REBUILD_BYTES if fresh else WRITER_BYTES
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / "writer.lock", mode=PUBLIC_MODE)
        try:
            self._lock.acquire()
        except FileLockedError as error:
            raise ArchiveBusyError(folder) from error
        try:
            self._begin(fresh=fresh)
        except BaseException:
            self._lock.release()
            raise

    def _begin(self, *, fresh: bool) -> None:
        self._manifest = read_manifest(self._folder) if not fresh else None
        # of all releases; known only if the archive began empty
        self._numbers = BitMap() if self._manifest is None else None
        if self._manifest is None:
            self._state = ArchiveState.empty()
            self._root = _new_root(self._folder)
            self._serial = 0
            self._log = LogWriter(self._root, 0, 0)
            self._start_journal()
        else:
            self._state = load_state(self._folder, self._manifest)
            self._root = self._folder / self._manifest.root
            self._serial = int(self._manifest.text.rpartition("-")[2])
            self._snapshot, journal = self._manifest.snapshot, self._folder / self._manifest.journal
            self._snapshot_checksum = self._manifest.checksums[self._snapshot]
            self._journal = Journal(journal, self._manifest.journal_bytes)
            self._log = self._open_log(self._manifest)
        self._work = self._root / "text"
        self._texts = self._open_texts()
        self._committed: Texts | None = None  # reads what is committed
        self._has_uncommitted = False
        self._codes = {tag: code for code, tag in enumerate(self._state.languages)}
        self._must_purge = self._manifest is not None and self._manifest.purge
        if self._must_purge:
            self._purge()

    def _open_log(self, manifest: Manifest) -> LogWriter:
        try:
            return LogWriter(self._root, manifest.position, manifest.log_bytes)
        except (OSError, ValueError) as error:
            raise NoArchiveError(self._folder, str(error)) from error

    def _open_texts(self) -> TextsWriter:
        self._work.mkdir(exist_ok=True)
        try:
            if self._manifest is not None:
                restore_work(self._folder, self._manifest, self._work)
            return TextsWriter(self._work, self._heap_bytes)
        except (OSError, ValueError, DamagedArchiveError) as error:
            if getattr(error, "errno", 0) in _DISK_FULL:
                raise UnwritableError(self._folder, str(error)) from error
            raise NoArchiveError(self._folder, str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for merges of the index and release the folder."""
        with ExitStack() as stack:  # the lock is released even if a file cannot be closed because the disk is full
            for close in (self._lock.release, self._log.close, self._journal.close, self._texts.close):
                stack.callback(close)

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""
        return self._manifest.position if self._manifest else 0

    def apply(self, records: Iterable[Record]) -> int:
        """Apply records in order, publish one new generation, and return the position reached; see ``port.Writer``."""
        if self._failed:
            self._reopen()
        self._failed = True  # assumed until everything below has succeeded
        error = self._apply(records, lambda _: None)
        if self._state.position != self.position:
            self._publish()
        if self._must_purge:
            self._purge()
        self._failed = False
        if error is not None:
            raise error
        return self.position

    def _apply(self, records: Iterable[Record], progress: Callable[[int], None]) -> ArchiveError | None:
        """Write records in batches; stop at the first record that cannot be applied and return its error."""
        rest = iter(records)
        while some := list(islice(rest, BATCH_RECORDS)):
            error = self._apply_batch(some)
            progress(self._state.position)
            if error is not None:
                return error
        return None

    def _reopen(self) -> None:
        """Start again from the manifest after a failure."""
        self._texts.close()
        self._journal.close()
        self._log.close()
        self._begin(fresh=False)
        self._failed = False

    def build(self, records: Iterable[Record], progress: Callable[[int], None]) -> int:
        """Apply the whole log to a fresh archive, publish it once at the end, and return the position reached."""
        with self._analysis as pool:
            error = self._apply(pool.ahead(records), progress)
        if error is not None:
            raise error
        self._publish()
        return self.position

    def _apply_batch(self, records: list[Record]) -> ArchiveError | None:
        batch = Batch(self._state.position, self._stored_texts)
        try:
            for record in records:
                batch.add(record)
        except (OutOfOrderError, UnreadableRecordError) as error:
            self._write(batch)
            return error
        self._write(batch)
        return None

    def _stored_texts(self, number: int, release: str) -> list[TextRecord]:
        """Return all stored texts of a release by number, or by UUID where the number is 0."""
        if self._numbers is not None and number and number not in self._numbers:
            return []
        if self._state.position == 0:
            return []
        if self._committed is None:
            self._commit()
            self._committed = Texts(self._work)
        if not number:
            number = self._committed.number_of(release)
        return self._committed.by_number(number) if number else []

    def _write(self, batch: Batch) -> None:
        if batch.position == self._state.position:
            return
        new_languages: list[str] = []
        texts: list[tuple[int, int]] = []
        for changed in batch.changed_texts():
            number, language = changed.text.number, changed.text.language
            if language not in self._codes:
                self._codes[language] = len(self._codes)
                new_languages.append(language)
            texts.append((number, self._codes[language]))
            words = self._analysis.take(changed.text.position)
            self._texts.replace(changed, self._codes[language], words)
        self._analysis.drop_until(batch.position)
        self._texts.set_addresses(list(batch.addresses.items()))
        self._has_uncommitted, self._committed = True, None
        self._must_purge |= batch.erases
        if self._numbers is not None:
            self._numbers.update(batch.releases)
        rows = {number: row(texts.values()) for number, texts in batch.releases.items()}
        frame = Frame(
            position=batch.position,
            rows=tuple(listed for listed in rows.values() if listed is not None),
            unlisted=tuple(number for number, listed in rows.items() if listed is None),
            vocabulary=tuple((kind, id_, content) for (kind, id_), content in batch.vocabulary.items()),
            languages=tuple(new_languages),
            texts=tuple(texts),
            changes=last_changes(batch.changes),
        )
        self._log.add(batch.records)
        self._journal.add(frame)
        self._state = self._state.apply([frame])

    def _commit(self) -> None:
        """Commit the index, if it has changes; needed before it is read and before a generation is published."""
        if self._has_uncommitted:
            self._texts.commit()
            self._has_uncommitted = False

    def _purge(self) -> None:
        """Rewrite the index without its deleted words and publish that; the previous generation's files are deleted."""
        self._texts.purge(self._codes)
        self._must_purge, self._committed = False, None
        self._publish(keep_before=False)

    def _publish(self, *, keep_before: bool = True) -> None:
        self._commit()
        ended, ended_bytes = "", 0
        if self._journal.size_bytes > MAX_JOURNAL_BYTES or self._manifest is None:
            ended, ended_bytes = self._name(self._journal.path), self._journal.size_bytes
            self._journal.close()
            self._start_journal()
        elif self._manifest.journal == self._name(self._journal.path):
            ended, ended_bytes = self._manifest.ended, self._manifest.ended_bytes
        self._serial += 1
        generation = self._root / f"text-{self._serial:06}"
        sizes = link_generation(self._work, generation)
        checksums = checksums_of(self._folder, self._name(generation), sizes, self._manifest)
        checksums[self._snapshot] = self._snapshot_checksum
        manifest = Manifest(
            position=self._state.position,
            root=self._root.name,
            snapshot=self._snapshot,
            journal=self._name(self._journal.path),
            journal_bytes=self._journal.size_bytes,
            text=self._name(generation),
            sizes=sizes,
            checksums=checksums,
            log_bytes=self._log.size_bytes,
            ended=ended,
            ended_bytes=ended_bytes,
            purge=self._must_purge,
        )
        replace_manifest(self._folder, manifest)
        drop_old(self._folder, manifest, self._manifest if keep_before else None)
        self._manifest = manifest

    def _start_journal(self) -> None:
        """Write a snapshot of the state and start an empty journal after it."""
        serial = self._state.position
        snapshot = self._root / f"snapshot-{serial:09}"
        self._snapshot_checksum = write_snapshot(snapshot, self._state)
        self._snapshot = self._name(snapshot)
        self._journal = Journal(self._root / f"journal-{serial:09}", 0)

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._folder))


def _new_root(folder: Path) -> Path:
    """Create the folder for a new archive, beside the present one."""
    taken = [int(path.name[2:]) for path in folder.glob("a-*") if path.name[2:].isdigit()]
    root = folder / f"a-{max(taken, default=0) + 1:03}"
    root.mkdir()
    # readers may run as another user; they need no listing of the folder, because the manifest has the names
    root.chmod(0o711)
    return root
