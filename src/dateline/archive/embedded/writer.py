"""The writer: brings log entries into the folder, one generation after another."""

import errno
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Self

from pyroaring import BitMap

from dateline.archive.embedded.batch import Batch
from dateline.archive.embedded.log import LogWriter
from dateline.archive.embedded.storage import (
    Frame,
    Journal,
    Manifest,
    State,
    latest,
    read_frames,
    read_manifest,
    read_snapshot,
    replace_manifest,
    write_snapshot,
)
from dateline.archive.embedded.text_index.analysis_pool import AnalysisPool, helpers
from dateline.archive.embedded.text_index.generations import drop_old, link_generation, restore_work
from dateline.archive.embedded.text_index.index import BUILDING_BYTES, WRITER_BYTES, Texts, TextsWriter
from dateline.archive.embedded.text_records import TextRecord, row
from dateline.archive.errors import (
    ArchiveBusyError,
    ArchiveError,
    NoArchiveError,
    OutOfOrderError,
    UnreadableRecordError,
    UnwritableError,
)
from dateline.editions.entry import Record
from dateline.storage.errors import FileLockedError
from dateline.storage.files import PUBLIC_MODE
from dateline.storage.locks import FileLock

STEP = 10_000  # records between two commits of the index inside one call; bounds memory
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
JOURNAL_BYTES = 4_000_000  # a longer journal makes room for a snapshot: reading it would take longer than that


def load(folder: Path, manifest: Manifest) -> State:
    """Return the state that a manifest's snapshot and journal give.

    Raises:
        NoArchiveError: a file is missing or damaged.
    """
    try:
        frames = read_frames(folder / manifest.journal, 0, manifest.journal_bytes)
        return read_snapshot(folder / manifest.snapshot).after(frames)
    except (OSError, ValueError) as error:
        raise NoArchiveError(folder, str(error)) from error


