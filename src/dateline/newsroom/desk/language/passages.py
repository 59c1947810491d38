"""Passages of plain text, their sentences and words."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """The plain text of one field; of the body one passage a part, as ``body.0`` by its place in the edition."""

    field: str
    text: str


_END = re.compile(r"[.!?…؟۔。]+[»”\"’')\]]*(?=\s|$)|\n")
_SHORT = re.compile(
    r"(?:^|[\s(«“])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|No|Nos|St|Art|art|al|etc|vs|approx|M|Mme|Mlle|MM|Me|p|pp|vol|cf|env"
    r"|г|гг|им|т|д|п|руб|млн|млрд|тыс|ул|bzw|Nr|Abs|Bst|ca|Mio|Mrd|z\.B|d\.h|u\.a|e\.g|i\.e|U\.S|U\.N|a\.m|p\.m)$"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence, in order; headings and list items count as sentences.

    A full stop after an abbreviation, an initial or a number does not end a sentence.
    """
    found, start = [], 0
    for end in _END.finditer(text):
        if end[0] == "." and (_SHORT.search(text[start : end.start()]) or text[: end.start()][-1:].isdigit()):
            follows = text[end.end() :].lstrip()[:1]
            is_number = text[: end.start()][-1:].isdigit()
            if not is_number or follows.islower():
                continue
        found.append((start, end.end()))
        start = end.end()
    found.append((start, len(text)))
    return [trimmed for one in found if (trimmed := _trimmed(text, *one))[0] < trimmed[1]]


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Return start and end of the sentence at a place; of the whole text if there is none."""
    return next((one for one in sentences(text) if one[0] <= place < one[1]), (0, len(text)))


def words(text: str) -> list[str]:
    """Return the words of a text, without numbers."""
    return _WORD.findall(text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
