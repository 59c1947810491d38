"""What a reader typed, as pieces to be found; nothing typed here is a query language or an error."""

import re
from collections.abc import Collection
from itertools import groupby

import msgspec

from dateline.text.words import APOSTROPHES, cut, fold, is_lone

LENGTH = 256
"""Characters read of what was typed; the rest is passed over."""

PIECES = 24
"""Pieces looked for; the rest is passed over."""

EASED = 3
"""So many pieces outside quotation marks at least, or all must be found."""

MANY = 5
"""From so many on, texts with all of them are seldom what is looked for, and stand in one ranking with the others."""

FEW = 10
"""So many releases with all of many pieces are enough: the smallest page."""

COMMON = 3

_QUOTED = re.compile(r'["“”„«»]')
_APOSTROPHE = re.compile(rf"\w[{APOSTROPHES}]\w")


class Piece(msgspec.Struct, frozen=True):
    """One thing that a text must hold.

    Attributes:
        folded: one word, or several that must follow one another.
        word: the word as typed, to be stemmed; empty where it must stand as it is.
        glued: the folded word with its apostrophe left out, an alternative; empty where there is none.
        quoted: whether it was typed in quotation marks, so that nothing else will do.
    """

    folded: tuple[str, ...]
    word: str = ""
    glued: str = ""
    quoted: bool = False


class Sought(msgspec.Struct, frozen=True):
    """What a text must hold to be found: ``least`` of the pieces, whichever they are, and all that are quoted."""

    pieces: tuple[Piece, ...]
    least: int

    @property
    def is_whole(self) -> bool:
        """Whether all pieces must be there."""
        return self.least == len(self.pieces)

    @property
    def parted(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Those that must be there whatever the others do, and the others."""
        if self.is_whole:
            return self.pieces, ()
        quoted = tuple(piece for piece in self.pieces if piece.quoted)
        return quoted, tuple(piece for piece in self.pieces if not piece.quoted)


def enough(pieces: tuple[Piece, ...]) -> int:
    """Return how many releases must hold all pieces, or some of those outside quotation marks will do; 0 if never."""
    loose = sum(not piece.quoted for piece in pieces)
    if loose < EASED:
        return 0
    return FEW if loose >= MANY else 1


def eased(pieces: tuple[Piece, ...], common: Collection[Piece]) -> Sought:
    """Return what is looked for where not enough hold all pieces: the quoted ones, and some of those not common.

    One of them, and one more for every four: the ranking puts texts with many of them first (bench/relevance.py).

    Args:
        pieces: all that were typed; they may be eased.
        common: those of them that more than one of ``COMMON`` texts holds, which tell little.
    """
    loose = tuple(piece for piece in pieces if not piece.quoted)
    telling = tuple(piece for piece in loose if piece not in common) or loose
    quoted = tuple(piece for piece in pieces if piece.quoted)
    return Sought((*quoted, *telling), len(quoted) + 1 + len(telling) // 4)


def wanted(typed: str) -> tuple[Piece, ...]:
    """Return the pieces that all must be found; empty where nothing typed is a word.

    Words in quotation marks must stand together and as typed; others are found in all their forms.
    Letters of scripts without spaces must stand together.
    """
    pieces: dict[Piece, None] = {}
    for place, section in enumerate(_QUOTED.split(_read(typed))):
        if place % 2:
            folded = tuple(filter(None, map(fold, cut(section))))
            found = [Piece(folded, quoted=True)] if folded else []
        else:
            found = [piece for chunk in section.split() for piece in _pieces(chunk)]
        pieces.update(dict.fromkeys(found))
    return tuple(pieces)[:PIECES]


def _read(typed: str) -> str:
    """Return what is read of it; a word at the end is passed over rather than cut in two, as no text holds its half."""
    read = typed[:LENGTH]
    if len(typed) <= LENGTH or typed[LENGTH].isspace() or is_lone(read[-1]):
        return read
    parts = read.rsplit(maxsplit=1)
    return parts[0] if len(parts) > 1 else read


def _pieces(chunk: str) -> list[Piece]:
    words = [(word, fold(word)) for word in cut(chunk)]
    words = [(word, folded) for word, folded in words if folded]
    glued = fold(chunk.strip(APOSTROPHES)) if _APOSTROPHE.search(chunk) else ""
    if glued and len(cut(glued)) != 1:
        glued = ""
    if any(len(folded) > 1 for _, folded in words) and glued:
        words = [(word, folded) for word, folded in words if len(folded) > 1]  # the l of l'élection
    pieces: list[Piece] = []
    for lone, run in groupby(words, key=lambda pair: is_lone(pair[0])):
        if lone:
            pieces.append(Piece(tuple(folded for _, folded in run)))
        else:
            pieces += [Piece((folded,), word, glued) for word, folded in run]
    return pieces
