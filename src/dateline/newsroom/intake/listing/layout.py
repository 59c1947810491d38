"""In which order a listing shows title, day and summary, told from all its items at once.

An item is an anchor (its day, its labels) and the lines around it. Lists put the title after the anchor, before
it, or before a summary that comes before it; in one list all do the same. Each order is tried on the whole list,
and the one whose titles look most like titles and whose summaries most like summaries is taken. Where labels stand the
order is known (``labelled``), unless the lines clearly have another one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from statistics import median

from dateline.newsroom.intake.listing.anchors import Anchor, Reading
from dateline.newsroom.intake.listing.labelled import PARAGRAPH, PROSE, is_labelled_form, title_before_labels
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.segments import Gaps, Segment
from dateline.newsroom.intake.listing.words import is_noise, unknown_label

NO_TITLE = -1.5
"""What an item without title costs an order; titles and summaries give up to about two."""

_TITLE_LENGTH = (12, 220)
_LINKED = 20  # letters from which a line that is a link is a title rather than a button
_REPEATED = 0.3  # share of items beside which the same words are a category or a button


def segments(reading: Reading, anchors: Sequence[Anchor]) -> list[Segment]:
    """Return the items, in the order of the lines, in the order of title, day and summary that fits best."""
    kept = anchors if reading.labelled else _cluster(reading, anchors)
    if not kept:
        return []
    gaps = _gaps(reading, kept)
    if sum(bool(anchor.title) for anchor in kept) > len(kept) / 2:
        return _titles_within(kept, gaps)
    if reading.labelled and is_labelled_form(gaps):
        return title_before_labels(kept, gaps, reading)
    tried = [order(kept, gaps) for order in _ORDERS]
    return [part for segment in max(tried, key=_score) for part in _parts(segment)]


def _parts(segment: Segment) -> list[Segment]:
    """Return the items of a day that heads several of them, each a link on a line of its own; else the one item."""
    if segment.title is None or not _is_link(segment.title):
        return [segment]
    starts = [place for place, line in enumerate(segment.summary) if _is_link(line)]
    if not starts:
        return [segment]
    ends = [*starts[1:], len(segment.summary)]
    first = Segment(segment.anchor, segment.title, segment.summary[: starts[0]])
    return [
        first,
        *(
            Segment(segment.anchor, segment.summary[start], segment.summary[start + 1 : end])
            for start, end in zip(starts, ends, strict=True)
        ),
    ]


def _is_link(line: Line) -> bool:
    """Tell whether a line is a link as long as a title and nothing else."""
    return len(line.text) >= _LINKED and any(len(link.text) > 0.9 * len(line.text) for link in line.links)


def quality(found: Sequence[Segment]) -> float:
    """Return how much the items look like items, on average: about 1 to 2 for a list, below 0.5 for chance."""
    return _score(found) / len(found) if found else 0.0


def _cluster(reading: Reading, anchors: Sequence[Anchor]) -> Sequence[Anchor]:
    """Return the longest stretch of anchors that follow one another closely: not the day in the page's head."""
    if len(anchors) < 3:  # noqa: PLR2004 - two have one distance
        return anchors
    distances = [_free(reading, a, b) for a, b in pairwise(anchors)]
    limit = max(8, 3 * median(distances) + 3)
    best: list[Anchor] = []
    current = [anchors[0]]
    for anchor, distance in zip(anchors[1:], distances, strict=True):
        if distance > limit:
            best, current = max(best, current, key=len), []
        current.append(anchor)
    return max(best, current, key=len)


def _free(reading: Reading, before: Anchor, after: Anchor) -> int:
    return sum(bool(reading.lines[index].text) for index in range(before.last + 1, after.first))


def _gaps(reading: Reading, anchors: Sequence[Anchor]) -> Gaps:
    edges = [-1, *(anchor.last for anchor in anchors)]
    starts = [*(anchor.first for anchor in anchors), len(reading.lines)]
    spans = [range(end + 1, start) for end, start in zip(edges, starts, strict=True)]
    inside = Counter(reading.lines[index].text for span in spans[1:-1] for index in span)
    # Words that come back beside most items are their category or a button, and none of their own.
    often = len(anchors) if reading.labelled else max(3, round(len(anchors) * _REPEATED))
    own = {text for text, count in inside.items() if count >= often or (count and is_noise(text))}
    found = (_gap(reading, span, own, edge=_edge(place, len(spans))) for place, span in enumerate(spans))
    return Gaps(tuple(found), tuple(tuple(reading.lines[index] for index in span) for span in spans))


