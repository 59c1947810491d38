"""Items from lines: of text copied from a page, or of a page whose lists have no elements per item."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from dateline.newsroom.intake.listing.displayed_dates import find_displayed_date
from dateline.newsroom.intake.listing.items import Fault, RawItem, canonical_lines
from dateline.newsroom.intake.listing.labels import is_noise, is_similar_label, kind_beside, split_unknown_label
from dateline.newsroom.intake.listing.layout import average_score, group_lines
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.metadata import (
    AnnotatedLines,
    ItemLines,
    LineMetadata,
    annotate_lines,
    find_blocks,
)
from dateline.newsroom.intake.listing.words import LABELS
from dateline.text.days.orders import DayOrder

REMARK_PREFIX = "#:"
"""Begins remark lines in files of rejected items; they are not part of the listing."""

MIN_SCORE = 0.6
"""An unlabelled page with a lower average score has no list: a date in a footer, for example, has no title."""

_MIN_LINK_TITLE = 8  # fewest letters of a link that can be a title
_MAX_UNKNOWN_LABEL = 60  # most letters of a line below the labels that may be an unknown label


def find_text_items(
    lines: Sequence[Line],
    language: str,
    order: DayOrder | None,
    *,
    names: frozenset[str] = frozenset(),
    is_page: bool = False,
) -> tuple[list[RawItem], DayOrder]:
    """Return the items in the lines, in their order, and how ``2/10/2026`` was read; none where there is no list.

    A list without labels has at least two items; one item with labels needs more than the label of its date.
    """
    own = [line for line in lines if not line.text.startswith(REMARK_PREFIX)]
    annotated = annotate_lines(own, language, order, names=names, is_page=is_page)
    items = group_lines(annotated, find_blocks(annotated))
    if not annotated.is_labelled:
        items = [item for item in items if item.title is not None or item.block.title]
        if len(items) < 2 or average_score(items) < MIN_SCORE:  # noqa: PLR2004 - as the docstring says
            return [], annotated.order
    elif len(items) == 1 and len(own) == len(lines) and not _has_more_than_a_date(items[0]):
        return [], annotated.order
    raws = [_raw_item(annotated, item) for item in items]
    if not annotated.is_labelled:
        # An item without labels is not a list when it is imported alone, so a rejected one gets labels.
        raws = [raw.with_source_lines(canonical_lines(raw)) for raw in raws]
    return raws, annotated.order


def _has_more_than_a_date(item: ItemLines) -> bool:
    """Return whether an item has labels besides that of its date."""
    return any(f.meaning not in ("date", "lead") for one in item.block.metadata for f in one.fields)


def _raw_item(annotated: AnnotatedLines, item: ItemLines) -> RawItem:
    values = _values(annotated, item)
    written, on, date_line = _date(annotated, item, values)
    faults = list(_unknown_lines(annotated, item))
    summary = list(item.summary)
    if len(summary) > 1 and _is_unknown_label(summary[0]):
        faults.append(Fault(summary[0].number, f"“{summary[0].text[:80]}” cannot be understood"))
    if item.title is not None and _is_mistyped_label(item.title.text, set(values)):
        faults.append(Fault(item.title.number, f"“{item.title.text[:80]}” cannot be understood"))
    for line in (one.ambiguous_line for one in item.block.metadata if one.ambiguous_line):
        reason = f"“{line.text[:80]}” can be the value of the label above it or a line of its own; join or part them"
        faults.append(Fault(line.number, reason))
    if item.ambiguous_line is not None:
        reason = f"“{item.ambiguous_line.text[:80]}” can be a title or a lead; write “Title: ” or “Summary: ” before it"
        faults.append(Fault(item.ambiguous_line.number, reason))
    own = _own_lines(annotated, item)
    title, beside = _linked_title(item.title) if item.title else ("", "")
    kinds = (
        kind_beside(text)
        for text in (
            beside,
            *(words for one in item.block.metadata if one.date for words in (one.date.after, one.date.label)),
        )
    )
    if "kind" not in values and (kind := next(filter(None, kinds), "")):
        values["kind"] = (kind, own[0].number, ())
    elif beside:
        title = item.title.text if item.title else title
    title = values.get("title", (title, 0, ()))[0]
    lead = "\n".join(line.text for line in summary if not is_noise(line.text))
    links = [link.url for link in item.title.links if link.url] if item.title else []
    return RawItem(
        line=own[0].number,
        until_line=own[-1].number,
        title=title,
        summary=values.get("lead", (lead, 0, ()))[0],
        written_date=written,
        on=on,
        date_line=date_line,
        values={key: value for key, value in values.items() if key in ("kind", "offices", "topics")},
        url=values.get("url", (links[0] if links else "", 0, ()))[0],
        source_lines=tuple(line.text for line in own),
        faults=tuple(faults),
    )


def _linked_title(line: Line) -> tuple[str, str]:
    """Return the title in a line and the words beside it, where a link holds the title and the line goes on."""
    first = line.links[0].text if line.links else ""
    if len(first) >= _MIN_LINK_TITLE and line.text.startswith(first) and kind_beside(line.text.removeprefix(first)):
        return first, line.text.removeprefix(first)
    return line.text, ""


def _metadata_of(annotated: AnnotatedLines, item: ItemLines) -> Iterator[LineMetadata]:
    """Yield the metadata of an item: that of its block, and labels among and beside its summary lines."""
    yield from item.block.metadata
    summary = sorted(annotated.index_of[id(line)] for line in item.summary)
    for index in range(summary[0], summary[-1] + 1) if summary else ():
        metadata = annotated.metadata.get(index)
        if metadata is not None and metadata.fields and not item.block.first <= index <= item.block.last:
            yield metadata
    for index in (item.block.first - 1, item.block.last + 1):
        metadata = annotated.metadata.get(index)
        if metadata is not None and metadata.fields and metadata.fields[0].meaning in ("lead", "title", "url"):
            yield metadata


def _values(annotated: AnnotatedLines, item: ItemLines) -> dict[str, tuple[str, int, tuple[str, ...]]]:
    values: dict[str, tuple[str, int, tuple[str, ...]]] = {}
    for one in _metadata_of(annotated, item):
        for field in one.fields:
            line = one.value_line if one.value_line and field is one.fields[-1] else one.line
            linked = tuple(link.text for link in line.links) if len(one.fields) == 1 else ()
            is_whole = linked and not _without(field.value, linked).strip(" ,،;|")
            values.setdefault(field.meaning, (field.value, one.line.number, linked if is_whole else ()))
    return values


def _without(value: str, parts: Sequence[str]) -> str:
    for part in parts:
        value = value.replace(part, "", 1)
    return value


def _date(
    annotated: AnnotatedLines, item: ItemLines, values: dict[str, tuple[str, int, tuple[str, ...]]]
) -> tuple[str, dt.date | None, int]:
    if "date" in values:
        value, number, _ = values["date"]
        date = find_displayed_date(value, annotated.language, annotated.order)
        return value, date.on if date and date.stands_alone else None, number
    for one in item.block.metadata:
        if one.date is not None:
            return one.date.written, one.date.on, one.line.number
    return "", None, item.block.metadata[0].line.number


def _unknown_lines(annotated: AnnotatedLines, item: ItemLines) -> Iterator[Fault]:
    """Yield a fault for each line between the labels of an item that is neither a label nor a value."""
    for index in range(item.block.first, item.block.last + 1):
        line = annotated.lines[index]
        if (
            line.text
            and index not in annotated.metadata
            and index not in annotated.value_lines
            and not is_noise(line.text)
        ):
            yield Fault(line.number, f"“{line.text[:80]}” cannot be understood")


def _is_unknown_label(line: Line) -> bool:
    """Return whether a line right below the labels is an unknown label rather than a summary."""
    unknown = split_unknown_label(line.text)
    return unknown is not None and len(line.text) < _MAX_UNKNOWN_LABEL and line.text[-1] not in ".!?…"


def _is_mistyped_label(text: str, present: Collection[str]) -> bool:
    """Return whether a title is rather a mistyped label: of a field that the item does not have already."""
    unknown = split_unknown_label(text)
    return unknown is not None and any(
        is_similar_label(unknown[0], meaning) for meaning in LABELS if meaning not in present
    )


def _own_lines(annotated: AnnotatedLines, item: ItemLines) -> list[Line]:
    """Return all lines of an item that are not empty, as they stand in the source."""
    indexes = {
        annotated.index_of[id(line)] for line in (*item.summary, *(one.line for one in _metadata_of(annotated, item)))
    }
    indexes |= {item.block.first, item.block.last}
    if item.title is not None:
        indexes.add(annotated.index_of.get(id(item.title), item.block.first))
    return [line for line in annotated.lines[min(indexes) : max(indexes) + 1] if line.text]
