"""The writer: brings log entries into the folder, one generation after another."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType

import msgspec

from dateline.archive.embedded.generations import drop_old, link_generation, restore_work
from dateline.archive.embedded.index import Texts, TextsWriter
from dateline.archive.embedded.states import Kept, after, row
from dateline.archive.embedded.storage import (
    Frame,
    Journal,
    Manifest,
    State,
    read_frames,
    read_manifest,
    read_snapshot,
    replace_manifest,
    write_snapshot,
)
from dateline.archive.errors import (
    ArchiveBusyError,
    ArchiveError,
    NoArchiveError,
    OutOfOrderError,
    UnreadableRecordError,
)
from dateline.editions.edition import Edition
from dateline.editions.entry import Record, Words, words

STEP = 5_000  # records between two commits of the index inside one call; bounds memory
JOURNAL_BYTES = 4_000_000  # a longer journal makes room for a snapshot: reading it would take longer than that


class FolderLock:
    """The lock of the one writer; let go when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "writer.lock").open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise ArchiveBusyError(folder) from error

    def release(self) -> None:
        """Let another one write."""
        self._file.close()


def load(folder: Path, manifest: Manifest) -> State:
    """Return the state that a manifest's snapshot and journal give.

    Raises:
        NoArchiveError: a file is missing or damaged.
    """
    try:
        state = read_snapshot(folder / manifest.snapshot)
        for frame in read_frames(folder / manifest.journal, 0, manifest.journal_bytes):
            state = state.changed(frame)
    except (OSError, ValueError) as error:
        raise NoArchiveError(folder, str(error)) from error
    return state


