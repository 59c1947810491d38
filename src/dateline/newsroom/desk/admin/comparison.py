"""Two editions of a text compared: by parts, within a part by paragraphs, within a paragraph by words; pure."""

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
"""In one paragraph; a longer one that differs is shown as taken away and written anew: words are compared pairwise."""

ALIKE = 0.35
"""Paragraphs that share fewer of their words are two, not one that was rewritten."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Sort = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are in both editions, in the earlier or in the later one only."""

    sort: Sort
    words: str


@dataclass(frozen=True)
class Line:
    """A paragraph in both editions; pieces in reading order."""

    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether anything in it is only in one of the editions."""
        return any(piece.sort != "same" for piece in self.pieces)

    @property
    def earlier(self) -> list[Piece]:
        """What the earlier edition says."""
        return [piece for piece in self.pieces if piece.sort != "new"]

    @property
    def later(self) -> list[Piece]:
        """What the later edition says."""
        return [piece for piece in self.pieces if piece.sort != "gone"]


@dataclass(frozen=True)
class Compared:
    """One part of an edition, such as its lead, with its lines."""

    label: str | Promise
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        """Whether the editions say different things here."""
        return any(line.differs for line in self.lines)


def compare(earlier: Edition, later: Edition) -> list[Compared]:
    """Return every part that one of two editions has, in the order of the page, then what is said of them."""
    pairs = zip(_parts(earlier), _parts(later), strict=True)
    return [Compared(label, tuple(lines(old, new))) for (label, old), (_label, new) in pairs if old or new]


def lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield the paragraphs of two texts side by side."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line((Piece("same", one),)) for one in before[from_a:to_a])
        else:
            yield from _changed(before[from_a:to_a], after[from_b:to_b])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Pair paragraphs that were rewritten, in their order; the others went or came whole."""
    waiting = list(after)
    for old in before:
        place = next((place for place, new in enumerate(waiting) if _alike(old, new)), None)
        if place is None:
            yield Line((Piece("gone", old),))
            continue
        yield from (Line((Piece("new", new),)) for new in waiting[:place])
        yield Line(tuple(words(old, waiting[place])))
        del waiting[: place + 1]
    yield from (Line((Piece("new", new),)) for new in waiting)


def _alike(old: str, new: str) -> bool:
    mine, other = set(_WORD.findall(old)) - {" "}, set(_WORD.findall(new)) - {" "}
    return bool(mine & other) and len(mine & other) / max(len(mine), len(other)) >= ALIKE


def words(old: str, new: str) -> Iterator[Piece]:
    """Yield the words of two paragraphs: what both say, what only the first, what only the second."""
    mine, other = _WORD.findall(old), _WORD.findall(new)
    if max(len(mine), len(other)) > MAX_WORDS:
        yield from (Piece("gone", old), Piece("new", new))
        return
    for tag, from_a, to_a, from_b, to_b in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(mine[from_a:to_a]))
            continue
        if to_a > from_a:
            yield Piece("gone", "".join(mine[from_a:to_a]))
        if to_b > from_b:
            yield Piece("new", "".join(other[from_b:to_b]))


def _parts(edition: Edition) -> list[tuple[Promise, list[str]]]:
    """Return what an edition says, by part, as lines of plain text; parts it lacks are empty."""
    dateline = edition.dateline
    return [
        (_("Headline"), [edition.headline]),
        (_("Lead"), _said(edition.lead)),
        (_("Dateline"), [*dateline.places, str(dateline.on or "")] if dateline else []),
        (_("Picture for lists and cards"), _of_picture(edition.picture)),
        (_("Text"), [line for block in edition.body for line in _of_block(block)]),
        (_("Notes to editors"), _of_html(edition.notes)),
        (_("Boilerplate"), _of_html(edition.boilerplate)),
        (_("Press contacts"), [_of_contact(contact) for contact in edition.contacts]),
        (_("Kind"), [edition.kind.name] if edition.kind else []),
        (_("Offices"), [office.name for office in edition.offices]),
        (_("Topics"), [topic.name for topic in edition.topics]),
        (_("Event"), _said(" – ".join(str(day) for day in (edition.event_from_on, edition.event_until_on) if day))),
        (_("Issuer"), _said(edition.issuer)),
        (_("Translated from"), _said(edition.translated_from)),
        (_("Machine-translated"), ["✓"] if edition.machine_translated else []),
    ]


def _said(*said: str) -> list[str]:
    return [line for one in said for line in one.split("\n") if line.strip()]


def _of_html(source: str) -> list[str]:
    return _said(to_text(source))


def _of_picture(picture: Picture | None) -> list[str]:
    if picture is None:
        return []
    file = picture.full or (picture.renditions[-1] if picture.renditions else None)
    name = f"[{file.file[:12]} {file.width} × {file.height}]" if file else ""
    until = str(picture.expires_on or "")
    return _said(name, picture.alt, picture.caption, picture.credit, picture.rights_holder, picture.usage_terms, until)


def _of_block(block: Block) -> Iterable[str]:
    if isinstance(block, Text):
        return _of_html(block.html)
    if isinstance(block, Figure):
        return _of_picture(block.picture)
    if isinstance(block, Quote):
        return _said(f"“{block.text}”", ", ".join(part for part in (block.speaker, block.role) if part))
    if isinstance(block, Download):
        return _said(f"{block.title} ({block.type})")
    return _said(f"{block.title} {block.url}") if isinstance(block, Embed) else []


def _of_contact(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.role, contact.email, contact.phone) if part)
