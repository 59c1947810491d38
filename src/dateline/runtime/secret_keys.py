"""Weak secret keys: `dateline check` names them, and desk and worker do not start with them."""

import os
from collections.abc import Mapping
from itertools import pairwise

from dateline.runtime.errors import WeakSecretKeyError
from dateline.runtime.home import Home

MIN_LENGTH = 32
"""Characters of the shortest part that the key repeats; 32 hexadecimal digits are 128 bits."""

MIN_DISTINCT = 10
MAX_SEQUENCE_SHARE = 0.5
"""Share of neighbours such as ``ab``, ``21`` or ``aa``; random keys have less than a fifth of them."""

_PLACEHOLDERS = ("changeme", "secretkey", "insecure", "password", "placeholder", "example", "yourkey", "newsroom")


def weakness_of(key: str) -> str:
    """Return why a key is weak, to follow "it"; empty for a good one."""
    part = key[: (key + key).find(key, 1)] if key else ""
    plain = "".join(letter for letter in key.lower() if letter.isalnum())
    neighbours = sum(abs(ord(one) - ord(next_)) <= 1 for one, next_ in pairwise(part))
    if len(part.strip()) < MIN_LENGTH:
        return f"has or repeats fewer than {MIN_LENGTH} characters"
    if len(set(part)) < MIN_DISTINCT:
        return f"has fewer than {MIN_DISTINCT} different characters"
    if neighbours > MAX_SEQUENCE_SHARE * len(part):
        return "is a sequence"
    if any(word in plain for word in _PLACEHOLDERS):
        return "is a placeholder"
    if part.count(" ") * 12 > len(part):  # one in six characters of prose
        return "is a sentence"
    return ""


def require_strong_key(home: Home, environment: Mapping[str, str] = os.environ) -> None:
    """Check that the secret key cannot be guessed.

    Raises:
        NoSecretKeyError: there is none.
        WeakSecretKeyError: it can.
    """
    reason = weakness_of(home.secret_key(environment))
    if reason:
        raise WeakSecretKeyError(reason)
