"""Decide whether words at the opening of a text are the places of its dateline."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dateline.text.places import cities, fold, regions

_MAX_WORDS = 5
_MAX_LETTERS = 45
_MIN_CAPITALS = 4  # a shorter word in capitals is more likely an acronym
_MAX_ACRONYM = 5  # letters; longer ones are names
_MAX_CAPITAL_WORDS = 3  # more words in capitals are more likely a heading


_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


_PARTICLES = _folded(_DATA["particles"])
_LEADING = _folded(_DATA["leading"])
_ACRONYMS = _folded(_DATA["acronyms"])
_NOT_PLACES = _folded(" ".join(_DATA["not_places"].values()))
_CASELESS = re.compile(
    r"^[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\s'’.-]+$"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ`.‑-](?=[^\W\d_]))*\.?")
_JOINT = re.compile(r"\s*[/&;+]\s*|\s+(?:and|et|und|y|e|и|та)\s+|\s+و\s*")


@dataclass(frozen=True)
class Opening:
    """A text whose opening may be a dateline.

    Attributes:
        language: BCP 47 tag.
        text: the whole text.
        trusted: names of further places, such as the cities of the newsroom's offices.
    """

    language: str
    text: str
    trusted: frozenset[str]

    @cached_property
    def known(self) -> frozenset[str]:
        """Folded names of known cities and trusted places."""
        return cities(self.language) | {fold(name) for name in self.trusted}

    @cached_property
    def regions(self) -> frozenset[str]:
        """Folded names of countries and states."""
        return regions(self.language)


def places_in(words: str, opening: Opening, after: str, *, trusted: bool) -> tuple[str, ...]:
    """Return the places that words name, as written; empty if they are anything else.

    Args:
        words: the text before the dash, without the day.
        opening: the text.
        after: the text behind the dash.
        trusted: whether a day or brackets already show that this is a dateline. If not, one of the words must be a
            known place, or clearly look like one.
    """
    places: list[str] = []
    proven = trusted
    segments = [_without_stop(segment, opening) for segment in re.split(r"\s*[,،]\s*", words)]
    regional = len(segments) > 1 and fold(segments[1]) in opening.regions
    for segment in segments:
        if places and _qualifies(segment, places[-1], opening):
            places[-1] += f"{_comma(words)} {segment}"
            proven = proven or fold(segment) in opening.regions
            continue
        parts = [segment] if fold(segment) in opening.known | opening.regions else _JOINT.split(segment)
        if not all(_could_be_a_place(part, regional=regional) for part in parts):
            return ()
        proven = proven or all(_proves_itself(part, opening) for part in parts)
        places.extend(parts)
    if not trusted and not (proven and _opens_a_sentence(after)):
        return ()
    return tuple(places)


def _without_stop(segment: str, opening: Opening) -> str:
    """Return a segment without its final stop, unless it is an abbreviation, as ``OKLA.`` and ``D.C.`` are."""
    shortened = "." in segment[:-1] or fold(segment) in opening.regions
    return segment if shortened else segment.rstrip(".")


def _comma(words: str) -> str:
    return "،" if "،" in words else ","


def _qualifies(segment: str, place: str, opening: Opening) -> bool:
    """Return whether a segment is the state or country of the place before it, rather than a second place."""
    folded = fold(segment)
    if folded in opening.regions:
        return True
    if not _could_be_a_place(segment):
        return False
    # VIENNA, TIRANA are two places; BRDO, Slovenia and Jahorina, Pale are one.
    return folded not in opening.known and not (segment.isupper() and place.isupper())


def _could_be_a_place(name: str, *, regional: bool = False) -> bool:
    """Return whether words look like the name of a place; ``regional`` where its state or country follows."""
    words = name.split()
    if not 1 <= len(words) <= _MAX_WORDS or len(name) > _MAX_LETTERS:
        return False
    if not all(_WORD.fullmatch(word) for word in words) or not _can_be_named(words, regional=regional):
        return False
    if _CASELESS.match(name):
        return len(words) <= 3  # noqa: PLR2004 - without capitals, longer ones are phrases
    return words[0][0].isupper() and all(word[0].isupper() or fold(word) in _PARTICLES for word in words)


def _can_be_named(words: list[str], *, regional: bool) -> bool:
    """Return whether words can be a name: none of them is a word that names do not contain.

    An article may begin a name ("The Hague", "Des Moines") but is no name by itself. If a state follows, more words are
    allowed: "Newport News, Va.", "Mountain View, Calif.".
    """
    first, *others = (fold(word) for word in words)
    if first in _NOT_PLACES and not (others and first in _LEADING):
        return False
    return regional or not any(word in _NOT_PLACES and word not in _LEADING | _PARTICLES for word in others)


def _proves_itself(name: str, opening: Opening) -> bool:
    """Return whether a name is a place even without day or country."""
    folded = fold(name)
    if folded in opening.known:
        return True
    letters = [letter for letter in name if letter.isalpha()]
    if (
        not name.isupper()
        or folded in _ACRONYMS
        or len(letters) < _MIN_CAPITALS
        or len(name.split()) > _MAX_CAPITAL_WORDS
    ):
        return False
    # A text repeats an acronym in capitals, and a place in lower case.
    if len(letters) > _MAX_ACRONYM:
        return True
    repeated = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", opening.text[len(name) + 1 :])
    return repeated is None


def _opens_a_sentence(after: str) -> bool:
    first = next((letter for letter in after if letter.isalnum()), "")
    return bool(first) and not first.islower()
