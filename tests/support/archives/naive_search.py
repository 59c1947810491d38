"""Search by the rules alone: queries parsed, texts read and matches marked a second time, so that a fault in
``dateline.archive.search_terms`` and in the engines shows.

Of the code under test this knows only what an edition is.
"""

import html
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html.parser import HTMLParser

from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Embed, Figure, Quote, Recording, Text
from tests.support.archives.naive_words import APOSTROPHES, cut, fold, is_without_spaces, stands_alone, stem, words

QUOTES = '"“”„«»'
MAX_CHARS, MAX_TERMS = 256, 24
INLINE = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "em",
    "i",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "wbr",
]


@dataclass(frozen=True)
class Wish:
    """One thing typed: a phrase of folded words, or a word with its stem and with its apostrophe left out."""

    phrase: tuple[str, ...]
    word: str = ""
    joined: str = ""
    is_quoted: bool = False


@dataclass(frozen=True)
class Search:
    """All that is quoted, and so many of all wishes at least."""

    wishes: tuple[Wish, ...]
    at_least: int


def parse(typed: str) -> tuple[Wish, ...]:
    """Return what was typed, each wish once."""
    if len(typed) > MAX_CHARS and not typed[MAX_CHARS].isspace() and not is_without_spaces(typed[MAX_CHARS - 1]):
        whole_words = typed[:MAX_CHARS].rsplit(maxsplit=1)[0]
        typed = whole_words if " " in typed[:MAX_CHARS].strip() else typed[:MAX_CHARS]
    typed = typed[:MAX_CHARS]
    wishes: list[Wish] = []
    is_quoted, part = False, ""
    for char in typed + "\0":
        if char not in QUOTES + "\0":
            part += char
            continue
        if is_quoted:
            wishes.append(Wish(tuple(fold(word) for word in cut(part) if fold(word)), is_quoted=True))
        else:
            wishes += [wish for run in part.split() for wish in _unquoted(run)]
        is_quoted, part = not is_quoted, ""
    return tuple(dict.fromkeys(wish for wish in wishes if wish.phrase))[:MAX_TERMS]


def _unquoted(run: str) -> Iterable[Wish]:
    """Yield the wishes of a run without blanks."""
    parts = [word for word in cut(run) if fold(word)]
    inner = run.strip(APOSTROPHES)
    has_apostrophe = any(
        char in APOSTROPHES and _is_word(inner[at - 1 : at]) and _is_word(inner[at + 1 : at + 2])
        for at, char in enumerate(inner)
    )
    joined = fold(inner) if has_apostrophe and len(cut(fold(inner))) == 1 else ""
    if joined and any(len(fold(word)) > 1 for word in parts):
        parts = [word for word in parts if len(fold(word)) > 1]
    together: list[str] = []
    for word in parts:
        if stands_alone(word[0]):
            together.append(fold(word))
            continue
        if together:
            yield Wish(tuple(together))
            together = []
        yield Wish((fold(word),), word, joined)
    if together:
        yield Wish(tuple(together))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def all_of(wishes: tuple[Wish, ...]) -> Search:
    return Search(wishes, len(wishes))


def enough(wishes: Collection[Wish]) -> int:
    """Return how many releases with all wishes keep a search from asking for less; 0: it never does."""
    unquoted = sum(not wish.is_quoted for wish in wishes)
    return 0 if unquoted < 3 else 1 if unquoted < 5 else 10


