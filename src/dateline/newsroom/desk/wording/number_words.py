"""Numbers in words, from ``number_words.toml``, and Roman numerals."""

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_VALUES = {"I": 1, "V": 5, "X": 10}


def _values(language: str, part: str) -> dict[str, int]:
    return {word: int(value) for value, words in _DATA[language][part].items() for word in words.split()}


WORDS = {language: _values(language, "words") for language in _DATA}
"""By language: what a word is worth; words that are articles too count as one, which is never compared."""

SCALES = {language: _values(language, "scales") for language in _DATA}
"""By language: what a word behind a number multiplies it by."""


def roman(letters: str) -> int:
    """Return the value of a Roman numeral of I, V and X."""
    values = [_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
