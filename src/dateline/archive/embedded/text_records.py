"""What the entries so far make of one text: its state, edition, notices and versions."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from dateline.archive.embedded.listing import Row
from dateline.archive.port import Note
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Record, notice

Version = tuple[str, Change, dt.datetime, dt.datetime]
"""Digest of the edition, how it came, its own moment, and the moment of its entry."""


class TextRecord(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One text as stored.

    Attributes:
        state: as in ``ReleaseText``.
        edition: canonical bytes as the log carried them; empty where the words are away.
        position: of the entry that brought the edition.
        facets: kind, offices, topics of the edition as slugs; with ``moment``, ``slug`` and ``edited_at``
            taken out of it, so that nobody needs to decode it for them.
    """

    release: str
    number: int
    language: str
    state: str = "removed"
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


def apply_entry(kept: TextRecord, record: Record, edition: Edition | None) -> TextRecord:
    """Return a text as a further entry leaves it; ``edition`` is what the record's words say.

    Words that went away later take those before them along, since they are about to be removed too.
    """
    entry = record.entry
    gone = entry.change in ("removed", "erased")
    changes: dict[str, object] = {}
    notes = kept.notes
    if forgets(record):
        state = "erased" if entry.change == "erased" else "removed"
        # the moments that the words themselves gave went with them, as for who never had the words
        versions = tuple((digest, change, at, at) for digest, change, _, at in kept.versions)
        blank = TextRecord(release=kept.release, number=kept.number, language=kept.language, versions=versions)
        kept, notes = msgspec.structs.replace(blank, state=state), ()
    elif edition is not None:
        kept = msgspec.structs.replace(kept, **_taken_out(edition), edition=record.edition, position=entry.position)
    if not gone:
        changes["versions"] = _versions(kept, record, edition)
    if kept.edition:
        changes["state"] = "withdrawn" if entry.change == "withdrawn" else "public"
    said = notice(record)
    if said is not None:
        notes = (*notes, Note(entry.change, said.at or entry.at, said.text, said.language))
    return msgspec.structs.replace(kept, **changes, notes=notes)


def forgets(record: Record) -> bool:
    """Say whether a text's words and notices so far go away with a record."""
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


def _versions(kept: TextRecord, record: Record, edition: Edition | None) -> tuple[Version, ...]:
    entry = record.entry
    if not entry.edition or (kept.versions and kept.versions[-1][0] == entry.edition):
        return kept.versions
    return (*kept.versions, (entry.edition, entry.change, edition.edited_at if edition else entry.at, entry.at))


def _taken_out(edition: Edition) -> dict[str, object]:
    return {
        "slug": edition.slug,
        "moment": microseconds(edition.published_at),
        "edited_at": edition.edited_at,
        "kinds": (edition.kind.slug,) if edition.kind else (),
        "offices": tuple(dict.fromkeys(office.slug for office in edition.offices)),
        "topics": tuple(dict.fromkeys(topic.slug for topic in edition.topics)),
    }
