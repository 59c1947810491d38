"""Compare two texts paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

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
