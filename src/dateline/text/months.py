"""Names of months and weekdays, and the order of day and month, in many languages.

Source: Unicode CLDR through Babel; ``months.toml`` for what it leaves out.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError

Order = Literal["dmy", "mdy"]
"""What the first number of ``2/10/2026`` is: the day or the month."""

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

COMMON = tuple[str, ...](_DATA["common"])
"""Languages whose full month names are understood in every text, where they mean one month only."""

_VARIETIES: dict[str, list[str]] = _DATA["varieties"]
_SHORT_FORMS: dict[str, dict[str, int]] = _DATA["short_forms"]


def locale(language: str) -> Locale | None:
    """Return the locale of a BCP 47 tag, or of its base language; None where CLDR knows neither."""
    for tag in (language, language.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return None


def spellings(name: str) -> set[str]:
    """Return a name in lower case as people type it: with its accents and without, without a final stop."""
    plain = unicodedata.normalize("NFC", name).strip().rstrip(".").lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    if re.search(r"[а-яєії]", plain):
        bare = plain.replace("ё", "е")  # nobody leaves out the breve of й
    return {plain, unicodedata.normalize("NFC", bare), re.sub("[أإآ]", "ا", plain), re.sub("[أإآ]", "إ", plain)}


def _tags(language: str) -> tuple[str, ...]:
    base = language.split("-", maxsplit=1)[0]
    return (language, *_VARIETIES.get(base, (base,)))


def _names(tag: str, widths: Iterable[str]) -> Iterator[tuple[str, int]]:
    found = locale(tag)
    if found is None:
        return
    for form in ("format", "stand-alone"):
        for width in widths:
            for month, name in found.months[form][width].items():
                yield from ((spelling, int(month)) for spelling in spellings(name))


@lru_cache(maxsize=64)
def months(language: str) -> dict[str, int]:
    """Return the number (1 to 12) of each month name, in lower case, for texts in a language.

    Full and shortened names of the language and of English; full names of ``COMMON`` where all of them
    agree on the month (``listopad`` is October in Croatian and November in Polish, so it needs the language).
    """
    wide: dict[str, set[int]] = {}
    for tag in COMMON:
        for variety in _tags(tag):
            for name, month in _names(variety, ["wide"]):
                wide.setdefault(name, set()).add(month)
    table = {name: min(numbers) for name, numbers in wide.items() if len(numbers) == 1}
    for tag in ("en", language.split("-", maxsplit=1)[0]):
        for variety in _tags(tag):
            table.update(_names(variety, ["abbreviated", "wide"]))
        table.update(_SHORT_FORMS.get(tag, {}))
    return {name: month for name, month in table.items() if not name.isdigit()}


@lru_cache(maxsize=64)
def weekdays(language: str) -> frozenset[str]:
    """Return the names of weekdays in lower case, full and shortened, for texts in a language, and in English."""
    names: set[str] = set()
    for tag in {"en", language}:
        found = locale(tag)
        if found is not None:
            for width in ("wide", "abbreviated"):
                names.update(s for name in found.days["format"][width].values() for s in spellings(name))
    return frozenset(names.union(_DATA["weekdays"]))


def usual_order(language: str) -> Order:
    """Return which number comes first in ``2/10/2026`` for a language: ``en`` is American, ``en-GB`` is not."""
    found = locale(language)
    pattern = str(found.date_formats["short"].pattern) if found else "d/M"
    return "mdy" if pattern.lower().find("m") < pattern.lower().find("d") and not pattern.startswith("y") else "dmy"
