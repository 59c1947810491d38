"""Text that XML can carry."""

import datetime as dt
import re
from typing import Any

# everything outside the production Char: control characters, surrogates, U+FFFE and U+FFFF
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def carried(text: str) -> str:
    """Return the text without the characters that no XML document may hold. Source: XML 1.0, section 2.2."""
    return _NOT_XML.sub("", text)


def linked(address: str) -> str:
    """Return an address that a reader may follow (http, https, mailto); empty for any other sort, as on pages."""
    clean = carried(address)
    return clean if clean.lower().startswith(("https://", "http://", "mailto:")) else ""


def moment(at: dt.datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC, such as ``2024-06-03T12:00:00Z``. Source: RFC 4287, section 3.3."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def carried_all(value: Any) -> Any:
    """Return a value of dictionaries and lists with ``carried`` text in it, so that every reader of JSON takes it."""
    match value:
        case str():
            return carried(str(value))
        case dict():
            return {name: carried_all(part) for name, part in value.items()}
        case list() | tuple():
            return [carried_all(part) for part in value]
    return value
