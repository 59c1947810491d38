"""Lists of names in one line, parted by commas that may stand inside names too."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from dateline.newsroom.intake.listing.items import Named

_CLOSED = re.compile(
    r"\s*[(\[]\s*(?:closed|fermée?|clos|закрыто?|закрыта|مغلقة?|مُغلق|geschlossen|chiuso|cerrad[oa])\s*[)\]]\s*$",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,،，、]\s*")


def name_key(name: str) -> str:
    """Return a name for comparison: without case, differences of blanks, quotes, hyphens or "(closed)"."""
    folded = unicodedata.normalize("NFKC", _CLOSED.sub("", name)).casefold()
    folded = re.sub(r"[‘’ʼ`´]", "'", re.sub(r"[‐‑–—]", "-", folded))
    return re.sub(r"\s+", " ", re.sub(r"\s*([,،])\s*", ", ", folded)).strip(" .")


def named(text: str) -> Named:
    """Return a name and whether it ends in "(closed)", in the languages of listings."""
    bare = _CLOSED.sub("", text).strip()
    return Named(bare, closed=bare != text.strip())


def split_names(value: str, known: Iterable[str] = (), given: Sequence[str] = ()) -> tuple[Named, ...]:
    """Return the names in a value, in order, none twice.

    Known names win, the longest first, so that a name with commas stays one. A part that goes on in lower case or
    with "and" belongs to the one before it. Where there is a semicolon, names are parted by that.

    Args:
        value: as written: ``Office A, Office B (closed)``.
        known: names that exist.
        given: names that the source itself sets apart, as links do; they are taken as they are.
    """
    if given:
        return _once(named(name) for name in given)
    keys = {name_key(name) for name in known}
    if name_key(value) in keys:
        return (named(value),)
    if re.search(r"[;؛|•]", value):
        return _once(named(part) for part in re.split(r"\s*[;؛|•]\s*", value) if part.strip())
    parts = [part for part in _COMMA.split(value) if part.strip()]
    separators = _COMMA.findall(value) or [", "]
    found: list[Named] = []
    start = 0
    while start < len(parts):
        end = _longest(parts, start, keys, separators[0])
        found.append(
            named(separators[0].strip().join([parts[start]] + [f" {part}" for part in parts[start + 1 : end]]))
        )
        start = end
    return _once(found)


def _longest(parts: Sequence[str], start: int, keys: set[str], separator: str) -> int:
    """Return the end of the name that begins at a part."""
    for end in range(len(parts), start, -1):
        if name_key(separator.join(parts[start:end])) in keys:
            return end
    end = start + 1
    while end < len(parts) and _goes_on(parts[end]) and not _begins_known(parts, end, keys, separator):
        end += 1
    return end


def _goes_on(part: str) -> bool:
    return part[0].islower() or bool(re.match(r"(?:and|et|und|и|or|&)\s", part, re.IGNORECASE))


def _begins_known(parts: Sequence[str], start: int, keys: set[str], separator: str) -> bool:
    return any(name_key(separator.join(parts[start:end])) in keys for end in range(len(parts), start, -1))


def _once(names: Iterable[Named]) -> tuple[Named, ...]:
    kept: dict[str, Named] = {}
    for name in names:
        if name.name and name_key(name.name) not in kept:
            kept[name_key(name.name)] = name
    return tuple(kept.values())
