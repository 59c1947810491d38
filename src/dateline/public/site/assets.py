"""Static files under names that change with their bytes, so that browsers may keep them for ever."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import msgspec

from dateline.public.site import theme

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
_SHEETS = ("base.css", "frame.css", "list.css", "release.css", "places.css", "print.css")  # in the order they apply
_COLOURED = re.compile(r"(site|icon)-([0-9a-f]{6})\.[0-9a-f]{12}\.(css|svg)")
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    """A static file; ``name`` is the last part of its address, below ``PREFIX``.

    Attributes:
        stays: whether the name stays while the bytes change, because pages of other sites have it.
    """

    name: str
    type: str
    body: bytes
    stays: bool = False


def find(name: str) -> Asset | None:
    """Return the file that has a name now; None for names of other builds and unknown ones."""
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
    text = theme.properties(accent) + "\n".join((STATIC / name).read_text("utf-8") for name in _SHEETS)
    return _named(f"site-{_digits(accent)}", ".css", text)


@lru_cache(maxsize=16)
def icon(accent: str) -> Asset:
    """Return the picture that browsers put on the tab, in the newsroom's colours."""
    text = (STATIC / "icon.svg").read_text("utf-8").replace("#0b5c6b", theme.colours(accent)[0]["band"])
    return _named(f"icon-{_digits(accent)}", ".svg", text)


@lru_cache(maxsize=1)
def script() -> Asset:
    """Return the one script; pages work without it."""
    return _named("site", ".js", (STATIC / "site.js").read_text("utf-8"))


@lru_cache(maxsize=1)
def component() -> Asset:
    """Return the script of the element that shows news on other sites."""
    return Asset("dateline-news.js", _TYPES[".js"], (STATIC / "dateline-news.js").read_bytes(), stays=True)


def _named(stem: str, suffix: str, text: str) -> Asset:
    body = text.encode()
    return Asset(f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}{suffix}", _TYPES[suffix], body)


def _digits(accent: str) -> str:
    return theme.written(theme.parse(accent))[1:]
