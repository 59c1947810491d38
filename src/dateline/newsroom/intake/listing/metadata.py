"""Metadata of items: the lines with dates and labelled fields, and the blocks they form.

Items are found by their metadata: each block belongs to one item; lines between blocks are titles and summaries.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dateline.newsroom.intake.listing.displayed_dates import DisplayedDate, find_displayed_date
from dateline.newsroom.intake.listing.label_values import LabelContext, Verdict
from dateline.newsroom.intake.listing.labels import Field, is_similar_label, parse_fields, split_unknown_label
from dateline.newsroom.intake.listing.lines import Line
from dateline.text.dates import order_in
from dateline.text.days.orders import DayOrder

_MIN_TITLE = 20  # a line that is a link is a title if it has at least so many letters


@dataclass(frozen=True)
class LineMetadata:
    """The metadata of a line: labelled fields, or a date.

    Attributes:
        value_line: the line with the last field's value, where that stands on the next line.
        ambiguous_line: the next line, where it cannot be decided whether it is the value.
    """

    line: Line
    fields: tuple[Field, ...] = ()
    date: DisplayedDate | None = None
    value_line: Line | None = None
    ambiguous_line: Line | None = None


@dataclass(frozen=True)
class MetadataBlock:
    """A run of metadata lines that belong to one item.

    Attributes:
        first, last: indexes of its lines among all lines.
        title: the text beside the date, where the list puts titles there; else empty.
    """

    first: int
    last: int
    metadata: tuple[LineMetadata, ...]
    title: str = ""


@dataclass(frozen=True)
class ItemLines:
    """The lines of an item: its metadata, title (None without one) and summary.

    Attributes:
        ambiguous_line: a line that may be a title or a lead; the item is then rejected.
    """

    block: MetadataBlock
    title: Line | None
    summary: tuple[Line, ...]
    ambiguous_line: Line | None = None


@dataclass(frozen=True)
class Gaps:
    """The lines before the first metadata block, between blocks, and after the last one.

    Attributes:
        lines: without noise and without metadata.
        all: every line.
    """

    lines: tuple[tuple[Line, ...], ...]
    all: tuple[tuple[Line, ...], ...]


@dataclass
class AnnotatedLines:
    """The lines of a source with their metadata, by index.

    Attributes:
        order: how ``2/10/2026`` is read in the whole source.
        value_lines: indexes of lines that are the value of the label above them.
        is_labelled: whether dates have labels here; a date without one then belongs to no item.
    """

    lines: Sequence[Line]
    language: str
    order: DayOrder
    metadata: dict[int, LineMetadata] = field(default_factory=dict)
    value_lines: set[int] = field(default_factory=set)
    is_labelled: bool = False

    @cached_property
    def index_of(self) -> dict[int, int]:
        """The index of each line by its ``id()``: different lines of a page can be equal."""
        return {id(line): index for index, line in enumerate(self.lines)}


def annotate_lines(
    lines: Sequence[Line],
    language: str,
    order: DayOrder | None = None,
    *,
    names: frozenset[str] = frozenset(),
    is_page: bool = False,
) -> AnnotatedLines:
    """Return lines with their metadata; ``names`` and ``is_page`` as in ``LabelContext``."""
    usual = order or order_in([line.text for line in lines if len(line.text) < 80], language)  # noqa: PLR2004 - no prose
    annotated = AnnotatedLines(lines, language, usual)
    fields = {
        index: () if is_page and _is_linked_title(line) else tuple(parse_fields(line.text))
        for index, line in enumerate(lines)
        if line.text
    }
    labelled = {index: some for index, some in fields.items() if some}
    context = LabelContext(lines, labelled, names, language, usual, is_page=is_page)
    for index, line in enumerate(lines):
        if index in annotated.value_lines or not line.text:
            continue
        if fields[index]:
            annotated.metadata[index] = _with_value(annotated, index, context)
            continue
        mistyped = _mistyped_date(line.text, language, usual)
        if mistyped is not None:
            annotated.metadata[index] = LineMetadata(line, (mistyped,))
            continue
        date = find_displayed_date(line.text, language, usual)
        if date is not None:
            annotated.metadata[index] = LineMetadata(line, date=date)
    annotated.is_labelled = any(f.meaning == "date" for one in annotated.metadata.values() for f in one.fields)
    return annotated


def _is_linked_title(line: Line) -> bool:
    """Return whether a line of a page is a title, though it may begin with the words of a label."""
    return (
        len(line.links) == 1 and line.links[0].text == line.text and (line.heading > 0 or len(line.text) >= _MIN_TITLE)
    )


def _mistyped_date(text: str, language: str, order: DayOrder) -> Field | None:
    """Return the date after a mistyped label for dates: ``Publising date: 4 March 2021``."""
    unknown = split_unknown_label(text)
    if unknown is None or not is_similar_label(unknown[0], "date"):
        return None
    date = find_displayed_date(unknown[1], language, order)
    return Field("date", *unknown) if date is not None and date.stands_alone and date.on else None


def _with_value(annotated: AnnotatedLines, index: int, context: LabelContext) -> LineMetadata:
    """Return the metadata of a labelled line; an empty value is taken from the next line that is not empty."""
    line, fields = annotated.lines[index], context.fields[index]
    candidates = range(index + 1, min(index + 3, len(annotated.lines)))
    later = next((i for i in candidates if annotated.lines[i].text), None)
    if fields[-1].value or later is None or later in context.fields:
        return LineMetadata(line, fields)
    following = annotated.lines[later]
    verdict = context.judge_next_line(index, later)
    if verdict is not Verdict.VALUE:
        return LineMetadata(line, fields, ambiguous_line=following if verdict is Verdict.UNDECIDED else None)
    annotated.value_lines.add(later)
    filled = Field(fields[-1].meaning, fields[-1].label, following.text)
    return LineMetadata(line, (*fields[:-1], filled), value_line=following)


def find_blocks(annotated: AnnotatedLines) -> list[MetadataBlock]:
    """Return the metadata blocks of the items, in the order of the lines; empty where nothing is dated or labelled."""
    if annotated.is_labelled:
        return _labelled_blocks(annotated)
    dates = {index: one.date for index, one in annotated.metadata.items() if one.date}
    has_titles = _have_titles_beside(list(dates.values()))
    if not has_titles:
        dates = {index: date for index, date in dates.items() if date.stands_alone}
    blocks: list[MetadataBlock] = []
    for index in sorted(dates):
        first, last = _run_around(annotated, index, set(dates))
        if blocks and first <= blocks[-1].last:
            continue
        metadata = tuple(annotated.metadata[i] for i in range(first, last + 1) if i in annotated.metadata)
        blocks.append(MetadataBlock(first, last, metadata, dates[index].title if has_titles else ""))
    return blocks


def _have_titles_beside(dates: Sequence[DisplayedDate]) -> bool:
    """Return whether a list puts titles beside its dates: most dates have one, long enough, and different ones."""
    titles = [date.title for date in dates if date.title]
    bare = sum(date.stands_alone for date in dates if not date.title)
    if len(titles) <= bare or len(titles) < 2:  # noqa: PLR2004 - one title is no pattern
        return False
    commonest = Counter(titles).most_common(1)[0][1]
    long_enough = sum(len(title) >= 15 for title in titles)  # noqa: PLR2004 - letters; categories are shorter
    return commonest <= max(2, len(titles) // 5) and long_enough > len(titles) / 2


def _run_around(annotated: AnnotatedLines, index: int, dates: set[int]) -> tuple[int, int]:
    """Return first and last index of the labelled lines and their values around a date; each run has one date."""
    first = last = index
    while first - 1 >= 0 and _joins_run(annotated, first - 1, dates):
        first -= 1
    while last + 1 < len(annotated.lines) and _joins_run(annotated, last + 1, dates):
        last += 1
    return first, last


def _joins_run(annotated: AnnotatedLines, index: int, dates: set[int]) -> bool:
    if index in dates:
        return False
    metadata = annotated.metadata.get(index)
    if metadata is not None and metadata.fields:
        return not any(f.meaning in ("title", "lead") for f in metadata.fields)
    return index in annotated.value_lines


def _labelled_blocks(annotated: AnnotatedLines) -> list[MetadataBlock]:
    """Return the runs of labels; a label that repeats one of the run begins the next run, as after a missing title.

    Lines between two labels of one item belong to the run. They are reported later, because they have no meaning.
    """
    first_label = _first_label(annotated)
    blocks: list[MetadataBlock] = []
    run: list[int] = []
    seen: set[str] = set()
    free = 0
    for index, line in enumerate(annotated.lines):
        metadata = annotated.metadata.get(index)
        if metadata is None or not metadata.fields:
            free += bool(line.text) and index not in annotated.value_lines
            continue
        meanings = {f.meaning for f in metadata.fields} - {"lead", "title", "url"}
        if not meanings:
            continue
        begins = bool(meanings & seen) or (free > 0 and (first_label in meanings or free > 1 or not seen))
        if run and begins:
            blocks.append(_block(annotated, run))
            run, seen = [], set()
        run.append(index)
        seen |= meanings
        free = 0
    return [*blocks, _block(annotated, run)] if run else blocks


def _first_label(annotated: AnnotatedLines) -> str:
    """Return the meaning of the label with which most items of the listing begin."""
    counts: Counter[str] = Counter()
    free = True
    for index, line in enumerate(annotated.lines):
        metadata = annotated.metadata.get(index)
        if metadata is not None and metadata.fields:
            if free:
                counts[metadata.fields[0].meaning] += 1
            free = False
        elif line.text and index not in annotated.value_lines:
            free = True
    return counts.most_common(1)[0][0] if counts else "date"


def _block(annotated: AnnotatedLines, run: Sequence[int]) -> MetadataBlock:
    last = run[-1]
    while last + 1 in annotated.value_lines:
        last += 1
    return MetadataBlock(run[0], last, tuple(annotated.metadata[index] for index in run))
