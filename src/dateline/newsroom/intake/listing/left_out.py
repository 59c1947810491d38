"""Lines among the items of a listing that are in no item: nothing is left out in silence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dateline.newsroom.intake.listing.displayed_dates import find_displayed_date, is_update
from dateline.newsroom.intake.listing.headings import Heading, heading
from dateline.newsroom.intake.listing.items import RawItem
from dateline.newsroom.intake.listing.labels import is_noise, parse_fields
from dateline.newsroom.intake.listing.lines import Line
from dateline.text.dates import written_days
from dateline.text.days.orders import DayOrder

_REACH = 3  # items before and after the current one that a line can belong to
_MIN_WORD = re.compile(r"[^\W\d_]{3}")


def left_out(
    lines: Sequence[Line], raws: Sequence[RawItem], language: str, order: DayOrder
) -> Iterator[tuple[int, str]]:
    """Yield (line, words) for the words between the first and the last item that are neither in an item nor furniture.

    Furniture is what belongs to the page: buttons and pagers, labels, days, headings of years and months, and what a
    rejected item shows in its file.
    """
    pieces = [_pieces(raw) for raw in raws]
    places = [index for index, line in enumerate(lines) if any(raw.title and raw.title in line.text for raw in raws)]
    if not places:
        return
    current, above = 0, Heading()
    usual = min((after - before for before, after in pairwise(places) if after - before > 1), default=1)
    for line in lines[places[0] : places[-1] + usual]:
        named = heading(line.text, language, above)
        above = named or above
        titles = (at for at in range(max(0, current - _REACH), min(len(raws), current + _REACH + 1)))
        current = next((at for at in titles if raws[at].title and raws[at].title in line.text), current)
        if named is not None or is_noise(line.text) or _is_day(line.text, language, order):
            continue
        near = (one for some in pieces[max(0, current - _REACH) : current + _REACH + 1] for one in some)
        rest = _without(line.text, sorted(near, key=len, reverse=True), language)
        if rest:
            yield line.number, rest


def _pieces(raw: RawItem) -> list[str]:
    """Return the words of an item that can stand in a line, and its lines where it is rejected."""
    values = [text for value, _, names in raw.values.values() for text in (value, *names)]
    shown = [*raw.source_lines] if raw.faults else []
    return [
        text for text in (raw.title, raw.summary, *raw.summary.split("\n"), raw.written_date, *values, *shown) if text
    ]


def _is_day(text: str, language: str, order: DayOrder) -> bool:
    found = find_displayed_date(text, language, order)
    is_changed = is_update(text.split(":", maxsplit=1)[0]) and bool(written_days(text, language))
    return is_changed or (found is not None and not found.title)


def _without(text: str, pieces: Sequence[str], language: str) -> str:
    """Return a line without the words of items, days and labels; empty where no word remains."""
    if any(text in piece for piece in pieces):
        return ""
    for piece in pieces:
        text = text.replace(piece, " | ")
    for day in reversed(written_days(text, language)):
        text = f"{text[: day.start]} | {text[day.end :]}"
    parts = [part.strip(" ,،;:–—-•·/()[]") for part in text.split("|")]
    left = [part for part in parts if _MIN_WORD.search(part) and not is_noise(part) and not parse_fields(f"{part}:")]
    return " | ".join(left)
