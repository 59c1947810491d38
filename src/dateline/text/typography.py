"""Typography of public pages: add the no-break spaces that authors do not type, and join lists of names."""

import re

_NBSP, _NARROW, _JOINER = "\u00a0", "\u202f", "\u2060"
_DASH = re.compile(r"(?<=\S) (?=[–—] )")  # no line begins with a dash
_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 12 500
_FROM_TO = re.compile(r"(?<=\d)–(?=\d)(?![^<>]*>)")  # 3–4, but not within a tag
_BEFORE = re.compile(r"(?<=\S) (?=[;!?»])")
_COLON = re.compile(r"(?<=\S) (?=: )")
_AFTER = re.compile(r"« ")
_COMMA = {"ar": "، ", "fa": "، ", "ur": "، "}


def prevent_breaks(text: str, language: str) -> str:
    """Return text or HTML with no-break spaces where a line must not end; no letter changes.

    All languages: before a dash and within ``3–4``. French and Russian: between groups of digits. French: before high
    punctuation and inside guillemets.
    """
    base = language.split("-", maxsplit=1)[0]
    text = _FROM_TO.sub(f"{_JOINER}–{_JOINER}", _DASH.sub(_NBSP, text))
    if base in ("fr", "ru"):
        text = _GROUP.sub(_NBSP, text)
    if base == "fr":
        text = _BEFORE.sub(_NARROW, _COLON.sub(_NBSP, _AFTER.sub(f"«{_NBSP}", text)))
    return text


def join_names(names: list[str], language: str) -> str:
    """Return names joined by the comma of a language; empty names are left out."""
    return _COMMA.get(language.split("-", maxsplit=1)[0], ", ").join(name for name in names if name)
