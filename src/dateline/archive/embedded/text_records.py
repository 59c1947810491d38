"""Stored texts: the state, edition, notices and versions that the log entries so far leave behind."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from dateline.archive.embedded.listing import Row
from dateline.archive.errors import DamagedArchiveError
from dateline.archive.port import Note
from dateline.editions.canonical import digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record, notice

State = Literal["public", "withdrawn", "removed", "erased"]
"""As in ``ReleaseText``."""

Version = tuple[str, Change, dt.datetime, dt.datetime]
"""Digest of the edition, its change, its ``edited_at``, and the moment of its entry."""


class TextRecord(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One text of a release, as stored.

    Attributes:
        edition: canonical bytes as the log carried them; empty where the words were removed.
        position: of the entry that brought the edition.
        slug, moment, edited_at, kinds, offices, topics: copied from the edition, so that lists need not decode it;
            ``moment`` is ``published_at`` in microseconds since 1970, the facets are slugs.
    """

    release: str
    number: int
    language: str
    state: State = "removed"
    edition: bytes = b""
    position: int = 0
    slug: str = ""
    moment: int = 0
    edited_at: dt.datetime | None = None
    kinds: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    versions: tuple[Version, ...] = ()


class DecodedText(msgspec.Struct, frozen=True):
    """A stored text with its edition decoded; None where the words were removed."""

    stored: TextRecord
    edition: Edition | None


def decoded(stored: TextRecord | None, language: str) -> DecodedText | None:
    """Return a stored text with its edition decoded; None for none.

    Raises:
        DamagedArchiveError: it is in another language, or its edition differs from the digest that the log states.
    """
    if stored is None:
        return None
    if stored.language != language:
        raise not_found(stored.number, language)
    if stored.edition and (not stored.versions or digest(stored.edition) != stored.versions[-1][0]):
        what = f"the text of release {stored.number} in {language} differs from its digest"
        raise DamagedArchiveError(what)
    return DecodedText(stored, msgspec.json.decode(stored.edition, type=Edition) if stored.edition else None)


def not_found(number: int, language: str) -> DamagedArchiveError:
    """Return the error for a text that the listing has and the text index does not find."""
    return DamagedArchiveError(f"the text of release {number} in {language} is not found")


def apply_entry(text: TextRecord, record: Record, edition: Edition | None) -> TextRecord:
    """Return a text after one more entry.

    A record without its words, because a later entry removed them, already discards all earlier words of the text: that
    later entry is about to follow.

    Args:
        text: before the entry.
        record: the entry with its words.
        edition: the words, decoded; None where there are none.
    """
    entry = record.entry
    changes: dict[str, object] = {}
    notes = text.notes
    if discards_words(record):
        state = "erased" if entry.change == "erased" else "removed"
        # The moments of the entries replace those of the editions, as in an archive that never had the words.
        versions = tuple((name, change, at, at) for name, change, _, at in text.versions)
        blank = TextRecord(release=text.release, number=text.number, language=text.language, versions=versions)
        text, notes = msgspec.structs.replace(blank, state=state), ()
    elif edition is not None:
        text = msgspec.structs.replace(text, **_copied(edition), edition=record.edition, position=entry.position)
    if entry.change not in ("removed", "erased"):
        changes["versions"] = _versions(text, record, edition)
    if text.edition:
        changes["state"] = "withdrawn" if entry.change == "withdrawn" else "public"
    public_notice = notice(record)
    if public_notice is not None:
        at = public_notice.at or entry.at
        notes = (*notes, Note(entry.change, at, public_notice.text, public_notice.language))
    return msgspec.structs.replace(text, **changes, notes=notes)


def discards_words(record: Record) -> bool:
    """Return whether a record discards a text's words and notices so far."""
    return record.entry.change in ("removed", "erased") or bool(record.entry.edition and record.edition is None)


def row(texts: Iterable[TextRecord]) -> Row | None:
    """Return a release's row in the listing from all its texts; None where none is public."""
    public = [text for text in texts if text.state == "public"]
    if not public:
        return None
    newest = max(public, key=lambda text: text.position)
    return Row(
        number=newest.number,
        moment=newest.moment,
        kinds=newest.kinds,
        offices=newest.offices,
        topics=newest.topics,
        languages=tuple(sorted(text.language for text in public)),
    )


def microseconds(moment: dt.datetime) -> int:
    """Return an aware moment as microseconds since 1970, UTC, exactly."""
    since = moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _versions(text: TextRecord, record: Record, edition: Edition | None) -> tuple[Version, ...]:
    entry = record.entry
    if not entry.edition or (text.versions and text.versions[-1][0] == entry.edition):
        return text.versions
    return (*text.versions, (entry.edition, entry.change, edition.edited_at if edition else entry.at, entry.at))


def _copied(edition: Edition) -> dict[str, object]:
    return {
        "slug": edition.slug,
        "moment": microseconds(edition.published_at),
        "edited_at": edition.edited_at,
        "kinds": (edition.kind.slug,) if edition.kind else (),
        "offices": tuple(dict.fromkeys(office.slug for office in edition.offices)),
        "topics": tuple(dict.fromkeys(topic.slug for topic in edition.topics)),
    }
