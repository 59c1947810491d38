"""Text and values as XML and JSON documents can hold them."""

import datetime as dt
import re
from typing import Any

# Outside the production Char, and what its note advises against and HTML calls an error: control characters,
# surrogates, noncharacters.
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
_NOT_IN_XML = re.compile(f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")
# control characters as Windows-1252 characters: what old systems meant, and how browsers read them
_WINDOWS_1252 = {chr(code): bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}

_C0 = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_SUSPECTS = (b"\xef\xbf", b"\xef\xb7", b"\xbf\xbf")  # the beginnings and ends of noncharacters in UTF-8
_HYPHENATION = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def xml_safe(text: str) -> str:
    """Return the text without the characters that XML and HTML documents must not hold.

    The control characters U+0080 to U+009F, left over from texts in Windows-1252, become the characters they stood
    for: U+0092 an apostrophe. Source: XML 1.0, section 2.2; HTML, "numeric character reference end state".
    """
    return _NOT_IN_XML.sub(lambda found: _WINDOWS_1252.get(found[0], ""), text)


def page_bytes(html: str) -> bytes:
    """Return a page in UTF-8, made `xml_safe`. Nearly all pages already are, and for them the check is very fast."""
    encoded = html.encode()
    is_suspect = any(part in encoded for part in _SUSPECTS) or _C1.search(encoded) is not None
    if not is_suspect and len(encoded.translate(None, _C0)) == len(encoded):
        return encoded
    return xml_safe(html).encode()


def without_hyphenation(text: str) -> str:
    """Return a text without soft hyphens and other invisible characters that only say where a line may end.

    In titles of feeds, on cards and in plain text they would be visible or break searches. Joiners that letters need
    stay.
    """
    return text.translate(_HYPHENATION)


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