class EmbeddedWriter:
    """Writes one folder; a context manager that holds the folder's lock."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder = folder
        self._torn = False
        self._analysts = AnalysisPool(helpers() if fresh else 0)
        self._heap_bytes = BUILDING_BYTES if fresh else WRITER_BYTES
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
        self._numbers = BitMap() if self._manifest is None else None  # of all releases, where it began with none
        if self._manifest is None:
            self._state = State.empty()
            self._root = _new_root(self._folder)
            self._serial = 0
            self._log = LogWriter(self._root, 0, 0)
            self._start_journal()
        else:
            self._state = load(self._folder, self._manifest)
            self._root = self._folder / self._manifest.root
            self._serial = int(self._manifest.text.rpartition("-")[2])
            self._snapshot, journal = self._manifest.snapshot, self._folder / self._manifest.journal
            self._journal = Journal(journal, self._manifest.journal_bytes)
            self._log = self._open_log(self._manifest)
        self._work = self._root / "text"
        self._texts = self._open_texts()
        self._reading: Texts | None = None
        self._behind = False  # whether the index was told what is not committed
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
        except (OSError, ValueError) as error:
            if getattr(error, "errno", 0) in _NO_ROOM:
                raise UnwritableError(self._folder, str(error)) from error
            raise NoArchiveError(self._folder, str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish and let go of the folder."""
        self._texts.close()
        self._journal.close()
        self._log.close()
        self._lock.release()

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""
        return self._manifest.position if self._manifest else 0

    def apply(self, records: Iterable[Record]) -> int:
        """Apply records in order, publish one new generation, and return the position reached.

        See the port; a record that cannot be applied is reported after those before it are published.
        """
        if self._torn:
            self._reopen()
        self._torn = True  # until all is done, so that whatever comes between leaves nothing half believed
        trouble = self._steps(records, lambda _: None)
        if self._state.position != self.position:
            self._publish()
        if self._must_purge:
            self._purge()
        self._torn = False
        if trouble is not None:
            raise trouble
        return self.position

    def _steps(self, records: Iterable[Record], progress: Callable[[int], None]) -> ArchiveError | None:
        """Write records step by step; return what the first one that cannot be applied is refused for."""
        rest = iter(records)
        while some := list(islice(rest, STEP)):
            trouble = self._step(some)
            progress(self._state.position)
            if trouble is not None:
                return trouble
        return None

    def _reopen(self) -> None:
        """Begin again from the manifest, after something went wrong on the way."""
        self._texts.close()
        self._journal.close()
        self._log.close()
        self._begin(fresh=False)
        self._torn = False

    def build(self, records: Iterable[Record], progress: Callable[[int], None]) -> int:
        """Apply the whole log to a fresh folder and publish once at the end; return the position reached."""
        with self._analysts as analysts:
            trouble = self._steps(analysts.ahead(records), progress)
        if trouble is not None:
            raise trouble
        self._publish()
        return self.position

    def _step(self, records: list[Record]) -> ArchiveError | None:
        step = Batch(self._state.position, self._known)
        try:
            for record in records:
                step.take(record)
        except (OutOfOrderError, UnreadableRecordError) as error:
            self._write(step)
            return error
        self._write(step)
        return None

    def _known(self, number: int, release: str) -> list[TextRecord]:
        """All texts of a release so far, found by number, or by UUID where the number is not known."""
        if self._numbers is not None and number and number not in self._numbers:
            return []
        if self._state.position == 0:
            return []
        if self._reading is None:
            self._commit()
            self._reading = Texts(self._work)
        if not number:
            number = self._reading.number_of(release)
        return self._reading.by_number(number) if number else []

    def _write(self, step: Batch) -> None:
        if step.position == self._state.position:
            return
        fresh: list[str] = []
        texts: list[tuple[int, int]] = []
        for touched in step.touched():
            number, language = touched.kept.number, touched.kept.language
            if language not in self._codes:
                self._codes[language] = len(self._codes)
                fresh.append(language)
            texts.append((number, self._codes[language]))
            words = self._analysts.take(touched.kept.position)
            self._texts.replace(touched, self._codes[language], words)
        self._analysts.forget(step.position)
        self._texts.set_addresses(list(step.addresses.items()))
        self._behind, self._reading = True, None
        self._must_purge |= step.erases
        if self._numbers is not None:
            self._numbers.update(step.releases)
        rows = {number: row(texts.values()) for number, texts in step.releases.items()}
        frame = Frame(
            position=step.position,
            rows=tuple(found for found in rows.values() if found is not None),
            vanished=tuple(number for number, found in rows.items() if found is None),
            settings=tuple((kind, id_, said) for (kind, id_), said in step.settings.items()),
            languages=tuple(fresh),
            texts=tuple(texts),
            changed=latest(step.changed),
        )
        self._log.add(step.records)
        self._journal.add(frame)
        self._state = self._state.after([frame])

    def _commit(self) -> None:
        """Make durable what the index was told; while building, only when it must be read, and at the end."""
        if self._behind:
            self._texts.commit()
            self._behind = False

    def _purge(self) -> None:
        """Take words that went away off the disk; readers have not seen them since the generation before."""
        self._texts.purge(self._codes)
        self._must_purge, self._reading = False, None
        self._publish(keep_before=False)

    def _publish(self, *, keep_before: bool = True) -> None:
        self._commit()
        ended, ended_bytes = "", 0
        if self._journal.size_bytes > JOURNAL_BYTES or self._manifest is None:
            ended, ended_bytes = self._name(self._journal.path), self._journal.size_bytes
            self._journal.close()
            self._start_journal()
        elif self._manifest.journal == self._name(self._journal.path):
            ended, ended_bytes = self._manifest.ended, self._manifest.ended_bytes
        self._serial += 1
        generation = self._root / f"text-{self._serial:06}"
        sizes = link_generation(self._work, generation)
        manifest = Manifest(
            position=self._state.position,
            root=self._root.name,
            snapshot=self._snapshot,
            journal=self._name(self._journal.path),
            journal_bytes=self._journal.size_bytes,
            text=self._name(generation),
            sizes=sizes,
            log_bytes=self._log.size_bytes,
            ended=ended,
            ended_bytes=ended_bytes,
            purge=self._must_purge,
        )
        replace_manifest(self._folder, manifest)
        drop_old(self._folder, manifest, self._manifest if keep_before else None)
        self._manifest = manifest

    def _start_journal(self) -> None:
        """Write a snapshot of the state and begin an empty journal after it."""
        serial = self._state.position
        snapshot = self._root / f"snapshot-{serial:09}"
        write_snapshot(snapshot, self._state)
        self._snapshot = self._name(snapshot)
        self._journal = Journal(self._root / f"journal-{serial:09}", 0)

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._folder))


def _new_root(folder: Path) -> Path:
    """Make the folder for another building of the archive."""
    taken = [int(path.name[2:]) for path in folder.glob("a-*") if path.name[2:].isdigit()]
    root = folder / f"a-{max(taken, default=0) + 1:03}"
    root.mkdir()
    root.chmod(0o711)  # readers may run as another user, and know the names from the manifest
    return root
