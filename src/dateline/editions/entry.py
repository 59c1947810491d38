"""A log entry and what travels with it."""

import datetime as dt
from typing import Literal

import msgspec

from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address, Kind, Newsroom, Notice, Office, Topic
from dateline.editions.parts import Part

SubjectKind = Literal["release", "office", "topic", "kind", "newsroom", "address"]
Change = Literal["published", "updated", "corrected", "withdrawn", "restored", "removed", "erased", "set", "retired"]
Words = Edition | Office | Topic | Kind | Newsroom | Address
"""What an entry is about, in words; digested, and stored beside the entry so that it can be erased."""


class Subject(Part, frozen=True, kw_only=True):
    """What an entry is about.

    Attributes:
        id: UUID of a release, slug of an office, topic or kind, ``newsroom``, or the path of an address.
        language: BCP 47 tag for releases; empty for everything else.
    """

    kind: SubjectKind
    id: str
    language: str = ""


class Entry(Part, tag="entry", tag_field="is", frozen=True, kw_only=True):
    """One public change, without its words.

    Attributes:
        position: from 1, without gaps, in commit order.
        at: moment of the change, aware, UTC.
        number: of the release, so that what was removed keeps its address; 0 for everything else.
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
    """An entry with its words as stored: what a follower gets.

    Attributes:
        edition, notice: canonical bytes; None where there are none, or where they went away later
            (removed, killed, erased), even though the entry still carries their digest.
    """

    entry: Entry
    edition: bytes | None = None
    notice: bytes | None = None


def words(record: Record) -> Words | None:
    """Return what the record says, read from its stored bytes; None where the words went away.

    Raises:
        msgspec.ValidationError: the bytes are not of a schema this version knows.
    """
    return None if record.edition is None else msgspec.json.decode(record.edition, type=Words)


def notice(record: Record) -> Notice | None:
    """Return the notice, read from its stored bytes; None where there is none."""
    return None if record.notice is None else msgspec.json.decode(record.notice, type=Notice)


def files_of(words: Words | None) -> frozenset[str]:
    """Return the public files that words name: an edition's pictures and downloads, the newsroom's logo."""
    if isinstance(words, Edition):
        return frozenset(words.files())
    if isinstance(words, Newsroom) and words.logo is not None:
        return frozenset({words.logo.file})
    return frozenset()
