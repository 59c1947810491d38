"""Labels before fields on listing pages, and lines that belong to the page rather than to an item."""

import difflib
import re
from dataclasses import dataclass

from dateline.newsroom.intake.listing.words import LABELS, pattern

_MIN_SIMILARITY = 0.8  # ratio of difflib; that of "Publising date" and "Publishing date" is 0.97
_MIN_MISTYPED = 6  # fewest letters of a label that is recognised although it is mistyped
_MIN_WORDS_WITHOUT_COLON = 2  # fewest words of a label that stands on a line of its own without a colon
_COLON = r"\s*[:：﹕]\s*"
_MEANING = {label: meaning for meaning, labels in LABELS.items() for label in labels}
_ALTERNATIVES = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(_MEANING, key=len, reverse=True))
_LABEL = re.compile(rf"(?:(?<=^)|(?<=[\s|•·;,]))(?P<label>{_ALTERNATIVES}){_COLON}", re.IGNORECASE)
_ANY_LABEL = re.compile(rf"(?P<label>[^\W\d_][^:.!?]{{1,28}}?){_COLON}(?P<value>\S.*)$")

_MAX_NOISE = 300  # most characters of a line that belongs to the page; cookie notices are the longest
_SEPARATORS = " \t|•·–—-,;:/()[]"
_KIND = re.compile(rf"(?:{pattern('kinds', 'names')})", re.IGNORECASE)
_NOT_A_SENTENCE = r"(?:[^.!?]|[.](?=\d))"  # a lead may begin like a button, but it ends like a sentence


def _noise(name: str) -> str:
    return f"(?:{pattern('noise', name)})"


_NOISE = tuple(
    re.compile(expression, re.IGNORECASE)
    for expression in (
        r"[\W\d_]*",  # 1 2 3 … 97
        rf"[\W\d_]*(?:{_noise('pager')}\b[\W\d_]*)+",
        rf"{_noise('showing')}\b.{{0,20}}\d.*",
        rf"\d[\d,. ]* {_noise('counted')}\b.*",
        rf"(?:« |‹ )?{_noise('steps')}(?: {_noise('step_targets')})?(?: ›| »|→)?",
        rf"{_noise('verbs')}[ -]?(?:the )?{_noise('targets')}\b{_NOT_A_SENTENCE}{{0,40}}",
        rf"(?:{_noise('full_text')}|{_noise('read_more')}|{_noise('more')})\b.{{0,10}}",
        _noise("buttons"),
        _noise("notices"),
        rf"{_noise('controls')}\b{_NOT_A_SENTENCE}{{0,60}}",
        rf"(?:last )?{_noise('changed')}\b{_NOT_A_SENTENCE}{{0,60}}",
    )
)


@dataclass(frozen=True)
class Field:
    """A label and its value, as they stand in a line; ``meaning`` is a key of ``LABELS``."""

    meaning: str
    label: str
    value: str


def is_noise(text: str) -> bool:
    """Return whether a line belongs to the page rather than to an item: pagers, buttons, notices."""
    return len(text) <= _MAX_NOISE and any(expression.fullmatch(text) for expression in _NOISE)


def kind_beside(text: str, names: frozenset[str] = frozenset()) -> str:
    """Return the words beside a day or a title without separators, if they name a kind; else empty.

    Args:
        text: ``, media release,`` or ``| Press Release``.
        names: kinds that the newsroom has.
    """
    bare = text.strip(_SEPARATORS)
    known = any(bare.casefold() == name.casefold() for name in names)
    return bare if known or _KIND.fullmatch(bare) else ""


def parse_fields(text: str) -> list[Field]:
    """Return the labelled fields of a line, in their order; empty if it does not begin with a label.

    A label alone, even without a colon if it has several words, gives a field with an empty value: the value may
    stand on the next line.
    """
    bare = text.rstrip(" :：").lower()
    if bare in _MEANING and (bare != text.lower() or len(bare.split()) >= _MIN_WORDS_WITHOUT_COLON):
        return [Field(_MEANING[bare], text.rstrip(" :："), "")]
    matches = list(_LABEL.finditer(text))
    if not matches or matches[0].start() != 0:
        return []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return [
        Field(_meaning(match["label"]), match["label"], text[match.end() : end].strip(" |•·;"))
        for match, end in zip(matches, ends, strict=True)
    ]


def split_unknown_label(text: str) -> tuple[str, str] | None:
    """Return (label, value) of a line that looks like a label with a value; None for other lines."""
    match = _ANY_LABEL.fullmatch(text)
    return (match["label"], match["value"]) if match else None


def is_similar_label(label: str, meaning: str = "") -> bool:
    """Return whether a label is nearly a known one of a meaning (empty: any), such as ``Publising date``."""
    known = [
        name for key, names in LABELS.items() if meaning in ("", key) for name in names if len(name) >= _MIN_MISTYPED
    ]
    return bool(difflib.get_close_matches(label.lower(), known, 1, _MIN_SIMILARITY))


def _meaning(label: str) -> str:
    return _MEANING[re.sub(r"\s+", " ", label.lower())]
