"""Apply a log entry by entry, and hold the resulting state in dictionaries and lists."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.archive.errors import OutOfOrderError
from dateline.archive.port import LOG_PAGE_BYTES, Note, StoredEntry
from dateline.editions.canonical import canonical
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record, notice, words
from dateline.editions.newsroom import Address, Kind, Newsroom, Office, Topic


@dataclass
class TextState:
    """The state of one text after the entries so far."""

    number: int
    language: str
    state: str = "removed"
    edition: Edition | None = None
    edition_at: int = 0  # position of the entry with the edition
    notes: list[Note] = field(default_factory=list)
    versions: list[tuple[str, Change, dt.datetime, dt.datetime]] = field(default_factory=list)


class NaiveFollower:
    """Applies records and holds every text, vocabulary value and address."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.position = 0
        self.newsroom: Newsroom | None = None
        self.offices: Mapping[str, Office] = {}
        self.topics: Mapping[str, Topic] = {}
        self.all_kinds: dict[str, Kind] = {}
        self.addresses: dict[str, Address] = {}
        self.numbers: dict[str, int] = {}
        self.changes: dict[tuple[str, str], tuple[Change, dt.datetime]] = {}
        self.texts_by_id: dict[tuple[str, str], TextState] = {}
        self.log: list[Record] = []
        self.apply(records)

    def apply(self, records: Iterable[Record]) -> int:
        for record in records:
            if record.entry.position <= self.position:
                continue
            if record.entry.position != self.position + 1:
                raise OutOfOrderError(self.position + 1, record.entry.position)
            if record.entry.subject.kind == "release":
                self._release(record)
            else:
                self._vocabulary(record)
            self.position += 1
            entry = record.entry
            if entry.change in ("removed", "erased") or (entry.edition and record.edition is None):
                self.log = [Record(one.entry) if one.entry.subject == entry.subject else one for one in self.log]
            self.log.append(record)
        return self.position

    def entries(self, after: int, limit: int = 100, size_bytes: int = LOG_PAGE_BYTES) -> Sequence[StoredEntry]:
        found: list[StoredEntry] = []
        for one in self.log[max(0, after) : after + limit]:
            logged = StoredEntry(one.entry.position, canonical(one.entry), one.edition, one.notice)
            size_bytes -= len(logged.entry) + len(one.edition or b"") + len(one.notice or b"")
            if found and size_bytes < 0:
                break
            found.append(logged)
        return found

    def _vocabulary(self, record: Record) -> None:
        subject, said = record.entry.subject, words(record)
        if subject.kind == "newsroom":
            self.newsroom = said if isinstance(said, Newsroom) else self.newsroom
            return
        table = {"office": self.offices, "topic": self.topics, "kind": self.all_kinds, "address": self.addresses}
        if said is None:
            table[subject.kind].pop(subject.id, None)
        else:
            table[subject.kind][subject.id] = said

    def _release(self, record: Record) -> None:
        entry = record.entry
        edition = words(record)
        number = edition.number if edition else entry.number
        self.numbers[entry.subject.id] = number or self.numbers.get(entry.subject.id, 0)
        key = (entry.subject.id, entry.subject.language)
        text = self.texts_by_id.setdefault(key, TextState(0, entry.subject.language))
        gone = entry.change in ("removed", "erased")
        if entry.edition and not gone and (not text.versions or text.versions[-1][0] != entry.edition):
            moment = edition.edited_at if edition else entry.at
            text.versions.append((entry.edition, entry.change, moment, entry.at))
        if gone or (entry.edition and edition is None):
            text.state, text.edition, text.notes = "erased" if entry.change == "erased" else "removed", None, []
            text.versions = [(digest, change, at, at) for digest, change, _, at in text.versions]
        elif edition is not None:
            text.edition, text.edition_at = edition, entry.position
        if text.edition is not None:
            text.state = "withdrawn" if entry.change == "withdrawn" else "public"
        if entry.change != "published":
            self.changes.pop(key, None)
            self.changes[key] = entry.change, entry.at
        said = notice(record)
        if said is not None:
            text.notes.append(Note(entry.change, said.at or entry.at, said.text, said.language))

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return dict(sorted(self.all_kinds.items(), key=lambda pair: (pair[1].order, pair[0])))

    def naming(self, file: str, limit: int) -> Sequence[int]:
        editions = [text.edition for text in self.texts_by_id.values() if text.edition is not None]
        naming = sorted({edition.number for edition in editions if file in edition.files()})
        assert limit >= len(editions), "which ones an archive leaves out is not laid down"
        return naming

    def address(self, path: str) -> Address | None:
        return self.addresses.get(path)
