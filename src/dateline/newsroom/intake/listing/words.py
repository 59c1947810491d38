"""Words on listing pages in the languages of listings, from ``listing_words.toml``."""

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("listing_words.toml").read_text("utf-8"))

LABELS: dict[str, tuple[str, ...]] = {meaning: tuple(labels) for meaning, labels in _DATA["labels"].items()}
"""Labels before fields, in lower case, by the meaning of the field."""

CLASSES: dict[str, str] = {name: meaning for meaning, names in _DATA["classes"].items() for name in names}
"""Meaning of fields by the classes of the elements that hold them."""


def pattern(table: str, name: str) -> str:
    """Return a list of words as alternatives of a regular expression, without a group around them."""
    return "|".join(_DATA[table][name])
