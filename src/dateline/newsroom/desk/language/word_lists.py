"""Word lists of the desk check, read from ``word_lists.toml``."""

import tomllib
from pathlib import Path
from typing import Any

_LISTS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

KNOWN_ACRONYMS = frozenset(_LISTS["acronyms"]["known"].split())
"""Acronyms that every reader knows, currencies and time zones."""

SKIPPED_IN_ACRONYMS = frozenset(_LISTS["acronyms"]["skipped"].split())
"""Words in lower case whose initials are left out of acronyms."""

TITLES = tuple(_LISTS["people"]["titles"].split())
"""Beginnings of titles, folded."""

WEEKDAYS: dict[str, list[str]] = _LISTS["weekdays"]
"""By language: regular expressions for the days of the week, Monday first."""

EMBARGO_PHRASES: dict[str, list[str]] = _LISTS["embargo"]
"""By language: regular expressions for phrases that announce an embargo."""
