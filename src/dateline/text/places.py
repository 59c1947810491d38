"""Names of places: cities and countries of the world in many languages, and states of North America.

They only serve to distinguish places from other words. Source: Unicode CLDR (exemplar cities of time zones,
territories) through Babel; ``places.toml`` for what it leaves out.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from babel.core import get_global

from dateline.text.days.names import locale

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_LANGUAGES: list[str] = _DATA["languages"]


def fold(name: str) -> str:
    """Return a name for comparison: without case, accents, stops and kinds of apostrophe and hyphen."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[.'’‘ʼ`´]", "", bare).replace("‑", "-")).strip()


@lru_cache(maxsize=32)
def cities(language: str) -> frozenset[str]:
    """Return the folded names of well-known cities, for texts in a language: in it and in the most used ones."""
    names = {zone.rsplit("/", 1)[-1].replace("_", " ") for zone in get_global("zone_territories") if "/" in zone}
    for tag in {*_LANGUAGES, language}:
        found = locale(tag)
        names.update(str(zone["city"]) for zone in (found.time_zones.values() if found else ()) if zone.get("city"))
    names.update(_DATA["cities"])
    return frozenset(fold(name) for name in names)


@lru_cache(maxsize=32)
def regions(language: str) -> frozenset[str]:
    """Return the folded names of countries and of North American states.

    Country names are in ``language`` and in the most used languages. Short forms of states are included.
    """
    names = {form.replace("_", " ") for state in _DATA["states"] for form in state.split(" ")}
    for tag in {*_LANGUAGES, language}:
        found = locale(tag)
        names.update(str(name) for code, name in (found.territories.items() if found else ()) if not code.isdigit())
    names.update(name.replace("&", "and") for name in tuple(names))
    names.update(_DATA["countries"])
    return frozenset(fold(name) for name in names)
