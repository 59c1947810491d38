"""A batch of log records: what they change in texts, vocabularies and old addresses."""

from collections.abc import Callable, Iterator

import msgspec

from dateline.archive.embedded.storage import LastChange
from dateline.archive.embedded.text_records import TextRecord, apply_entry, discards_words
from dateline.archive.errors import OutOfOrderError, UnreadableRecordError
from dateline.editions.canonical import digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Record, Words, words


class ChangedText(msgspec.Struct, frozen=True):
    """A text that a batch changes.

    Attributes:
        text: its new state.
        edition: ``text.edition`` decoded; None where that is empty.
        replaces: whether the index holds an older state of the text.
    """

    text: TextRecord
    edition: Edition | None
    replaces: bool


class Batch:
    """Records that are applied together.

    Args:
        position: of the archive before the batch.
        stored_texts: returns the stored texts of a release by number, or by UUID where the number is 0.

    Attributes:
        position: of the last record added.
        releases: text by language and release number, for every release that is touched.
        vocabulary: new bytes of offices, topics, kinds and the newsroom, by (kind of subject, id); empty where the
            value was retired.
        addresses: new bytes by old path; empty where it was retired.
        changes: changes of texts that had been published before, in order.
        records: those added.
        erases: whether stored words or notices must be deleted from the disk.
    """

    def __init__(self, position: int, stored_texts: Callable[[int, str], list[TextRecord]]) -> None:
        self.position = position
        self.releases: dict[int, dict[str, TextRecord]] = {}
        self.vocabulary: dict[tuple[str, str], bytes] = {}
        self.addresses: dict[str, bytes] = {}
        self.changes: list[LastChange] = []
        self.records: list[Record] = []
        self.erases = False
        self._stored_texts = stored_texts
        self._numbers: dict[str, int] = {}
        self._stored: dict[tuple[int, str], bool] = {}  # whether a stored text has words or notices
        self._editions: dict[tuple[int, str], Edition | None] = {}

    def changed_texts(self) -> Iterator[ChangedText]:
        """Yield the changed texts, by number and language."""
        for number, language in sorted(self._editions):
            text, edition = self.releases[number][language], self._editions[number, language]
            if edition is None and text.edition:
                edition = msgspec.json.decode(text.edition, type=Edition)
            yield ChangedText(text, edition if text.edition else None, (number, language) in self._stored)

    def add(self, record: Record) -> None:
        """Add a record; one at or below the position is skipped.

        Raises:
            OutOfOrderError: a position is missing.
            UnreadableRecordError: this version cannot read the record, or its words differ from their digests.
        """
        entry = record.entry
        if entry.position <= self.position:
            return
        if entry.position != self.position + 1:
            raise OutOfOrderError(self.position + 1, entry.position)
        _check_words(record)
        try:
            content = words(record)
            if entry.subject.kind == "release":
                self._add_release(record, content)
            else:
                self._add_value(record)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise UnreadableRecordError(entry.position, str(error)) from error
        self.position = entry.position
        self.records.append(record)

    def _add_value(self, record: Record) -> None:
        subject = record.entry.subject
        if subject.kind == "address":
            self.addresses[subject.id] = record.edition or b""
        elif record.edition is not None or subject.kind != "newsroom":
            self.vocabulary[subject.kind, subject.id] = record.edition or b""

    def _add_release(self, record: Record, content: Words | None) -> None:
        subject = record.entry.subject
        edition = content if isinstance(content, Edition) else None
        number = edition.number if edition else record.entry.number
        number = number or self._numbers.get(subject.id, 0)
        if number not in self.releases:
            stored = self._stored_texts(number, subject.id)
            number = number or (stored[0].number if stored else 0)
            if not number:
                return  # a removal came before any record with the number: the release never had a public address
            if not number < 1 << 32:
                raise UnreadableRecordError(record.entry.position, f"release number {number} is out of range")
            self.releases.setdefault(number, {text.language: text for text in stored})
            self._stored |= {(number, text.language): bool(text.edition or text.notes) for text in stored}
        self._numbers[subject.id] = number
        texts = self.releases[number]
        text = texts.get(subject.language) or TextRecord(release=subject.id, number=number, language=subject.language)
        self.erases |= discards_words(record) and self._stored.get((number, subject.language), False)
        texts[subject.language] = apply_entry(text, record, edition)
        if record.entry.change != "published":
            self.changes.append(LastChange(number, subject.language, record.entry.change, record.entry.at))
        if edition is not None or (number, subject.language) not in self._editions:
            self._editions[number, subject.language] = edition


def _check_words(record: Record) -> None:
    entry = record.entry
    for name, stored, stated in (("edition", record.edition, entry.edition), ("notice", record.notice, entry.notice)):
        if stored is not None and digest(stored) != stated:
            raise UnreadableRecordError(entry.position, f"its {name} differs from its digest")
