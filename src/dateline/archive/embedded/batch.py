"""A step: some records on their way in, and what they make of texts, vocabularies and addresses."""

from collections.abc import Callable, Iterator

import msgspec

from dateline.archive.embedded.storage import LastChange
from dateline.archive.embedded.text_records import TextRecord, apply_entry, forgets
from dateline.archive.errors import OutOfOrderError, UnreadableRecordError
from dateline.editions.edition import Edition
from dateline.editions.entry import Record, Words, words


class ChangedText(msgspec.Struct, frozen=True):
    """A text that changed.

    Attributes:
        edition: as ``kept.edition`` says; None where it says nothing.
        stood: whether an older state of it is stored.
    """

    kept: TextRecord
    edition: Edition | None
    stood: bool


class Batch:
    """Some records on their way in: what they make of releases, vocabularies and addresses.

    Attributes:
        changed: changes of texts that had been published before, in order.
        records: those taken.
        erases: whether words or notices went away that must not stay on the disk, whatever came after them.
    """

    def __init__(self, position: int, known: Callable[[int, str], list[TextRecord]]) -> None:
        self.position = position
        self.releases: dict[int, dict[str, TextRecord]] = {}
        self.settings: dict[tuple[str, str], bytes] = {}
        self.addresses: dict[str, bytes] = {}
        self.changed: list[LastChange] = []
        self.records: list[Record] = []
        self.erases = False
        self._known = known
        self._numbers: dict[str, int] = {}
        self._before: dict[tuple[int, str], bool] = {}  # whether it had words or notices
        self._editions: dict[tuple[int, str], Edition | None] = {}

    def touched(self) -> Iterator[ChangedText]:
        """Yield the texts that changed, by number and language."""
        for number, language in sorted(self._editions):
            kept, edition = self.releases[number][language], self._editions[number, language]
            if edition is None and kept.edition:
                edition = msgspec.json.decode(kept.edition, type=Edition)
            yield ChangedText(kept, edition if kept.edition else None, (number, language) in self._before)

    def take(self, record: Record) -> None:
        """Take one record; those at or below the position are passed over."""
        entry = record.entry
        if entry.position <= self.position:
            return
        if entry.position != self.position + 1:
            raise OutOfOrderError(self.position + 1, entry.position)
        try:
            said = words(record)
            if entry.subject.kind == "release":
                self._release(record, said)
            else:
                self._setting(record)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise UnreadableRecordError(entry.position, str(error)) from error
        self.position = entry.position
        self.records.append(record)

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
            self._before |= {(number, text.language): bool(text.edition or text.notes) for text in found}
        self._numbers[subject.id] = number
        texts = self.releases[number]
        kept = texts.get(subject.language) or TextRecord(release=subject.id, number=number, language=subject.language)
        self.erases |= forgets(record) and self._before.get((number, subject.language), False)
        texts[subject.language] = apply_entry(kept, record, edition)
        if record.entry.change != "published":
            self.changed.append(LastChange(number, subject.language, record.entry.change, record.entry.at))
        if edition is not None or (number, subject.language) not in self._editions:
            self._editions[number, subject.language] = edition
