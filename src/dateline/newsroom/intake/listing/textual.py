"""From lines to items: text as it was copied from a page, or a page whose lists have no boxes of their own."""

import datetime as dt
from collections.abc import Iterator, Sequence

from dateline.newsroom.intake.listing.anchors import Mark, Reading, find_anchors, read_marks
from dateline.newsroom.intake.listing.items import Fault, RawItem, canonical_lines
from dateline.newsroom.intake.listing.layout import quality, segments
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.segments import Segment
from dateline.newsroom.intake.listing.stamps import read_stamp
from dateline.newsroom.intake.listing.words import is_noise, resembles, unknown_label
from dateline.text.months import Order

ASIDE_MARK = "#:"
"""Begins the remarks in files of items kept aside; such lines are no part of a listing."""

LEAST = 0.6
"""Quality below which an unlabelled page holds no list: a day in a foot has no title, prose no pattern."""

_WIDEST_LABELLED_GAP = 60


def raw_items(
    lines: Sequence[Line],
    language: str,
    order: Order | None,
    *,
    names: frozenset[str] = frozenset(),
    is_page: bool = False,
) -> tuple[list[RawItem], Order]:
    """Return the items in the lines, in their order, and how ``2/10/2026`` was read; none where there is no list.

    Without labels a list has at least two items: one day beside one line is no list, nor is a text with a label for
    its day and no other.
    """
    own = [line for line in lines if not line.text.startswith(ASIDE_MARK)]
    reading = read_marks(own, language, order, names=names, is_page=is_page)
    anchors = find_anchors(reading)
    found = segments(reading, anchors)
    if not reading.labelled:
        found = [segment for segment in found if segment.title is not None or segment.anchor.title]
        if len(found) < 2 or quality(found) < LEAST:  # noqa: PLR2004 - as the docstring says
            return [], reading.order
    elif len(found) == 1 and len(own) == len(lines) and not _says_more(found[0]):
        return [], reading.order
    raws = [_raw(reading, segment) for segment in found]
    if not reading.labelled:
        # On its own an item without labels is no list, so it is kept aside with them.
        raws = [raw.with_raw(canonical_lines(raw)) for raw in raws]
    return raws, reading.order


def _says_more(segment: Segment) -> bool:
    """Tell whether labels give more of an item than its day."""
    return any(f.meaning not in ("date", "lead") for mark in segment.anchor.marks for f in mark.fields)


def _raw(reading: Reading, segment: Segment) -> RawItem:
    values = _values(reading, segment)
    when, on, when_line = _when(reading, segment, values)
    faults = list(_strays(reading, segment))
    summary = list(segment.summary)
    if len(summary) > 1 and _unknown(summary[0]):
        faults.append(Fault(summary[0].number, f"“{summary[0].text[:80]}” cannot be understood"))
    if segment.title is not None and _mistyped(segment.title.text):
        faults.append(Fault(segment.title.number, f"“{segment.title.text[:80]}” cannot be understood"))
    for line in (mark.doubt for mark in segment.anchor.marks if mark.doubt):
        said = f"“{line.text[:80]}” can be the value of the label above it or a line of its own; join or part them"
        faults.append(Fault(line.number, said))
    if segment.doubt is not None:
        said = f"“{segment.doubt.text[:80]}” can be a title or a lead; write “Title: ” or “Summary: ” before it"
        faults.append(Fault(segment.doubt.number, said))
    own = _own_lines(reading, segment)
    title = values.get("title", (segment.title.text if segment.title else "", 0, ()))[0]
    lead = "\n".join(line.text for line in summary if not is_noise(line.text))
    links = [link.url for link in segment.title.links if link.url] if segment.title else []
    return RawItem(
        line=own[0].number,
        until_line=own[-1].number,
        title=title,
        summary=values.get("lead", (lead, 0, ()))[0],
        when=when,
        on=on,
        when_line=when_line,
        values={key: value for key, value in values.items() if key in ("kind", "offices", "topics")},
        url=values.get("url", (links[0] if links else "", 0, ()))[0],
        raw=tuple(line.text for line in own),
        faults=tuple(faults),
    )


def _marks_of(reading: Reading, segment: Segment) -> Iterator[Mark]:
    """Yield the marks in an item: its anchor's, and labels such as a summary's among its free lines."""
    yield from segment.anchor.marks
    summary = sorted(reading.place[id(line)] for line in segment.summary)
    for index in range(summary[0], summary[-1] + 1) if summary else ():
        mark = reading.marks.get(index)
        if mark is not None and mark.fields and not segment.anchor.first <= index <= segment.anchor.last:
            yield mark
    for index in (segment.anchor.first - 1, segment.anchor.last + 1):
        mark = reading.marks.get(index)
        if mark is not None and mark.fields and mark.fields[0].meaning in ("lead", "title", "url"):
            yield mark


def _values(reading: Reading, segment: Segment) -> dict[str, tuple[str, int, tuple[str, ...]]]:
    values: dict[str, tuple[str, int, tuple[str, ...]]] = {}
    for mark in _marks_of(reading, segment):
        for field in mark.fields:
            line = mark.value_line if mark.value_line and field is mark.fields[-1] else mark.line
            given = tuple(link.text for link in line.links) if len(mark.fields) == 1 else ()
            whole = given and not "".join(_without(field.value, given)).strip(" ,،;|")
            values.setdefault(field.meaning, (field.value, mark.line.number, given if whole else ()))
    return values


def _without(value: str, parts: Sequence[str]) -> str:
    for part in parts:
        value = value.replace(part, "", 1)
    return value


def _when(
    reading: Reading, segment: Segment, values: dict[str, tuple[str, int, tuple[str, ...]]]
) -> tuple[str, dt.date | None, int]:
    if "date" in values:
        value, number, _ = values["date"]
        stamp = read_stamp(value, reading.language, reading.order)
        return value, stamp.on if stamp and stamp.alone else None, number
    for mark in segment.anchor.marks:
        if mark.stamp is not None:
            return mark.stamp.written, mark.stamp.on, mark.line.number
    return "", None, segment.anchor.marks[0].line.number


def _strays(reading: Reading, segment: Segment) -> Iterator[Fault]:
    """Yield the lines among the labels of an item that are none."""
    for index in range(segment.anchor.first, segment.anchor.last + 1):
        line = reading.lines[index]
        if line.text and index not in reading.marks and index not in reading.taken and not is_noise(line.text):
            yield Fault(line.number, f"“{line.text[:80]}” cannot be understood")


def _unknown(line: Line) -> bool:
    """Tell whether a line right below the labels is a label that nobody knows, rather than a summary."""
    found = unknown_label(line.text)
    return found is not None and len(line.text) < _WIDEST_LABELLED_GAP and line.text[-1] not in ".!?…"


def _mistyped(text: str) -> bool:
    found = unknown_label(text)
    return found is not None and resembles(found[0])


def _own_lines(reading: Reading, segment: Segment) -> list[Line]:
    """Return all lines of an item as they stand in the source."""
    indexes = {
        reading.place[id(line)] for line in (*segment.summary, *(mark.line for mark in _marks_of(reading, segment)))
    }
    indexes |= {segment.anchor.first, segment.anchor.last}
    if segment.title is not None:
        indexes.add(reading.place.get(id(segment.title), segment.anchor.first))
    return [line for line in reading.lines[min(indexes) : max(indexes) + 1] if line.text]
