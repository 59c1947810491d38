"""Regular expressions for days in folded texts (`folding.fold`), compiled for each language."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from dateline.text.days import names
from dateline.text.days.calendars import ERA_NAMES, MINGUO, has_persian_calendar
from dateline.text.days.folding import fold
from dateline.text.days.orders import orders
from dateline.text.words import base_language

_LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0966-\u109f\u1780-\u17d3\u1a00-\u1cff])"  # with vowel signs
_NUMBER = "[0-9〇零一二三四五六七八九十廿卅]"
_FREE = r"(?<![0-9_/:$€£#])(?<![0-9][.,])"  # not within a time, a price or a longer number
_FREE_YEAR = r"(?<![0-9])(?<![0-9][./-])"
_NO_LONGER_NUMBER = r"(?![0-9])(?!,?\s*[0-9]{3,})"  # 19 December 20244 is not 19 December
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
# Two digits are a year after an apostrophe or a hyphen, or where nothing but an hour follows.
_SHORT_YEAR = (
    r"(?P<short>(?:(?<=')|(?<=' )|(?<=-))[0-9]{2}(?!\w)"
    r"|[0-9]{2}(?=\s*(?:$|[|)\];])|,?\s+[0-9]{1,2}:[0-9]{2}))"
)
_MARKED = rf"\s?[年년]\s?(?P<m>{_NUMBER}{{1,3}}|正)\s?[月월]\s?(?P<d>{_NUMBER}{{1,3}})\s?[日號号일]"
_HEAD = 48  # so many characters before a day are searched for its weekday

NUMERIC = re.compile(
    r"(?<![0-9_./:-])(?P<a>[0-9]{1,4})(?P<mark>\s?[./-]\s?)(?P<b>[0-9]{1,2})(?P<second>\s?[./-]\s?)(?P<c>[0-9]{1,4})"
    r"(?![0-9/:])(?!\.[0-9]|-[0-9])"
)
"""Days in numbers only: groups ``a``, ``b``, ``c`` in the order of the text, and the marks between them."""

ERA = re.compile(
    rf"(?P<era>{'|'.join(ERA_NAMES)}|{MINGUO}|(?<!\w)[rhst])\s?(?:(?P<y>{_NUMBER}{{1,3}}|元){_MARKED}"
    r"|(?P<ny>[0-9]{1,3}|元)[./-](?P<nm>[0-9]{1,2})[./-](?P<nd>[0-9]{1,2})(?![0-9]))"
)
"""Days in an era of Japan or Taiwan: groups ``y``, ``m``, ``d`` or, in numbers only, ``ny``, ``nm``, ``nd``."""

CJK = re.compile(rf"(?<!{_NUMBER})(?P<y>{_NUMBER}{{3,4}}){_MARKED}")
"""Days with the signs for year, month and day."""


class Forms(NamedTuple):
    """The forms of days in a language.

    Attributes:
        named: days with the name of the month, in each order of day, month and year.
        marked: days in numbers, with words or marks of this language between them, from its patterns in CLDR.
        head: matches words directly before a day, such as its weekday; applied to the text up to the day.
        tail: matches words directly after a day with its year; may match nothing.
    """

    named: tuple[re.Pattern[str], ...]
    marked: tuple[re.Pattern[str], ...]
    head: re.Pattern[str]
    tail: re.Pattern[str]

    def around(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the place of a day at ``start`` with weekday and words around it; None within a word.

        ``end`` is the end of its year.
        """
        begin = max(0, start - _HEAD)
        head = self.head.search(text[begin:start])
        tail = self.tail.match(text, end)
        until = tail.end() if tail else end
        if head is None and start and text[start - 1].isalpha() and text[start].isdigit():
            return None
        if until == end and text[end : end + 1].isalpha() and not re.match(r"t[0-9]", text[end : end + 2]):
            return None
        return (begin + head.start() if head else start), until


def _any(patterns: Iterable[str]) -> str:
    return "|".join(sorted(dict.fromkeys(filter(None, patterns)), key=len, reverse=True)) or "(?!)"


