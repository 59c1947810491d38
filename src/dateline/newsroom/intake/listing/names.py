"""Lists of names in one line, separated by commas that may also stand inside names."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from dateline.newsroom.intake.listing.items import NamedTerm
from dateline.newsroom.intake.listing.words import pattern

_CLOSED = re.compile(rf"\s*[(\[]\s*(?:{pattern('names', 'closed')})\s*[)\]]\s*$", re.IGNORECASE)
_CONJUNCTION = re.compile(rf"(?:{pattern('names', 'conjunctions')})\s", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,،，、]\s*")


def name_key(name: str) -> str:
    """Return the key by which names are compared: case, whitespace, quotes, hyphens and "(closed)" do not count."""
    folded = unicodedata.normalize("NFKC", _CLOSED.sub("", name)).casefold()
    folded = re.sub(r"[‘’ʼ`´]", "'", re.sub(r"[‐‑–—]", "-", folded))
    return re.sub(r"\s+", " ", re.sub(r"\s*([,،])\s*", ", ", folded)).strip(" .")


def parse_name(text: str) -> NamedTerm:
    """Return a name, and whether it ends in "(closed)" in one of the languages of listings."""
    bare = _CLOSED.sub("", text).strip()
    return NamedTerm(bare, closed=bare != text.strip())


def split_names(value: str, known: Iterable[str] = (), separate: Sequence[str] = ()) -> tuple[NamedTerm, ...]:
    """Return the names in a value, in their order, each once.

    Known names win, the longest first, so that a name with commas stays whole. A part that continues in lower case or
    with "and" belongs to the part before it. Where there are semicolons, only they separate names.

    Args:
        value: as written: ``Office A, Office B (closed)``.
        known: names that exist.
        separate: names that the source itself separates, as links do; returned instead of those in ``value``.
    """
    if separate:
        return _once(parse_name(name) for name in separate)
    keys = {name_key(name) for name in known}
    if name_key(value) in keys:
        return (parse_name(value),)
    if re.search(r"[;؛|•]", value):
        return _once(parse_name(part) for part in re.split(r"\s*[;؛|•]\s*", value) if part.strip())
    parts = [part for part in _COMMA.split(value) if part.strip()]
    separators = _COMMA.findall(value) or [", "]
    names: list[NamedTerm] = []
    start = 0
    while start < len(parts):
        end = _longest(parts, start, keys, separators[0])
        names.append(
            parse_name(separators[0].strip().join([parts[start]] + [f" {part}" for part in parts[start + 1 : end]]))
        )
        start = end
    return _once(names)


def _longest(parts: Sequence[str], start: int, keys: set[str], separator: str) -> int:
    """Return the index after the last part of the name that begins at ``start``."""
    for end in range(len(parts), start, -1):
        if name_key(separator.join(parts[start:end])) in keys:
            return end
    end = start + 1
    while end < len(parts) and _continues(parts[end]) and not _is_known_from(parts, end, keys, separator):
        end += 1
    return end


def _continues(part: str) -> bool:
    return part[0].islower() or bool(_CONJUNCTION.match(part))


def _is_known_from(parts: Sequence[str], start: int, keys: set[str], separator: str) -> bool:
    return any(name_key(separator.join(parts[start:end])) in keys for end in range(len(parts), start, -1))


def _once(names: Iterable[NamedTerm]) -> tuple[NamedTerm, ...]:
    unique: dict[str, NamedTerm] = {}
    for name in names:
        if name.name:
            unique.setdefault(name_key(name.name), name)
    return tuple(unique.values())
