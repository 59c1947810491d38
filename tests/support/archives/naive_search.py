"""A second, independent search: it reads texts and marks matches by code of its own, so that faults of engines show.

It uses nothing of the code under test except the types of editions.
"""

import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Embed, Figure, Quote, Recording, Text
from tests.support.archives.naive_parsing import Date, Search, Wish, joined
from tests.support.archives.naive_words import cut, fold, spelled, stem, wished_stems, words

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


def less(search: Search, editions: Sequence[Edition], zone: ZoneInfo) -> Search:
    """Return the relaxed search, which requires only some of the wishes; those that most texts match are dropped."""
    quoted = [wish for wish in search.wishes if wish.is_quoted]
    unquoted = [wish for wish in search.wishes if not wish.is_quoted]
    rare = [wish for wish in unquoted if 3 * sum(holds(edition, wish, zone) for edition in editions) <= len(editions)]
    some = rare or unquoted
    return replace(search, wishes=(*quoted, *some), at_least=len(quoted) + 1 + len(some) // 4)


# texts


def passages(edition: Edition) -> list[str]:
    """Return the searchable texts: those that readers see, then the alternative texts of pictures."""
    pictures = [edition.picture, *(block.picture for block in edition.body if isinstance(block, Figure))]
    pictures += [block.poster for block in edition.body if isinstance(block, Recording)]
    return [*readable(edition), *(picture.alt for picture in pictures if picture and picture.alt)]


def readable(edition: Edition) -> list[str]:
    """Return headline, lead, then the rest in reading order."""
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
    rest += [plain(edition.notes), *(contact.name for contact in edition.contacts)]
    return [edition.headline, edition.lead, *filter(None, rest)]


def _of_picture(picture) -> list[str]:
    return [picture.caption, picture.credit] if picture else []


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


def holds(edition: Edition, wish: Wish, zone: ZoneInfo) -> bool:
    """Tell whether a text matches a wish."""
    return (
        any(_places(passage, edition.language, wish) for passage in passages(edition))
        or bool(_contact_forms(edition) & ({*wish.forms, *wish.phrase} if len(wish.phrase) == 1 else wish.forms))
        or is_on(edition, wish, zone)
        or any(holds(edition, other, zone) for other in wish.others)
    )


@lru_cache(1000)
def _contact_forms(edition: Edition) -> frozenset[str]:
    numbers = [text for contact in edition.contacts for text in (contact.phone, contact.phone.replace("(0)", " "))]
    phones = [re.sub(r"\D+", "-", number).strip("-") for number in numbers]
    written = [*phones, *(contact.email for contact in edition.contacts)]
    return frozenset(spelt for one in written for _, _, spelt in joined(one))


@lru_cache(1000)
def _days(edition: Edition, zone: ZoneInfo) -> frozenset[Date]:
    found = {edition.published_at.astimezone(zone).date()}
    if edition.dateline and edition.dateline.on:
        found.add(edition.dateline.on)
    first, last = edition.event_from_on, edition.event_until_on
    if first or last:
        first, last = first or last, last or first
        found |= {first + dt.timedelta(days=n) for n in range(min(60, (last - first).days + 1))}
    return frozenset((year, day.month, day.day) for day in found for year in (day.year, 0))


def is_on(edition: Edition, wish: Wish, zone: ZoneInfo) -> bool:
    """Tell whether a text was published or filed, or announces an event, on a day that was typed."""
    return bool(wish.days & _days(edition, zone))


def is_release(edition: Edition, search: Search, zone: ZoneInfo) -> bool:
    """Tell whether a text belongs to the release whose number was typed."""
    number, year = search.release or (0, 0)
    return edition.number == number and year in (0, edition.published_at.astimezone(zone).year)


def grants(edition: Edition, search: Search, zone: ZoneInfo) -> bool:
    """Tell whether a text matches a search."""
    if is_release(edition, search, zone):
        return True
    granted = [wish for wish in search.wishes if holds(edition, wish, zone)]
    return (
        len(granted) >= max(1, search.at_least)
        and all(wish in granted for wish in search.wishes if wish.is_quoted)
        and not any(holds(edition, wish, zone) for wish in search.barred)
    )


def marked(passage: str, language: str, wishes: Sequence[Wish]) -> str:
    """Return a passage as HTML with the matches of the wishes marked."""
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
    """Return the spans of a passage that match a wish."""
    places = [(start, end, passage[start:end]) for start, end in words(passage, language)]
    places = [(start, end, word, fold(word)) for start, end, word in places if fold(word)]
    found: list[tuple[int, int]] = []
    for phrase in (wish.phrase, *wish.pairs):
        runs = [places[at : at + len(phrase)] for at in range(len(places) - len(phrase) + 1)]
        found += [(run[0][0], run[-1][1]) for run in runs if tuple(place[3] for place in run) == phrase]
    wished = {stem_ for word in spelled(wish.word) for stem_ in wished_stems(word, language)} if wish.word else set()
    found += [
        (start, end)
        for start, end, word, form in places
        if form in wish.forms
        or stem(word, language) in wished
        or (wish.is_beginning and form.startswith(wish.phrase[0]))
    ]
    sought = {*wish.forms, *wish.phrase} if len(wish.phrase) == 1 else wish.forms
    found += [(start, end) for start, end, spelt in joined(passage, language) if spelt in sought]
    return found + [place for other in wish.others for place in _places(passage, language, other)]


def distance(a: str, b: str) -> int:
    """Return the edit distance of two words: letters inserted, deleted or replaced, or two neighbours swapped."""
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
