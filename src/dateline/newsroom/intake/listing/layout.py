"""The layout of a listing: in which order it shows title, date and summary, decided from all its items at once.

An item is a metadata block and the lines around it. Lists put the title after the block, before it, or before a summary
that comes before the block; all items of a list do the same. Each order is tried on the whole list, and the one whose
titles and summaries score best wins. A listing with labels has a known order (``labelled_layout``), unless its lines
clearly have another one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from statistics import median

from dateline.newsroom.intake.listing.labelled_layout import (
    MIN_PARAGRAPH,
    MIN_PROSE,
    group_labelled_lines,
    has_titles_above_labels,
)
from dateline.newsroom.intake.listing.labels import is_noise, split_unknown_label
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.metadata import AnnotatedLines, Gaps, ItemLines, MetadataBlock

NO_TITLE_SCORE = -1.5
"""Score of an item without title; a title with its summary scores up to about two."""

_TITLE_LENGTH = (12, 220)
_MIN_LINK_TITLE = 20  # a line that is a link is a title, not a button, if it has at least so many letters
_REPEATED_SHARE = 0.3  # words that stand beside at least this share of items are a category or a button


def group_lines(annotated: AnnotatedLines, blocks: Sequence[MetadataBlock]) -> list[ItemLines]:
    """Return the lines of each item, in the order of the source, grouped by the layout that scores best."""
    kept = blocks if annotated.is_labelled else _densest_run(annotated, blocks)
    if not kept:
        return []
    gaps = _gaps(annotated, kept)
    if sum(bool(block.title) for block in kept) > len(kept) / 2:
        return _title_beside_date(kept, gaps)
    if annotated.is_labelled and has_titles_above_labels(gaps):
        return group_labelled_lines(kept, gaps, annotated)
    candidates = [group(kept, gaps) for group in _LAYOUTS]
    return [part for item in max(candidates, key=_score) for part in _split_day(item)]


def _split_day(item: ItemLines) -> list[ItemLines]:
    """Return the items below one date, each a link on a line of its own; else the one item."""
    if item.title is None or not _is_link(item.title):
        return [item]
    starts = [place for place, line in enumerate(item.summary) if _is_link(line)]
    if not starts:
        return [item]
    ends = [*starts[1:], len(item.summary)]
    first = ItemLines(item.block, item.title, item.summary[: starts[0]])
    return [
        first,
        *(
            ItemLines(item.block, item.summary[start], item.summary[start + 1 : end])
            for start, end in zip(starts, ends, strict=True)
        ),
    ]


def _is_link(line: Line) -> bool:
    """Return whether a line is nothing but a link as long as a title."""
    return len(line.text) >= _MIN_LINK_TITLE and any(len(link.text) > 0.9 * len(line.text) for link in line.links)


def average_score(items: Sequence[ItemLines]) -> float:
    """Return the average score of items: about 1 to 2 for a list, below 0.5 for random lines, 0 for none."""
    return _score(items) / len(items) if items else 0.0


def _densest_run(annotated: AnnotatedLines, blocks: Sequence[MetadataBlock]) -> Sequence[MetadataBlock]:
    """Return the longest run of blocks that follow each other closely, without the date in the page header."""
    if len(blocks) < 3:  # noqa: PLR2004 - two have one distance
        return blocks
    distances = [_lines_between(annotated, a, b) for a, b in pairwise(blocks)]
    limit = max(8, 3 * median(distances) + 3)
    best: list[MetadataBlock] = []
    current = [blocks[0]]
    for block, distance in zip(blocks[1:], distances, strict=True):
        if distance > limit:
            best, current = max(best, current, key=len), []
        current.append(block)
    return max(best, current, key=len)


def _lines_between(annotated: AnnotatedLines, before: MetadataBlock, after: MetadataBlock) -> int:
    return sum(bool(annotated.lines[index].text) for index in range(before.last + 1, after.first))


def _gaps(annotated: AnnotatedLines, blocks: Sequence[MetadataBlock]) -> Gaps:
    edges = [-1, *(block.last for block in blocks)]
    starts = [*(block.first for block in blocks), len(annotated.lines)]
    spans = [range(end + 1, start) for end, start in zip(edges, starts, strict=True)]
    inside = Counter(annotated.lines[index].text for span in spans[1:-1] for index in span)
    # Lines that repeat beside many items are a category or a button, and belong to no item.
    often = len(blocks) if annotated.is_labelled else max(3, round(len(blocks) * _REPEATED_SHARE))
    repeated = {text for text, count in inside.items() if count >= often or (count and is_noise(text))}
    lines = (_gap(annotated, span, repeated, edge=_edge(place, len(spans))) for place, span in enumerate(spans))
    return Gaps(tuple(lines), tuple(tuple(annotated.lines[index] for index in span) for span in spans))


def _edge(place: int, count: int) -> str:
    return "head" if place == 0 else "foot" if place == count - 1 else ""


def _gap(annotated: AnnotatedLines, span: range, repeated: Collection[str], *, edge: str) -> tuple[Line, ...]:
    """Return the lines of a gap that may belong to items; noise ends the page header and begins the footer."""
    kept: list[Line] = []
    for index in span:
        line = annotated.lines[index]
        if not line.text or _is_metadata(annotated, index) or line.text in repeated:
            continue
        if not is_noise(line.text):
            kept.append(line)
        elif edge == "foot" and (kept or _is_pager(line.text)):
            break
        elif edge == "head":
            kept = []
    return tuple(kept)


def _is_metadata(annotated: AnnotatedLines, index: int) -> bool:
    metadata = annotated.metadata.get(index)
    return index in annotated.value_lines or (metadata is not None and bool(metadata.fields))


def _is_pager(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _usual_maximum(counts: Sequence[int]) -> int:
    """Return the usual maximum of summary lines between items, which limits those of the items at the edges."""
    return sorted(counts)[len(counts) * 9 // 10] if counts else 1


def _title_beside_date(blocks: Sequence[MetadataBlock], gaps: Gaps) -> list[ItemLines]:
    usual = _usual_maximum([len(gap) for gap in gaps.lines[1:-1]])
    items = []
    for block, gap in zip(blocks, gaps.lines[1:], strict=True):
        line = block.metadata[0].line
        title = Line(line.number, block.title, line.links, line.heading) if block.title else None
        items.append(ItemLines(block, title, _prose(gap, usual)))
    return items


def _prose(gap: Sequence[Line], usual: int) -> tuple[Line, ...]:
    return tuple(line for line in gap[:usual] if len(line.text) >= MIN_PROSE or line.text[-1:] in '.!?…»”"')


def _title_after(blocks: Sequence[MetadataBlock], gaps: Gaps) -> list[ItemLines]:
    """Group lines as date, title, summary."""
    usual = _usual_maximum([max(len(gap) - 1, 0) for gap in gaps.lines[1:-1]])
    last = len(blocks) - 1
    return [
        ItemLines(block, gap[0] if gap else None, tuple(gap[1:] if place < last else gap[1 : 1 + usual]))
        for place, (block, gap) in enumerate(zip(blocks, gaps.lines[1:], strict=True))
    ]


def _title_before(blocks: Sequence[MetadataBlock], gaps: Gaps) -> list[ItemLines]:
    """Group lines as title, date, summary."""
    usual = _usual_maximum([max(len(gap) - 1, 0) for gap in gaps.lines[1:-1]])
    items = []
    for place, block in enumerate(blocks):
        before, after = gaps.lines[place], gaps.lines[place + 1]
        is_summary_before = place > 0 and len(before) == 1 and _is_paragraph(before[0])
        title = before[-1] if before and not is_summary_before else None
        if place < len(blocks) - 1:
            is_summary = len(after) == 1 and _is_paragraph(after[0])
            summary = tuple(after if is_summary else after[:-1])
        else:
            summary = tuple(after[:usual]) if len(blocks) > 1 else tuple(after)
        items.append(ItemLines(block, title, summary))
    return items


def _is_paragraph(line: Line) -> bool:
    """Return whether the only line between two items is a summary of the first rather than a title of the second."""
    return len(line.text) >= MIN_PARAGRAPH and not line.heading and not line.links


def _date_last(blocks: Sequence[MetadataBlock], gaps: Gaps) -> list[ItemLines]:
    """Group lines as title, summary, date."""
    usual = _usual_maximum([len(gap) for gap in gaps.lines[1:-1]])
    items = []
    for place, block in enumerate(blocks):
        gap = gaps.lines[place]
        own = gap if place else gap[-usual:] if usual else ()
        items.append(ItemLines(block, own[0] if own else None, tuple(own[1:])))
    return items


_LAYOUTS: tuple[Callable[[Sequence[MetadataBlock], Gaps], list[ItemLines]], ...] = (
    _title_before,
    _title_after,
    _date_last,
)


def _score(items: Sequence[ItemLines]) -> float:
    return sum(_title_score(item.title) + _summary_score(item.summary) for item in items)


def _title_score(line: Line | None) -> float:
    if line is None or not any(letter.isalpha() for letter in line.text):
        return NO_TITLE_SCORE
    text = line.text
    score = 0.0
    score += 1.0 if _TITLE_LENGTH[0] <= len(text) <= _TITLE_LENGTH[1] else -0.5
    score += 0.5 if len(text.split()) >= 3 else -0.3  # noqa: PLR2004 - words; headings of pages have one or two
    score -= 0.7 if text[-1] in ".;:" and not text.endswith(("...", "Jr.", "Inc.", "Co.", "D.C.")) else 0.0
    score -= 0.5 if text[0].islower() else 0.0
    score += 1.0 if any(len(link.text) > 0.6 * len(text) for link in line.links) else 0.0
    score += 0.5 if line.heading else 0.0
    return score


def _summary_score(lines: Sequence[Line]) -> float:
    if not lines:
        return 0.2
    first = lines[0]
    if split_unknown_label(first.text) and len(first.text) < MIN_PROSE:
        return 0.0
    score = 0.6 if len(first.text) >= MIN_PROSE else -0.4
    score += 0.4 if lines[-1].text[-1] in ".!?…»”\"']" else 0.0
    score -= 0.8 if first.heading or any(len(link.text) > 0.6 * len(first.text) for link in first.links) else 0.0
    return score
