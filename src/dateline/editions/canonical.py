"""Canonical bytes and digests, which the log stores and chains.

Source: RFC 8785 (JSON Canonicalization Scheme), FIPS 180-4 (SHA-256).
"""

import hashlib
import secrets

import msgspec
import rfc8785

from dateline.editions.errors import NotCanonicalError
from dateline.editions.parts import Part


def canonical(value: Part) -> bytes:
    """Return the canonical JSON of a value; moments are UTC with ``Z``, days ISO 8601.

    Raises:
        NotCanonicalError: JSON cannot express the value, for example a lone surrogate.
    """
    try:
        return rfc8785.dumps(msgspec.to_builtins(value))
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise NotCanonicalError(type(value).__name__, str(error)) from error


def digest(stored: bytes) -> str:
    """Return the SHA-256 of stored bytes as 64 hexadecimal digits."""
    return hashlib.sha256(stored).hexdigest()


def new_salt() -> str:
    """Return 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)
