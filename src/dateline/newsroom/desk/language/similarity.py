"""Similarity of two texts, and fingerprints that find similar texts among very many.

Texts are sets of shingles (groups of three words, folded); similarity is the share in common (Jaccard).
Fingerprints are MinHash in bands (Broder 1997; Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, chapter 3):
two texts of similarity s share a band with probability 1 - (1 - s^3)^12, which is 99.98 % at 0.8 and 94 % at 0.6.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from dateline.newsroom.desk.language.passages import words

SHINGLE = 3
BANDS, ROWS = 12, 3
MIN_WORDS = 30
"""Shorter texts resemble each other by chance."""

_SEED = 20_240_603  # arbitrary; a change invalidates all stored fingerprints
_RANDOM = np.random.default_rng(_SEED)
_PRIME = np.uint64((1 << 61) - 1)
_FACTORS = _RANDOM.integers(1, 1 << 32, size=BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
_TERMS = _RANDOM.integers(0, 1 << 61, size=BANDS * ROWS, dtype=np.uint64)


def similarity(one: str, other: str) -> float:
    """Return the share of shingles that two texts have in common, 0 to 1; 0 for texts that are too short."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def shingles(text: str) -> frozenset[int]:
    """Return the 64-bit hashes of all groups of three words; empty for a text that is too short."""
    found = [word.casefold() for word in words(text)]
    if len(found) < MIN_WORDS:
        return frozenset()
    groups = (" ".join(found[place : place + SHINGLE]) for place in range(len(found) - SHINGLE + 1))
    return frozenset(_hash(group.encode()) for group in groups)


def fingerprint(text: str, language: str) -> tuple[int, ...]:
    """Return one signed 64-bit number per band; empty for a text that is too short.

    The language is part of it: texts in different languages never share a band.
    """
    found = shingles(text)
    if not found:
        return ()
    values: NDArray[np.uint64] = np.fromiter(found, dtype=np.uint64, count=len(found)) >> np.uint64(3)
    least = ((values[:, None] * _FACTORS + _TERMS) % _PRIME).min(axis=0).reshape(BANDS, ROWS)
    marks = (language.encode() + bytes([band]) + rows.tobytes() for band, rows in enumerate(least))
    return tuple(int.from_bytes(hashlib.blake2b(mark, digest_size=8).digest(), "big", signed=True) for mark in marks)


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
