"""Places where no line may end: authors type plain ones, readers should not see a mark begin a line."""

import re

_NBSP, _NARROW, _JOINER = "\u00a0", "\u202f", "\u2060"
_DASH = re.compile(r"(?<=\S) (?=[–—] )")  # no line begins with a dash
_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 12 500
_FROM_TO = re.compile(r"(?<=\d)–(?=\d)(?![^<>]*>)")  # 3–4, but not within a tag
_BEFORE = re.compile(r"(?<=\S) (?=[;!?»])")
_COLON = re.compile(r"(?<=\S) (?=: )")
_AFTER = re.compile(r"« ")
_COMMA = {"ar": "، ", "fa": "، ", "ur": "، "}


def kept_together(text: str, language: str) -> str:
    """Return text or HTML with no-break spaces and joiners where its language wants them; no letter changes.

    Everywhere before a dash and within 3–4; between groups of digits in French and Russian; in French also
    before high punctuation and inside guillemets.
    """
    base = language.split("-", maxsplit=1)[0]
    text = _FROM_TO.sub(f"{_JOINER}–{_JOINER}", _DASH.sub(_NBSP, text))
    if base in ("fr", "ru"):
        text = _GROUP.sub(_NBSP, text)
    if base == "fr":
        text = _BEFORE.sub(_NARROW, _COLON.sub(_NBSP, _AFTER.sub(f"«{_NBSP}", text)))
    return text


def listed(names: list[str], language: str) -> str:
    """Return names one after the other, with the comma of their language."""
    return _COMMA.get(language.split("-", maxsplit=1)[0], ", ").join(name for name in names if name)
