"""Made-up words with the frequencies of a natural language (Zipf); frequent words are short."""

import random

import numpy as np

SIZE = 60_000
_BEGINS = (*"bcdfghklmnprstvz", "br", "cr", "dr", "fr", "gr", "kr", "pl", "pr", "st", "tr", "ch", "sh")
_MIDDLES = (*"aeiouaeio", "ai", "ei", "ou", "ia")
_ENDS = ("", "", "", *"nrsltm")
_ACCENTS = str.maketrans("aeouc", "áéöüç")
_ACCENTED = 0.02
_CYRILLIC = str.maketrans("abcdefghijklmnoprstuvzáéöüç", "абцдефгхийклмнопрстувзаёоуч")


def vocabulary(seed: int) -> list[str]:
    """Return ``SIZE`` different words, the most frequent first; a few have accents."""
    rng = random.Random(seed)
    words: dict[str, None] = {}
    while len(words) < SIZE:
        syllables = rng.choices((1, 2, 3, 4), (5, 40, 40, 15))[0]
        word = "".join(rng.choice(_BEGINS) + rng.choice(_MIDDLES) + rng.choice(_ENDS) for _ in range(syllables))
        words[word.translate(_ACCENTS) if rng.random() < _ACCENTED else word] = None
    return sorted(words, key=lambda word: len(word) + rng.gauss(0, 2))


def zipf() -> np.ndarray:
    """Return the cumulative share of the words up to each rank; ``searchsorted`` draws random words from it."""
    shares = np.cumsum(1 / np.arange(1, SIZE + 1))
    return shares / shares[-1]


def in_script(word: str, language: str) -> str:
    """Return a word in the script of a language."""
    return word.translate(_CYRILLIC) if language == "ru" else word
