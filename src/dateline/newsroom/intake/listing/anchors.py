"""Where the items of a listing are: the lines that say when, and with them what kind, where and what about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.next_line import Labels, Verdict
from dateline.newsroom.intake.listing.stamps import Stamp, read_stamp
from dateline.newsroom.intake.listing.words import Field, read_fields, resembles, unknown_label
from dateline.text.dates import order_in
from dateline.text.months import Order


@dataclass(frozen=True)
class Mark:
    """What a line says about an item: labelled fields, or a day.

    Attributes:
        value_line: the line that holds the last value, where label and value stand on two lines.
        doubt: the next line, where nobody can say whether it is the value.
    """

    line: Line
    fields: tuple[Field, ...] = ()
    stamp: Stamp | None = None
    value_line: Line | None = None
    doubt: Line | None = None


@dataclass(frozen=True)
class Anchor:
    """A run of marks that belong to one item.

    Attributes:
        first, last: indexes of its lines among all lines.
        title: what stands beside the day on its line, where lists put titles there; else empty.
    """

    first: int
    last: int
    marks: tuple[Mark, ...]
    title: str = ""


@dataclass
class Reading:
    """The lines of a source and what each says; ``marks`` by index.

    Attributes:
        order: how ``2/10/2026`` is read throughout.
        labelled: days have labels here, so that a day without one is none of an item.
    """

    lines: Sequence[Line]
    language: str
    order: Order
    marks: dict[int, Mark] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    labelled: bool = False

    @cached_property
    def place(self) -> dict[int, int]:
        """The index of each line, by its identity: lines of a page can look alike and stand in one line of source."""
        return {id(line): index for index, line in enumerate(self.lines)}


def read_marks(
    lines: Sequence[Line],
    language: str,
    order: Order | None = None,
    *,
    names: frozenset[str] = frozenset(),
    is_page: bool = False,
) -> Reading:
    """Return the lines with what each says about an item; ``names`` and ``is_page`` as in ``next_line.Labels``."""
    usual = order or order_in([line.text for line in lines if len(line.text) < 80], language)  # noqa: PLR2004 - no prose
    reading = Reading(lines, language, usual)
    found = {index: tuple(read_fields(line.text)) for index, line in enumerate(lines) if line.text}
    labelled = {index: fields for index, fields in found.items() if fields}
    labels = Labels(lines, labelled, names, language, usual, is_page=is_page)
    for index, line in enumerate(lines):
        if index in reading.taken or not line.text:
            continue
        if found[index]:
            reading.marks[index] = _with_value(reading, index, labels)
            continue
        mistyped = _mistyped_day(line.text, language, usual)
        if mistyped is not None:
            reading.marks[index] = Mark(line, (mistyped,))
            continue
        stamp = read_stamp(line.text, language, usual)
        if stamp is not None:
            reading.marks[index] = Mark(line, stamp=stamp)
    reading.labelled = any(f.meaning == "date" for mark in reading.marks.values() for f in mark.fields)
    return reading


def _mistyped_day(text: str, language: str, order: Order) -> Field | None:
    """Return a day behind a label that is nearly one for days: ``Publising date: 4 March 2021``."""
    found = unknown_label(text)
    if found is None or not resembles(found[0], "date"):
        return None
    stamp = read_stamp(found[1], language, order)
    return Field("date", *found) if stamp is not None and stamp.alone and stamp.on else None


def _with_value(reading: Reading, index: int, labels: Labels) -> Mark:
    """Return the mark of a label; an empty value is the next line that is not empty, if that can be one."""
    line, fields = reading.lines[index], labels.fields[index]
    candidates = range(index + 1, min(index + 3, len(reading.lines)))
    later = next((i for i in candidates if reading.lines[i].text), None)
    if fields[-1].value or later is None or later in labels.fields:
        return Mark(line, fields)
    following = reading.lines[later]
    verdict = labels.verdict(index, later)
    if verdict is not Verdict.VALUE:
        return Mark(line, fields, doubt=following if verdict is Verdict.DOUBT else None)
    reading.taken.add(later)
    filled = Field(fields[-1].meaning, fields[-1].label, following.text)
    return Mark(line, (*fields[:-1], filled), value_line=following)


def find_anchors(reading: Reading) -> list[Anchor]:
    """Return the anchors of the items, in the order of the lines; empty where nothing is dated or labelled."""
    if reading.labelled:
        return _labelled(reading)
    stamps = {index: mark.stamp for index, mark in reading.marks.items() if mark.stamp}
    embedded = _titles_beside(list(stamps.values()))
    if not embedded:
        stamps = {index: stamp for index, stamp in stamps.items() if stamp.alone}
    anchors: list[Anchor] = []
    for index in sorted(stamps):
        first, last = _run(reading, index, set(stamps))
        if anchors and first <= anchors[-1].last:
            continue
        marks = tuple(reading.marks[i] for i in range(first, last + 1) if i in reading.marks)
        anchors.append(Anchor(first, last, marks, stamps[index].title if embedded else ""))
    return anchors


def _titles_beside(stamps: Sequence[Stamp]) -> bool:
    """Tell whether this list writes titles beside its days: most do, they are long enough, and no two are alike."""
    titles = [stamp.title for stamp in stamps if stamp.title]
    bare = sum(stamp.alone for stamp in stamps if not stamp.title)
    if len(titles) <= bare or len(titles) < 2:  # noqa: PLR2004 - one is no habit
        return False
    commonest = Counter(titles).most_common(1)[0][1]
    long_enough = sum(len(title) >= 15 for title in titles)  # noqa: PLR2004 - letters; categories are shorter
    return commonest <= max(2, len(titles) // 5) and long_enough > len(titles) / 2


def _run(reading: Reading, index: int, stamps: set[int]) -> tuple[int, int]:
    """Return the run of labels around a day, blank lines and the values of labels included; one day a run."""
    first = last = index
    while first - 1 >= 0 and _joins(reading, first - 1, stamps):
        first -= 1
    while last + 1 < len(reading.lines) and _joins(reading, last + 1, stamps):
        last += 1
    return first, last


def _joins(reading: Reading, index: int, stamps: set[int]) -> bool:
    if index in stamps:
        return False
    mark = reading.marks.get(index)
    if mark is not None and mark.fields:
        return not any(f.meaning in ("title", "lead") for f in mark.fields)
    return index in reading.taken


def _labelled(reading: Reading) -> list[Anchor]:
    """Return the runs of labels; a label that the run has already begins the next one, as after a missing title.

    Lines between two labels of one item belong to the run and are reported later: nobody could understand them.
    """
    first_key = _first_key(reading)
    anchors: list[Anchor] = []
    run: list[int] = []
    keys: set[str] = set()
    free = 0
    for index, line in enumerate(reading.lines):
        mark = reading.marks.get(index)
        if mark is None or not mark.fields:
            free += bool(line.text) and index not in reading.taken
            continue
        meanings = {f.meaning for f in mark.fields} - {"lead", "title", "url"}
        if not meanings:
            continue
        begins = bool(meanings & keys) or (free > 0 and (first_key in meanings or free > 1 or not keys))
        if run and begins:
            anchors.append(_anchor(reading, run))
            run, keys = [], set()
        run.append(index)
        keys |= meanings
        free = 0
    return [*anchors, _anchor(reading, run)] if run else anchors


def _first_key(reading: Reading) -> str:
    """Return the meaning of the label with which items begin here, as a rule."""
    seen: Counter[str] = Counter()
    free = True
    for index, line in enumerate(reading.lines):
        mark = reading.marks.get(index)
        if mark is not None and mark.fields:
            if free:
                seen[mark.fields[0].meaning] += 1
            free = False
        elif line.text and index not in reading.taken:
            free = True
    return seen.most_common(1)[0][0] if seen else "date"


def _anchor(reading: Reading, run: Sequence[int]) -> Anchor:
    last = run[-1]
    while last + 1 in reading.taken:
        last += 1
    return Anchor(run[0], last, tuple(reading.marks[index] for index in run))
