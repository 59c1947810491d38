"""A second, independent parser of typed searches, which looks at one piece after the other.

Days are read in the forms that tests type: ``2024-06-03``, ``3.6.2024``, ``3 June 2024``, ``June 3, 2024``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from babel.dates import get_month_names

from tests.support.archives.naive_words import APOSTROPHES, cut, fold, is_without_spaces, spelled, stands_alone, words

QUOTES = '"“”„«»'
SIGNS = "-‐‑‒–−，－．/.,·:&_@٬" + APOSTROPHES
BLANKS = " \u00a0\u2009\u202f"
MAX_CHARS, MAX_TERMS = 256, 24
LANGUAGES = ("en", "fr", "ru", "ar")
NAMES_OF_RELEASES = {"release", "press", "news", "no", "nr", "n", "number", "communique", "numero", "релиз", "пресс"}
NAMES_OF_RELEASES |= {"بيان"}

Date = tuple[int, int, int]
"""(Year, or 0 if none was typed; month; day)."""


@dataclass(frozen=True)
class Wish:
    """One condition that was typed: a phrase of folded words, or a word with its stem and its other forms."""

    phrase: tuple[str, ...]
    word: str = ""
    forms: frozenset[str] = frozenset()
    is_quoted: bool = False
    is_beginning: bool = False
    pairs: frozenset[tuple[str, str]] = frozenset()
    days: frozenset[Date] = frozenset()
    others: tuple["Wish", ...] = ()

    @property
    def is_word(self) -> bool:
        return len(self.phrase) == 1 and self.word != ""


@dataclass(frozen=True)
class Search:
    """A search: texts must match all quoted wishes, a minimum number of all wishes, and none of the excluded ones.

    Or it names a release by its number.
    """

    wishes: tuple[Wish, ...]
    at_least: int
    barred: tuple[Wish, ...] = ()
    release: tuple[int, int] | None = None


@cache
def parse(typed: str, short_names: frozenset[str] = frozenset()) -> Search:
    """Return the typed search, with each wish once."""
    if len(typed) > MAX_CHARS and not typed[MAX_CHARS].isspace() and not is_without_spaces(typed[MAX_CHARS - 1]):
        whole_words = typed[:MAX_CHARS].rsplit(maxsplit=1)[0]
        typed_part = whole_words if " " in typed[:MAX_CHARS].strip() else typed[:MAX_CHARS]
    else:
        typed_part = typed[:MAX_CHARS]
    wishes: list[Wish] = []
    barred: list[Wish] = []
    is_quoted, part, before = False, "", ""
    for char in typed_part + "\0":
        if char not in QUOTES + "\0":
            part += char
            continue
        if not is_quoted:
            _plain_part(part, wishes, barred)
        elif phrase := _phrase(part):
            is_barred = before.endswith(("-", "−")) and not before[-2:-1].strip()
            (barred if is_barred else wishes).append(Wish(phrase, is_quoted=True))
        is_quoted, part, before = not is_quoted, "", part
    if not wishes:
        wishes, barred = barred, []
    kept = tuple(dict.fromkeys(wishes))[:MAX_TERMS]
    return Search(kept, len(kept), tuple(dict.fromkeys(barred))[:MAX_TERMS], _release(typed, short_names))


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in cut(text) if fold(word))


def _release(typed: str, short_names: frozenset[str]) -> tuple[int, int] | None:
    pieces = re.fullmatch(r"(\D*?)[\s#№]*(\d{1,7})(?:\s*/\s*(\d{4}))?", typed.strip())
    if not pieces:
        return None
    label, number, year = set(_phrase(pieces[1])), int(pieces[2]), int(pieces[3] or 0)
    known = {fold(word) for name in short_names for word in cut(name)}
    if not number or label - NAMES_OF_RELEASES - known or (not label and not year and 1900 <= number < 2100):
        return None
    return number, year


def _plain_part(part: str, wishes: list[Wish], barred: list[Wish]) -> None:
    run: list[str] = []
    for piece in _with_days(part.split()):
        if isinstance(piece, str):
            run.append(piece)
            continue
        _words(run, wishes, barred)
        run = []
        if piece[0]:
            wishes.append(Wish(piece[0], days=piece[1]))
    _words(run, wishes, barred)


@cache
def _months() -> dict[str, int]:
    return {
        name.lower(): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, language).items()
    }


def _with_days(pieces: list[str]) -> Iterable[str | tuple[tuple[str, ...], frozenset[Date]]]:
    at = 0
    while at < len(pieces):
        size, days = next(((n, found) for n in (3, 2, 1) if (found := _days(pieces[at : at + n], n))), (1, None))
        yield (_phrase(" ".join(pieces[at : at + size])), days) if days else pieces[at]
        at += size


def _days(pieces: list[str], size: int) -> frozenset[Date]:
    text, months = " ".join(pieces).lower(), _months()
    if len(pieces) < size:
        return frozenset()
    named = re.fullmatch(r"(\d{1,2}) (\D+?)(?: (\d{4}))?", text)
    if named and named[2] in months:
        return frozenset({(int(named[3] or 0), months[named[2]], int(named[1]))})
    named = re.fullmatch(r"(\D+?) (\d{1,2}),?(?: (\d{4}))?", text)
    if named and named[1] in months:
        return frozenset({(int(named[3] or 0), months[named[1]], int(named[2]))})
    if digits := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return frozenset({(int(digits[1]), int(digits[2]), int(digits[3]))})
    if digits := re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})", text):
        one, other, year = int(digits[1]), int(digits[3]), int(digits[4])
        return frozenset((year, month, day) for month, day in ((one, other), (other, one)) if month <= 12)
    return frozenset()


def _together(pieces: list[str]) -> list[str]:
    """Join the grouped digits of each number."""
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        while re.fullmatch(r"\d{1,3}", pieces[at]) and end < len(pieces) and re.fullmatch(r"\d{3}", pieces[end]):
            end += 1
        is_apart = not (end < len(pieces) and pieces[end][:1].isdigit()) and not (at and pieces[at - 1][-1:].isdigit())
        if end - at > 1 and is_apart:
            found.append("".join(pieces[at:end]))
            at = end
        elif re.fullmatch(r"\d{1,3}([.,'’])\d{3}(\1\d{3})*", pieces[at]):
            found.append(re.sub(r"\D", "", pieces[at]))
            at += 1
        else:
            found.append(pieces[at])
            at += 1
    return found


def _words(pieces: list[str], wishes: list[Wish], barred: list[Wish]) -> None:
    new: list[Wish] = []
    is_other = False
    for piece in _together(pieces):
        if piece in ("OR", "|"):
            is_other = bool(new or wishes)
        elif piece[0] in "-−" and piece[1:2].isalpha():
            if phrase := _phrase(piece):
                barred.append(Wish(phrase, cut(piece)[0] if len(phrase) == 1 else ""))
        else:
            more = list(_unquoted(piece))
            if is_other and more:
                into = new or wishes
                into[-1] = replace(into[-1], others=(*into[-1].others, more.pop(0)))
            new += more
            is_other = False
    for place, wish in enumerate(new):
        neighbours = [(new[place - 1], wish)] if place else []
        neighbours += [(wish, new[place + 1])] if place + 1 < len(new) else []
        forms = {one.phrase[0] + other.phrase[0] for one, other in neighbours if _may_be_one(one, other)}
        wishes.append(_with_forms(wish, forms))


def _may_be_one(one: Wish, other: Wish) -> bool:
    if not (one.is_word and other.is_word) or one.others or other.others or one.is_beginning:
        return False
    left, right = one.phrase[0], other.phrase[0]
    return (len(left) > 1 and len(right) > 1) or left[-1].isdigit() != right[0].isdigit()


def _with_forms(wish: Wish, forms: Iterable[str]) -> Wish:
    own = set(wish.phrase) if len(wish.phrase) == 1 else set()
    return replace(wish, forms=wish.forms | (set(forms) - own))


def joined(text: str, language: str = "") -> list[tuple[int, int, str]]:
    """Return (start, end, joined words) of words with one sign between them, and of grouped digits."""
    places = list(words(text, language))
    found: list[tuple[int, int, str]] = []
    for first in range(len(places)):
        last = first
        while last + 1 < len(places) and _one_sign(text, places[last], places[last + 1]):
            last += 1
        is_start = first == 0 or not _one_sign(text, places[first - 1], places[first])
        for end in range(first + 1, last + 1):
            if end - first < 4 or (is_start and end == last):
                spelt = "".join(fold(text[start:stop]) for start, stop in places[first : end + 1])
                found.append((places[first][0], places[end][1], spelt))
    return found + _grouped(text)


def _one_sign(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = text[one[1] : other[0]]
    return len(between) == 1 and between in SIGNS and not any(stands_alone(text[place[0]]) for place in (one, other))


def _grouped(text: str) -> list[tuple[int, int, str]]:
    blank = f"[{BLANKS}]"
    return [
        (found.start(1), found.end(1), fold(re.sub(r"\D", "", found[1])))
        for found in re.finditer(rf"(?<![\w+.,])(?<!\d{blank})(\d{{1,3}}(?:{blank}\d{{3}})+)(?!\w)(?!{blank}\d)", text)
    ]


def _unquoted(run: str) -> Iterable[Wish]:
    """Yield the wishes of a run without blanks."""
    places = [(start, end) for start, end in words(run) if fold(run[start:end])]
    together = joined(run)
    if len(places) > 1 and together and all(fold(run[start:end]).isdigit() for start, end in places):
        whole = "".join(fold(run[start:end]) for start, end in places)
        is_one = len(whole) >= 6 and whole in [spelt for _, _, spelt in together]
        yield Wish(tuple(fold(run[start:end]) for start, end in places), forms=frozenset({whole} if is_one else ()))
        return
    has_apostrophe = any(
        char in APOSTROPHES and _is_word(run[at - 1 : at]) and _is_word(run[at + 1 : at + 2])
        for at, char in enumerate(run)
        if at
    )
    if has_apostrophe and any(len(fold(run[start:end])) > 1 for start, end in places):
        places = [(start, end) for start, end in places if len(fold(run[start:end])) > 1]
    is_beginning = re.search(r"[^\W_]{3}\*$", run) is not None
    wishes = list(_wishes(run, places, together))
    if is_beginning and wishes and len(wishes[-1].phrase) == 1:
        wishes[-1] = replace(wishes[-1], is_beginning=True)
    yield from wishes


def _wishes(run: str, places: Sequence[tuple[int, int]], together: list[tuple[int, int, str]]) -> Iterable[Wish]:
    letters: list[str] = []
    for start, end in places:
        word = run[start:end]
        if stands_alone(word[0]):
            letters.append(fold(word))
            continue
        if letters:
            yield Wish(tuple(letters))
            letters = []
        forms = {spelt for first, last, spelt in together if first <= start and end <= last}
        forms |= set(map(fold, spelled(word)))
        if ordinal := re.fullmatch(r"(\d+)(st|nd|rd|th|e|er|re|ere|eme|го|и|я)", fold(word)):
            forms.add(ordinal[1])
        if re.fullmatch(r"00\d{7,}", fold(word)):
            forms.add(fold(word)[2:])
        yield _with_forms(Wish((fold(word),), word), forms)
    if letters:
        yield Wish(tuple(letters))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def widened(wish: Wish) -> Wish:
    """Return the wish that replaces a word that no text has."""
    word = wish.phrase[0]
    pairs = frozenset((word[:at], word[at:]) for at in range(2, len(word) - 1))
    plain = word
    for letters in ("aa", "ae", "oe", "ue"):
        plain = plain.replace(letters, letters[0])
    forms = wish.forms | ({plain} - {word})
    return replace(wish, is_beginning=len(word) >= 4, pairs=pairs, forms=frozenset(forms))


def all_of(search: Search, wishes: tuple[Wish, ...]) -> Search:
    return replace(search, wishes=wishes, at_least=len(wishes))


def enough(wishes: Iterable[Wish]) -> int:
    """Return below how many full matches a search is relaxed; 0 for one that never is."""
    unquoted = sum(not wish.is_quoted for wish in wishes)
    return 0 if unquoted < 2 else 1 if unquoted < 5 else 10
