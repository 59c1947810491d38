"""Text and values as XML and JSON documents can hold them."""

import datetime as dt
import re
from typing import Any

# Outside the production Char, and what its note advises against and HTML calls an error: control characters,
# surrogates, noncharacters.
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
_NOT_IN_XML = re.compile(f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")
# what old systems meant by these, and what browsers make of them
_WINDOWS_1252 = {chr(code): bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}


def xml_safe(text: str) -> str:
    """Return the text without the characters that XML and HTML documents must not hold.

    The control characters U+0080 to U+009F, left over from texts in Windows-1252, become the characters they stood
    for: U+0092 an apostrophe. Source: XML 1.0, section 2.2; HTML, "numeric character reference end state".
    """
    return _NOT_IN_XML.sub(lambda found: _WINDOWS_1252.get(found[0], ""), text)


def safe_link(address: str) -> str:
    """Return an address that readers may follow (http, https, mailto); empty for other schemes."""
    clean = xml_safe(address)
    return clean if clean.lower().startswith(("https://", "http://", "mailto:")) else ""


def rfc3339(at: dt.datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC, such as ``2024-06-03T12:00:00Z``. Source: RFC 4287, section 3.3."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def xml_safe_values(value: Any) -> Any:
    """Return a value of dictionaries and lists with all text `xml_safe`, so that every JSON parser accepts it."""
    match value:
        case str():
            return xml_safe(str(value))
        case dict():
            return {name: xml_safe_values(part) for name, part in value.items()}
        case list() | tuple():
            return [xml_safe_values(part) for part in value]
    return value