@lru_cache(maxsize=64)
def forms(language: str) -> Forms:
    """Return the forms of days in a language."""
    word, month = _any(names.words(language)), _any([*names.month_patterns(language), *_persian(language)])
    join = rf"[\s.,/-]{{0,4}}(?:(?:{word})[\s.,/'-]{{0,3}}){{0,3}}'?"
    ordinal = rf"(?:(?:{_any(names.extras('ordinals', language))})(?!{_LETTER}))?"
    day = rf"(?P<day>[0-9]{{1,2}})(?![0-9]){ordinal}"
    # Arabic texts may name a month twice: كانون الأول/ديسمبر
    twice = rf"(?:\s*/\s*(?:{month}))?" if base_language(language) in ("ar", "fa", "ckb") else ""
    alone = rf"(?!{_LETTER})\.?{_NO_LONGER_NUMBER}"
    year = rf"(?:{_YEAR}|{_SHORT_YEAR})"
    whole = rf"(?!{join}[0-9]{{4}})"  # in 2023, 3 June 2024 the first year does not belong to the day
    named = (
        rf"{_FREE}{day}{join}(?P<month>{month}){twice}(?:{join}{year}|{alone})",
        rf"(?<!{_LETTER})(?P<month>{month}){join}{day}(?:{join}{year}|{_NO_LONGER_NUMBER})",
        rf"{_FREE_YEAR}{_YEAR}{join}(?P<month>{month}){join}{day}{whole}",
        rf"{_FREE_YEAR}{_YEAR}{join}{day}{join}(?P<month>{month}){whole}(?!{_LETTER})",
    )
    return Forms(
        tuple(re.compile(one) for one in named),
        tuple(re.compile(one) for one in dict.fromkeys(_marked(language))),
        _head(language, word),
        _tail(language),
    )


def _marked(language: str) -> Iterator[str]:
    """Yield expressions for the patterns of a language that are in numbers only, and are not `NUMERIC`."""
    found = names.locale(language)
    if found is None or "Mdy" in orders(language):  # then day and month cannot be told apart
        return
    for pattern in names.patterns(found):
        inner = [*names.parts(pattern)]
        while inner and inner[0][0] not in tuple("yMLd"):
            inner.pop(0)
        while inner and inner[-1][0] not in tuple("yMLd"):
            inner.pop()
        literals = [fold(text) for letter, text in inner if not letter]
        widths = {letter: len(text) for letter, text in inner if letter}
        is_numeric = widths.get("M", widths.get("L", 3)) < 3 and widths.get("y") != 2  # noqa: PLR2004 - 3 letters: a name
        if is_numeric and set(widths) <= set("yMLd") and not _is_plain(literals):
            yield "".join(_field(letter) if letter else _literal(fold(text)) for letter, text in inner)


def _is_plain(literals: list[str]) -> bool:
    """Return whether literals are one of the marks of `NUMERIC`."""
    return len({literal.strip() for literal in literals}) == 1 and literals[0].strip() in tuple("./-")


def _field(letter: str) -> str:
    return {
        "y": rf"{_FREE_YEAR}(?P<year>[0-9]{{4}})(?![0-9])",
        "d": r"(?<![0-9])(?P<day>[0-9]{1,2})(?![0-9])",
    }.get(letter, r"(?P<month>[0-9]{1,2})(?![0-9])")


def _literal(text: str) -> str:
    return r"\s?" if not text.strip() else r"\s?".join(["", *map(re.escape, text.split()), ""])


def _head(language: str, word: str) -> re.Pattern[str]:
    weekday, lead = _any(names.weekday_patterns(language)), _any(names.leads(language))
    return re.compile(
        rf"(?<!{_LETTER})(?:(?:{weekday})[\s.,'(-]{{0,3}}(?:(?:{word})[\s.]{{0,2}}){{0,2}}|(?:{lead})\s?)\Z"
    )


def _tail(language: str) -> re.Pattern[str]:
    weekday, narrow = _any(names.weekday_patterns(language)), _any(names.narrow_weekdays(language))
    stop = r"(?:\.(?![0-9\w]))?" if names.has_stop_after_year(language) else ""
    return re.compile(
        rf"(?:[\s.,-]{{0,2}}(?:{_any(names.tails(language))})(?!{_LETTER})\.?){{0,2}}{stop}"
        rf"(?:\s*\.?,?\s*(?:(?:{weekday})\.?|\((?:{weekday}|{narrow})\))(?=\s*(?:$|[,|;·(:-])))?"
    )


def _persian(language: str) -> tuple[str, ...]:
    return names.PERSIAN_PATTERNS if has_persian_calendar(language) else ()