class EmbeddedWriter:
    """Writes one folder; a context manager that holds the folder's lock."""

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._folder = folder
        self._lock = FolderLock(folder)
        try:
            self._begin(fresh=fresh)
        except BaseException:
            self._lock.release()
            raise

    def _begin(self, *, fresh: bool) -> None:
        self._manifest = read_manifest(self._folder) if not fresh else None
        if self._manifest is None:
            self._state = State.empty()
            self._root = _new_root(self._folder)
            self._serial = 0
            self._start_journal()
        else:
            self._state = load(self._folder, self._manifest)
            self._root = self._folder / self._manifest.root
            self._serial = int(self._manifest.text.rpartition("-")[2])
            self._snapshot, journal = self._manifest.snapshot, self._folder / self._manifest.journal
            self._journal = Journal(journal, self._manifest.journal_bytes)
            self._restore(self._folder / self._manifest.text)
        self._work = self._root / "text"
        self._work.mkdir(exist_ok=True)
        self._texts = TextsWriter(self._work)
        self._reading: Texts | None = None
        self._codes = {tag: code for code, tag in enumerate(self._state.languages)}

    def _restore(self, generation: Path) -> None:
        try:
            restore_work(generation, self._root / "text")
        except OSError as error:
            raise NoArchiveError(self._folder, f"{generation.name} is damaged") from error

    def __enter__(self) -> "EmbeddedWriter":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Finish and let go of the folder."""
        self._texts.close()
        self._journal.close()
        self._lock.release()

    @property
    def position(self) -> int:
        """Position of the last entry applied durably."""
        return self._state.position

    def apply(self, records: Iterable[Record]) -> int:
        """Apply records in order, publish one new generation, and return the position reached.

        See the port; a record that cannot be applied is reported after those before it are published.
        """
        start = self._state.position
        trouble: ArchiveError | None = None
        rest = iter(records)
        while trouble is None and (some := list(islice(rest, STEP))):
            trouble = self._step(some)
        if self._state.position != start:
            self._publish()
        if trouble is not None:
            raise trouble
        return self._state.position

    def build(self, records: Iterable[Record], progress: Callable[[int], None]) -> int:
        """Apply the whole log to a fresh folder and publish once at the end; return the position reached."""
        rest = iter(records)
        while some := list(islice(rest, STEP)):
            trouble = self._step(some)
            if trouble is not None:
                raise trouble
            progress(self._state.position)
        self._publish()
        return self._state.position

    def _step(self, records: list[Record]) -> ArchiveError | None:
        step = _Step(self._state.position, self._known)
        try:
            for record in records:
                step.take(record)
        except (OutOfOrderError, UnreadableRecordError) as error:
            self._write(step)
            return error
        self._write(step)
        return None

    def _known(self, number: int, release: str) -> list[Kept]:
        """All texts of a release so far, found by number, or by UUID where the number is not known."""
        if self._state.position == 0:
            return []
        if self._reading is None:
            self._reading = Texts(self._work)
        if not number:
            number = self._reading.number_of(release)
        return self._reading.by_number(number) if number else []

    def _write(self, step: "_Step") -> None:
        if step.position == self._state.position:
            return
        fresh = [tag for tag in dict.fromkeys(text.language for text in step.touched()) if tag not in self._codes]
        self._codes.update({tag: len(self._codes) + i for i, tag in enumerate(fresh)})
        self._texts.replace((text, self._codes[text.language], step.stood(text)) for text in step.touched())
        self._texts.set_addresses(list(step.addresses.items()))
        self._texts.commit()
        self._reading = None
        rows = {number: row(texts.values()) for number, texts in step.releases.items()}
        frame = Frame(
            position=step.position,
            rows=tuple(found for found in rows.values() if found is not None),
            vanished=tuple(number for number, found in rows.items() if found is None),
            settings=tuple((kind, id_, said) for (kind, id_), said in step.settings.items()),
            languages=tuple(fresh),
            texts=tuple((text.number, self._codes[text.language]) for text in step.touched()),
        )
        self._journal.add(frame)
        self._state = self._state.changed(frame)

    def _publish(self) -> None:
        ended, ended_bytes = "", 0
        if self._journal.size_bytes > JOURNAL_BYTES or self._manifest is None:
            ended, ended_bytes = self._name(self._journal.path), self._journal.size_bytes
            self._journal.close()
            self._start_journal()
        elif self._manifest.journal == self._name(self._journal.path):
            ended, ended_bytes = self._manifest.ended, self._manifest.ended_bytes
        self._serial += 1
        generation = self._root / f"text-{self._serial:06}"
        link_generation(self._work, generation)
        manifest = Manifest(
            position=self._state.position,
            root=self._root.name,
            snapshot=self._snapshot,
            journal=self._name(self._journal.path),
            journal_bytes=self._journal.size_bytes,
            text=self._name(generation),
            ended=ended,
            ended_bytes=ended_bytes,
        )
        replace_manifest(self._folder, manifest)
        drop_old(self._folder, manifest, self._manifest)
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


class _Step:
    """Some records on their way in: what they make of releases, vocabularies and addresses."""

    def __init__(self, position: int, known: Callable[[int, str], list[Kept]]) -> None:
        self.position = position
        self.releases: dict[int, dict[str, Kept]] = {}
        self.settings: dict[tuple[str, str], bytes] = {}
        self.addresses: dict[str, bytes] = {}
        self._known = known
        self._numbers: dict[str, int] = {}
        self._before: set[tuple[int, str]] = set()
        self._touched: set[tuple[int, str]] = set()

    def touched(self) -> Iterator[Kept]:
        """The texts that changed."""
        return (self.releases[number][language] for number, language in sorted(self._touched))

    def stood(self, text: Kept) -> bool:
        """Whether the index already holds an older state of a text."""
        return (text.number, text.language) in self._before

    def take(self, record: Record) -> None:
        """Take one record; those at or below the position are passed over."""
        entry = record.entry
        if entry.position <= self.position:
            return
        if entry.position != self.position + 1:
            raise OutOfOrderError(self.position, entry.position)
        try:
            said = words(record)
            if entry.subject.kind == "release":
                self._release(record, said)
            else:
                self._setting(record)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise UnreadableRecordError(entry.position, str(error)) from error
        self.position = entry.position

    def _setting(self, record: Record) -> None:
        subject = record.entry.subject
        if subject.kind == "address":
            self.addresses[subject.id] = record.edition or b""
        elif record.edition is not None or subject.kind != "newsroom":
            self.settings[subject.kind, subject.id] = record.edition or b""

    def _release(self, record: Record, said: Words | None) -> None:
        subject = record.entry.subject
        edition = said if isinstance(said, Edition) else None
        number = edition.number if edition else record.entry.number
        number = number or self._numbers.get(subject.id, 0)
        if number not in self.releases:
            found = self._known(number, subject.id)
            number = number or (found[0].number if found else 0)
            if not number:
                return  # its words went away before anybody read them, and nothing says its address
            if not number < 1 << 32:
                raise UnreadableRecordError(record.entry.position, f"release number {number} is out of range")
            self.releases.setdefault(number, {text.language: text for text in found})
            self._before |= {(number, text.language) for text in found}
        self._numbers[subject.id] = number
        texts = self.releases[number]
        kept = texts.get(subject.language) or Kept(release=subject.id, number=number, language=subject.language)
        texts[subject.language] = after(kept, record, edition)
        self._touched.add((number, subject.language))


def _new_root(folder: Path) -> Path:
    """Make the folder for another building of the archive."""
    taken = [int(path.name[2:]) for path in folder.glob("a-*") if path.name[2:].isdigit()]
    root = folder / f"a-{max(taken, default=0) + 1:03}"
    root.mkdir()
    os.chmod(root, 0o755)  # readers may run as another user
    return root
