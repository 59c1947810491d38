"""Canonical bytes and digests, which the log stores and chains.

Source: RFC 8785 (JSON Canonicalization Scheme), FIPS 180-4 (SHA-256).
"""

import hashlib
import secrets
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
import rfc8785

from dateline.editions.errors import NotCanonicalError
from dateline.editions.parts import Part
from dateline.text.xmltext import xml_safe, xml_safe_values

_PartT = TypeVar("_PartT", bound=Part | None)


def canonical(value: Part) -> bytes:
    """Return the canonical JSON of a value; moments are UTC with ``Z``, days ISO 8601.

    Raises:
        NotCanonicalError: JSON cannot express the value, for example a lone surrogate.
    """
    try:
        return rfc8785.dumps(msgspec.to_builtins(value))
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise NotCanonicalError(type(value).__name__, str(error)) from error


def xml_safe_part(part: _PartT) -> _PartT:
    """Return a value without the characters that ``xml_safe`` drops, such as NUL and noncharacters; None for None."""
    if part is None or not unsafe_characters(part):
        return part
    return msgspec.convert(xml_safe_values(msgspec.to_builtins(part)), type(part))


def unsafe_characters(part: Part) -> str:
    """Return the first string in a value that has a character which ``xml_safe`` drops or replaces; empty for none."""
    return next((text for text in _texts(msgspec.to_builtins(part)) if xml_safe(text) != text), "")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, one in value.items():
                yield from (name, *_texts(one))
        case list() | tuple():
            for one in value:
                yield from _texts(one)


def digest(stored: bytes) -> str:
    """Return the SHA-256 of stored bytes as 64 hexadecimal digits."""
    return hashlib.sha256(stored).hexdigest()


def new_salt() -> str:
    """Return 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)
