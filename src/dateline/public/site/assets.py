"""Static files, with a digest of their bytes in the name so that browsers may cache them for ever."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import msgspec

from dateline.public.site import theme

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
_SHEETS = ("base.css", "frame.css", "list.css", "release.css", "places.css", "print.css")  # in the order of the cascade
_COLOURED = re.compile(r"(site|icon)-([0-9a-f]{6})\.[0-9a-f]{12}\.(css|svg)")
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    """A static file; ``name`` is its address below ``PREFIX``.

    Attributes:
        is_stable: whether the name stays the same when the bytes change, because other sites link to it.
    """

    name: str
    type: str
    body: bytes
    is_stable: bool = False


def find(name: str) -> Asset | None:
    """Return the file with a name; None for names of other builds and unknown ones."""
    for asset in (script(), component()):
        if name == asset.name:
            return asset
    coloured = _COLOURED.fullmatch(name)
    if coloured is None:
        return None
    asset = sheet("#" + coloured[2]) if coloured[1] == "site" else icon("#" + coloured[2])
    return asset if asset.name == name else None


@lru_cache(maxsize=16)
def sheet(accent: str) -> Asset:
    """Return the style sheet in the newsroom's colours."""
    text = theme.style_sheet(accent) + "\n".join((STATIC / name).read_text("utf-8") for name in _SHEETS)
    return _named(f"site-{_digits(accent)}", ".css", text)


@lru_cache(maxsize=16)
def icon(accent: str) -> Asset:
    """Return the favicon in the newsroom's colours."""
    text = (STATIC / "icon.svg").read_text("utf-8").replace("#0b5c6b", theme.colours(accent)[0]["band"])
    return _named(f"icon-{_digits(accent)}", ".svg", text)


@lru_cache(maxsize=1)
def script() -> Asset:
    """Return the script of the site; pages work without it."""
    return _named("site", ".js", (STATIC / "site.js").read_text("utf-8"))


@lru_cache(maxsize=1)
def component() -> Asset:
    """Return the script of the ``dateline-news`` element, which other sites embed."""
    return Asset("dateline-news.js", _TYPES[".js"], (STATIC / "dateline-news.js").read_bytes(), is_stable=True)


def _named(stem: str, suffix: str, text: str) -> Asset:
    body = text.encode()
    return Asset(f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}{suffix}", _TYPES[suffix], body)


def _digits(accent: str) -> str:
    return theme.to_hex(theme.parse(accent))[1:]
