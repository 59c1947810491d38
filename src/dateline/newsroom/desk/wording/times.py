"""Times of day: blanked out before numbers are read, because each language writes its own clock."""

import re

_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = r"(?:Uhr|heures?|h\b|hours|a\.?m\b\.?|p\.?m\b\.?|o[’']clock|noon|часов|часа|час\b|ч\.)"
_AND = r"\s?(?:bis|und|à|et|e|to|and|alle|до|и|-|–)\s?(?:ca\.? |env\. )?"
_BEFORE = r"(?:(?<=\bore )|(?<=\balle )|(?<=\bdalle )|(?<=\bat )|(?<=\bum )|(?<=\bв ))"
_TIME = re.compile(
    rf"(?<![\w.,:])(?:{_HOUR}(?:[.:]\d\d)?{_AND})*{_HOUR}"
    rf"(?::[0-5]\d(?!\d)|\s?[hчH]\s?[0-5]\d(?!\d)|\.[0-5]\d(?=\s?{_CLOCK})|(?=\s?{_CLOCK}))(?:\s?{_CLOCK})?"
    rf"|{_BEFORE}{_HOUR}(?:[.:][0-5]\d)?(?:{_AND}{_HOUR}(?:[.:][0-5]\d)?)?(?!\d|[.,]\d)(?= (?:Uhr|in punto)|[);,.\n]|$)"
    r"|(?<![\d.,])[0-2]\d\.[0-5]\d\s?(?:[-–]|alle|to|bis|à)\s?[0-2]\d\.[0-5]\d(?![\d.,])"
    r"|(?<=\bore )\d{1,2}(?:\s?[-–]\s?\d{1,2})?(?!\d)"
    rf"|(?<!\d)(?:[01]\d|2[0-4])[0-5]\d (?:bis (?:[01]\d|2[0-4])[0-5]\d )?(?:Uhr|hours)"
    r"|(?:الساعة\s+)\d{1,2}(?:[:.]\d{2})?",
    re.IGNORECASE,
)


def without_times(text: str) -> str:
    """Return the text with its times blanked out, letter by letter."""
    return _TIME.sub(lambda match: " " * len(match[0]), text)
