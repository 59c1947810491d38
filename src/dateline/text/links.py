"""Addresses of links: which schemes readers can follow, and hosts in the form that every program resolves.

Source: RFC 3986; Unicode Technical Standard 46 for internationalised hosts (through ``idna``).
"""

import re
from urllib.parse import unquote, urlsplit

import idna

FOLLOWED = frozenset({"http", "https", "mailto", "tel"})
"""The schemes of links that are shown to readers."""

_SCHEME = re.compile(r"[\s\x00-\x1f]*([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"((?:https?:)?//(?:[^/?#@\\]*@)?)([^/?#:@\\\[\]]+)", re.IGNORECASE)


def is_followed(address: str) -> bool:
    """Return whether readers can follow an address: it has a scheme of ``FOLLOWED`` or is within the site."""
    scheme = _SCHEME.match(address)
    return bool(address.strip()) and (scheme is None or scheme[1].lower() in FOLLOWED)


def ascii_host(address: str) -> str:
    """Return an address with its host in ASCII: ``http://bücher.example/`` gives ``http://xn--bcher-kva.example/``.

    A host is not percent-encoded, so ``b%C3%BCcher`` is read as ``bücher``. An address without a host that could be
    written in ASCII is returned unchanged.
    """
    found = _HOST.match(address)
    if found is None or (found[2].isascii() and "%" not in found[2]):
        return address
    try:
        host = idna.encode(unquote(found[2], errors="strict"), uts46=True, transitional=False).decode("ascii")
        urlsplit(f"http://{host}/")
    except (UnicodeError, ValueError):  # idna.IDNAError is a UnicodeError
        return address
    return f"{found[1]}{host}{address[found.end() :]}"
