"""Log entries, and the words that travel with them."""

import datetime as dt
from typing import Literal

import msgspec

from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address, Kind, Newsroom, Notice, Office, Topic
from dateline.editions.parts import Part

SubjectKind = Literal["release", "office", "topic", "kind", "newsroom", "address"]
Change = Literal["published", "updated", "corrected", "withdrawn", "restored", "removed", "erased", "set", "retired"]
TAKES_BACK: frozenset[Change] = frozenset({"withdrawn", "removed", "erased"})
"""Changes after which readers no longer get a text and its earlier editions."""

Words = Edition | Office | Topic | Kind | Newsroom | Address
"""The content of an entry. It is stored beside the entry, which holds its digest, so that it can be erased."""


class Subject(Part, frozen=True, kw_only=True):
    """The subject of an entry.

    Attributes:
        id: UUID of a release, slug of an office, topic or kind, ``newsroom``, or the path of an address.
        language: BCP 47 tag of a release's text; else empty.
    """

    kind: SubjectKind
    id: str
    language: str = ""


class Entry(Part, tag="entry", tag_field="is", frozen=True, kw_only=True):
    """One public change, without its words.

    Attributes:
        position: in commit order, from 1, without gaps.
        at: moment of the change, aware, UTC.
        number: number of the release, which keeps the address of a removed text valid; 0 for other subjects.
        edition: digest of the words; empty for removed, erased and retired.
        notice: digest of the notice; empty where there is none.
        previous: digest of the entry before; empty at position 1.
    """

    schema: Literal[1] = 1
    position: int
    at: dt.datetime
    subject: Subject
    change: Change
    number: int = 0
    edition: str = ""
    notice: str = ""
    previous: str = ""


class Record(msgspec.Struct, frozen=True):
    """An entry with its stored words, as followers get it.

    Attributes:
        edition, notice: canonical bytes; None where the entry has none. Also None where a later removal, kill or
            erasure deleted them; then the entry still holds their digest.
    """

    entry: Entry
    edition: bytes | None = None
    notice: bytes | None = None


def words(record: Record) -> Words | None:
    """Return the decoded words of a record; None where there are none.

    Raises:
        msgspec.ValidationError: this version does not know the schema of the words.
    """
    return None if record.edition is None else msgspec.json.decode(record.edition, type=Words)


def notice(record: Record) -> Notice | None:
    """Return the decoded notice of a record; None where there is none."""
    return None if record.notice is None else msgspec.json.decode(record.notice, type=Notice)


def files_of(words: Words | None) -> frozenset[str]:
    """Return the public files that words reference: those of an edition, or the newsroom's logo."""
    if isinstance(words, Edition):
        return frozenset(words.files())
    if isinstance(words, Newsroom) and words.logo is not None:
        return frozenset({words.logo.file})
    return frozenset()