def less(wishes: tuple[Wish, ...], editions: Sequence[Edition]) -> Search:
    """Return the search for some of the wishes that at most a third of all texts grant."""
    quoted = [wish for wish in wishes if wish.is_quoted]
    unquoted = [wish for wish in wishes if not wish.is_quoted]
    rare = [wish for wish in unquoted if 3 * sum(holds(edition, wish) for edition in editions) <= len(editions)]
    some = rare or unquoted
    return Search((*quoted, *some), len(quoted) + 1 + len(some) // 4)


# texts


def passages(edition: Edition) -> list[str]:
    """Return the texts that are searched: headline, lead, then the rest as it is read."""
    rest = [*(edition.dateline.places if edition.dateline else []), edition.issuer, *_of_picture(edition.picture)]
    for block in edition.body:
        if isinstance(block, Text):
            rest.append(plain(block.html))
        elif isinstance(block, Figure):
            rest += _of_picture(block.picture)
        elif isinstance(block, Quote):
            rest += [block.text, block.speaker, block.role]
        elif isinstance(block, Download | Embed):
            rest.append(block.title)
        elif isinstance(block, Recording):
            rest += [block.title, block.caption, block.credit, " ".join(block.transcript.split())]
            rest += _of_picture(block.poster)
    return [edition.headline, edition.lead, *filter(None, [*rest, plain(edition.notes)])]


def _of_picture(picture) -> list[str]:
    return [picture.alt, picture.caption, picture.credit] if picture else []


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag, _) -> None:
        self.text += "" if tag in INLINE else " "

    def handle_endtag(self, tag) -> None:
        self.text += "" if tag in INLINE else " "

    def handle_data(self, data) -> None:
        self.text += data


@cache
def plain(markup: str) -> str:
    parser = _Plain()
    parser.feed(markup)
    parser.close()
    return " ".join(parser.text.split())


def folded(edition: Edition) -> list[str]:
    """Return all searchable words in order, with a border between passages that no phrase crosses."""
    return [word for passage in passages(edition) for word in [*map(fold, cut(passage, edition.language)), ""]]


def holds(edition: Edition, wish: Wish) -> bool:
    """Say whether a text grants a wish."""
    return any(_places(passage, edition.language, wish) for passage in passages(edition))


def grants(edition: Edition, search: Search) -> bool:
    """Say whether a text grants what a search asks for."""
    granted = [wish for wish in search.wishes if holds(edition, wish)]
    return len(granted) >= max(1, search.at_least) and all(wish in granted for wish in search.wishes if wish.is_quoted)


def marked(passage: str, language: str, wishes: Sequence[Wish]) -> str:
    """Return a passage as HTML with what grants the wishes marked."""
    inside = {i for wish in wishes for start, end in _places(passage, language, wish) for i in range(start, end)}
    parts, at = [], 0
    while at < len(passage):
        until = at
        while until < len(passage) and (until in inside) == (at in inside):
            until += 1
        escaped = html.escape(passage[at:until])
        parts.append(f"<mark>{escaped}</mark>" if at in inside else escaped)
        at = until
    return "".join(parts)


def is_marked(passage: str, language: str, wishes: Sequence[Wish]) -> bool:
    return any(_places(passage, language, wish) for wish in wishes)


@lru_cache(100_000)
def _places(passage: str, language: str, wish: Wish) -> list[tuple[int, int]]:
    """Return the spans of a passage that grant a wish."""
    places = [(start, end, passage[start:end]) for start, end in words(passage, language)]
    places = [(start, end, word, fold(word)) for start, end, word in places if fold(word)]
    size = len(wish.phrase)
    runs = [places[at : at + size] for at in range(len(places) - size + 1)]
    found = [(run[0][0], run[-1][1]) for run in runs if tuple(place[3] for place in run) == wish.phrase]
    wished = stem(wish.word, language) if wish.word else ""
    return found + [
        (start, end)
        for start, end, word, form in places
        if form == wish.joined or (wished and stem(word, language) == wished)
    ]


def distance(a: str, b: str) -> int:
    """Return the edits between two words: letters put in, left out, changed, or two swapped."""
    rows = {(-1, -1): 0}
    for i in range(-1, len(a)):
        for j in range(-1, len(b)):
            if i == -1 or j == -1:
                rows[i, j] = max(i, j) + 1
                continue
            rows[i, j] = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + (a[i] != b[j]))
            if i and j and a[i] == b[j - 1] and a[i - 1] == b[j]:
                rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(a) - 1, len(b) - 1]
