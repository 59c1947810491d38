"""Names of months and weekdays, and the order of day and month, in many languages.

Source: Unicode CLDR through Babel; nothing is listed by hand but what CLDR leaves out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError

Order = Literal["dmy", "mdy"]
"""What the first number of ``2/10/2026`` is: the day or the month."""

COMMON = (
    *(
        "en",
        "fr",
        "de",
        "it",
        "es",
        "pt",
        "nl",
        "ru",
        "uk",
        "ar",
        "sq",
        "pl",
        "cs",
        "hr",
        "sr",
        "sr-Latn",
        "ro",
        "tr",
        "sv",
    ),
)
"""Languages whose full month names are understood in every text, where they mean one month only."""

# Arabic has four sets of month names: from the Gulf to Egypt, the Levant, the Maghreb and Morocco.
_VARIETIES = {"ar": ("ar", "ar-SY", "ar-DZ", "ar-MA"), "en": ("en", "en-GB"), "de": ("de", "de-AT")}
# English as newspapers shorten it (AP Stylebook), which CLDR does not list.
_MORE = {"en": {"sept": 9, "june": 6, "july": 7}}


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
        bare = plain.replace("ё", "е")  # the breve of й is no accent that anybody leaves out
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
        table.update(_MORE.get(tag, {}))
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
    return frozenset(names | {"tues", "thur", "thurs", "weds"})


def usual_order(language: str) -> Order:
    """Return which number comes first in ``2/10/2026`` for a language: ``en`` is American, ``en-GB`` is not."""
    found = locale(language)
    pattern = str(found.date_formats["short"].pattern) if found else "d/M"
    return "mdy" if pattern.lower().find("m") < pattern.lower().find("d") and not pattern.startswith("y") else "dmy"