def _edge(place: int, count: int) -> str:
    return "head" if place == 0 else "foot" if place == count - 1 else ""


def _gap(reading: Reading, span: range, furniture: Collection[str], *, edge: str) -> tuple[Line, ...]:
    """Return the free lines of a gap; noise that no item has ends the head of the page, and begins its foot."""
    found: list[Line] = []
    for index in span:
        line = reading.lines[index]
        mark = reading.marks.get(index)
        if not line.text or (mark is not None and mark.fields) or index in reading.taken or line.text in furniture:
            continue
        if not is_noise(line.text):
            found.append(line)
        elif edge == "foot" and (found or _is_pager(line.text)):
            break
        elif edge == "head":
            found = []
    return tuple(found)


def _is_pager(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _usual(counts: Sequence[int]) -> int:
    """Return how many summary lines the items between have, at most; for those at the edges."""
    return sorted(counts)[len(counts) * 9 // 10] if counts else 1


def _titles_within(anchors: Sequence[Anchor], gaps: Gaps) -> list[Segment]:
    usual = _usual([len(gap) for gap in gaps.lines[1:-1]])
    found = []
    for anchor, gap in zip(anchors, gaps.lines[1:], strict=True):
        line = anchor.marks[0].line
        title = Line(line.number, anchor.title, line.links, line.heading) if anchor.title else None
        found.append(Segment(anchor, title, _prose(gap, usual)))
    return found


def _prose(gap: Sequence[Line], usual: int) -> tuple[Line, ...]:
    return tuple(line for line in gap[:usual] if len(line.text) >= PROSE or line.text[-1:] in '.!?…»”"')


def _title_after(anchors: Sequence[Anchor], gaps: Gaps) -> list[Segment]:
    """Day, title, summary."""
    usual = _usual([max(len(gap) - 1, 0) for gap in gaps.lines[1:-1]])
    last = len(anchors) - 1
    return [
        Segment(anchor, gap[0] if gap else None, tuple(gap[1:] if place < last else gap[1 : 1 + usual]))
        for place, (anchor, gap) in enumerate(zip(anchors, gaps.lines[1:], strict=True))
    ]


def _title_before(anchors: Sequence[Anchor], gaps: Gaps) -> list[Segment]:
    """Title, day, summary."""
    usual = _usual([max(len(gap) - 1, 0) for gap in gaps.lines[1:-1]])
    found = []
    for place, anchor in enumerate(anchors):
        before, after = gaps.lines[place], gaps.lines[place + 1]
        inner = place < len(anchors) - 1
        alone = place > 0 and len(before) == 1 and _is_paragraph(before[0], anchors[place - 1])
        title = before[-1] if before and not alone else None
        following = gaps.lines[place + 1]
        if inner:
            keep = len(following) == 1 and _is_paragraph(following[0], anchor)
            summary = tuple(after if keep else after[:-1])
        else:
            summary = tuple(after[:usual]) if len(anchors) > 1 else tuple(after)
        found.append(Segment(anchor, title, summary))
    return found


def _is_paragraph(line: Line, _before: Anchor) -> bool:
    """Tell whether the only line between two items is the summary of the first rather than the title of the second."""
    return len(line.text) >= PARAGRAPH and not line.heading and not line.links


def _day_last(anchors: Sequence[Anchor], gaps: Gaps) -> list[Segment]:
    """Title, summary, day."""
    usual = _usual([len(gap) for gap in gaps.lines[1:-1]])
    found = []
    for place, anchor in enumerate(anchors):
        gap = gaps.lines[place]
        own = gap if place else gap[-usual:] if usual else ()
        found.append(Segment(anchor, own[0] if own else None, tuple(own[1:])))
    return found


_ORDERS: tuple[Callable[[Sequence[Anchor], Gaps], list[Segment]], ...] = (_title_before, _title_after, _day_last)


def _score(found: Sequence[Segment]) -> float:
    return sum(_title_score(segment.title) + _summary_score(segment.summary) for segment in found)


def _title_score(line: Line | None) -> float:
    if line is None or not any(letter.isalpha() for letter in line.text):
        return NO_TITLE
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
    if unknown_label(first.text) and len(first.text) < PROSE:
        return 0.0
    score = 0.6 if len(first.text) >= PROSE else -0.4
    score += 0.4 if lines[-1].text[-1] in ".!?…»”\"']" else 0.0
    score -= 0.8 if first.heading or any(len(link.text) > 0.6 * len(first.text) for link in first.links) else 0.0
    return score
