"""Compare two editions of a text: part by part, paragraph by paragraph, word by word. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Contact, Download, Embed, Figure, Picture, Quote, Text
from dateline.text.html import to_text

MAX_WORDS = 4_000
"""Longer paragraphs are shown as replaced, because a comparison word by word takes quadratic time."""

MIN_SHARED_WORDS = 0.35
"""Two paragraphs count as versions of one paragraph if they share at least this part of their words."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

ChangeKind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True)
class Segment:
    """Some words: in both editions, only in the earlier one (deleted), or only in the later one (inserted)."""

    kind: ChangeKind
    words: str


@dataclass(frozen=True)
class Line:
    """A paragraph in both editions, as segments in reading order."""

    segments: tuple[Segment, ...]

    @property
    def differs(self) -> bool:
        """Whether a segment is in one of the editions only."""
        return any(segment.kind != "same" for segment in self.segments)

    @property
    def earlier(self) -> list[Segment]:
        """The segments of the earlier edition."""
        return [segment for segment in self.segments if segment.kind != "inserted"]

    @property
    def later(self) -> list[Segment]:
        """The segments of the later edition."""
        return [segment for segment in self.segments if segment.kind != "deleted"]


@dataclass(frozen=True)
class PartDiff:
    """One part of an edition, such as its lead, with its lines."""

    label: str | Promise
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        """Whether the editions differ in this part."""
        return any(line.differs for line in self.lines)


def compare(earlier: Edition, later: Edition) -> list[PartDiff]:
    """Return the parts that at least one edition has: those of the page in its order, then the metadata."""
    pairs = zip(_parts(earlier), _parts(later), strict=True)
    return [PartDiff(label, tuple(diff_paragraphs(old, new))) for (label, old), (_label, new) in pairs if old or new]


def diff_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield the paragraphs of two texts side by side."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line((Segment("same", one),)) for one in before[from_a:to_a])
        else:
            yield from _changed(before[from_a:to_a], after[from_b:to_b])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield rewritten paragraphs as pairs, in order; all others as deleted or inserted."""
    waiting = list(after)
    for old in before:
        place = next((place for place, new in enumerate(waiting) if _is_rewrite(old, new)), None)
        if place is None:
            yield Line((Segment("deleted", old),))
            continue
        yield from (Line((Segment("inserted", new),)) for new in waiting[:place])
        yield Line(tuple(diff_words(old, waiting[place])))
        del waiting[: place + 1]
    yield from (Line((Segment("inserted", new),)) for new in waiting)


def _is_rewrite(old: str, new: str) -> bool:
    mine, other = set(_WORD.findall(old)) - {" "}, set(_WORD.findall(new)) - {" "}
    return bool(mine & other) and len(mine & other) / max(len(mine), len(other)) >= MIN_SHARED_WORDS


def diff_words(old: str, new: str) -> Iterator[Segment]:
    """Yield the words of two paragraphs as segments."""
    mine, other = _WORD.findall(old), _WORD.findall(new)
    if max(len(mine), len(other)) > MAX_WORDS:
        yield from (Segment("deleted", old), Segment("inserted", new))
        return
    for tag, from_a, to_a, from_b, to_b in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Segment("same", "".join(mine[from_a:to_a]))
            continue
        if to_a > from_a:
            yield Segment("deleted", "".join(mine[from_a:to_a]))
        if to_b > from_b:
            yield Segment("inserted", "".join(other[from_b:to_b]))


def _parts(edition: Edition) -> list[tuple[Promise, list[str]]]:
    """Return each part of an edition as lines of plain text; missing parts have none."""
    dateline = edition.dateline
    return [
        (_("Headline"), [edition.headline]),
        (_("Lead"), _lines(edition.lead)),
        (_("Dateline"), [*dateline.places, str(dateline.on or "")] if dateline else []),
        (_("Picture for lists and cards"), _of_picture(edition.picture)),
        (_("Text"), [line for block in edition.body for line in _of_block(block)]),
        (_("Notes to editors"), _of_html(edition.notes)),
        (_("Boilerplate"), _of_html(edition.boilerplate)),
        (_("Press contacts"), [_of_contact(contact) for contact in edition.contacts]),
        (_("Kind"), [edition.kind.name] if edition.kind else []),
        (_("Offices"), [office.name for office in edition.offices]),
        (_("Topics"), [topic.name for topic in edition.topics]),
        (_("Event"), _lines(" – ".join(str(day) for day in (edition.event_from_on, edition.event_until_on) if day))),
        (_("Issuer"), _lines(edition.issuer)),
        (_("Translated from"), _lines(edition.translated_from)),
        (_("Machine-translated"), ["✓"] if edition.machine_translated else []),
    ]


def _lines(*texts: str) -> list[str]:
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _of_html(source: str) -> list[str]:
    return _lines(to_text(source))


def _of_picture(picture: Picture | None) -> list[str]:
    if picture is None:
        return []
    file = picture.full or (picture.renditions[-1] if picture.renditions else None)
    name = f"[{file.file[:12]} {file.width} × {file.height}]" if file else ""
    until = str(picture.expires_on or "")
    return _lines(name, picture.alt, picture.caption, picture.credit, picture.rights_holder, picture.usage_terms, until)


def _of_block(block: Block) -> Iterable[str]:
    if isinstance(block, Text):
        return _of_html(block.html)
    if isinstance(block, Figure):
        return _of_picture(block.picture)
    if isinstance(block, Quote):
        return _lines(f"“{block.text}”", ", ".join(part for part in (block.speaker, block.role) if part))
    if isinstance(block, Download):
        return _lines(f"{block.title} ({block.type})")
    return _lines(f"{block.title} {block.url}") if isinstance(block, Embed) else []


def _of_contact(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.role, contact.email, contact.phone) if part)
