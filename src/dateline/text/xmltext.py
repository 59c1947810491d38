"""Text that XML can carry."""

import datetime as dt
import re
from typing import Any

# Outside the production Char, and what its note advises against and HTML calls an error: control characters,
# surrogates, noncharacters.
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
_NOT_CARRIED = re.compile(f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")
# what old systems meant by these is what browsers make of them in a reference
_MEANT = {chr(code): bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}


def carried(text: str) -> str:
    """Return the text without the characters that no XML and no HTML document should hold.

    The control characters U+0080 to U+009F, left over from texts in Windows-1252, become the signs they stood for:
    U+0092 an apostrophe. Source: XML 1.0, section 2.2; HTML, "numeric character reference end state".
    """
    return _NOT_CARRIED.sub(lambda found: _MEANT.get(found[0], ""), text)


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
