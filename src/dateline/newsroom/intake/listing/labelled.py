"""The labelled form: a title, its labels, then the lead. What cannot be told is kept aside, never guessed.

The line above the labels is the title, and what stands between it and the labels before is the lead of the item
before. Only where lines are missing can that be wrong: a lead in front of labels whose title is missing looks like a
title. So a line that opens with a dateline is never one, and a line that ends like a sentence is doubtful.
"""

from collections.abc import Iterator, Sequence

from dateline.newsroom.intake.listing.anchors import Anchor, Reading
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.segments import Gaps, Segment
from dateline.newsroom.intake.listing.words import is_noise
from dateline.text.datelines import find_dateline

PROSE = 60
"""Letters from which a line is rather a sentence than a caption."""

PARAGRAPH = 250
"""Letters from which a line that stands alone between two items is no title."""

_STOPS = (".", "…", ".”", ".»", '."', ".’", ".)", "؟", "۔", "。")
_SHORTENED = ("Jr.", "Sr.", "Inc.", "Co.", "Corp.", "Ltd.", "D.C.", "U.S.", "U.N.", "a.m.", "p.m.", "etc.")
_HABIT = 0.5  # share of titles from which those that end in a stop are the habit of the newsroom
_FEWEST = 2  # gaps with title and lead that must speak against the labelled form
_WORDS = 3  # from which what looks like a button can be a title


def is_labelled_form(gaps: Gaps) -> bool:
    """Tell whether titles stand above the labels: always, unless leads clearly stand there and titles elsewhere."""
    full = [gap for gap in gaps.lines[1:-1] if len(gap) > 1]
    if len(full) < _FEWEST:
        return True
    above = sum(_is_prose(gap[-1]) for gap in full)
    first = sum(_ends_like_a_sentence(gap[0].text) for gap in full)
    return above <= len(full) / 2 or first >= len(full) / 2


def title_before_labels(anchors: Sequence[Anchor], gaps: Gaps, reading: Reading) -> list[Segment]:
    """Return the items of a listing in the labelled form, in its order."""
    habit = _habit(gaps)
    titles = [_title(gaps, place, reading, habit=habit) for place in range(len(anchors))]
    doubts = [*(doubt for _, doubt in titles), None]
    found = []
    for place, (anchor, (title, doubt)) in enumerate(zip(anchors, titles, strict=True)):
        after = gaps.lines[place + 1]
        if place == len(anchors) - 1:
            summary = _at_the_foot(gaps, reading)
        else:
            summary = tuple(line for line in after if line is not titles[place + 1][0])
        found.append(Segment(anchor, title, summary, doubt or doubts[place + 1]))
    return found


def _title(gaps: Gaps, place: int, reading: Reading, *, habit: bool) -> tuple[Line | None, Line | None]:
    """Return the title above an anchor, None for none; and the line that makes it doubtful, None for none."""
    dropped = _dropped(gaps, place)
    if dropped is not None:
        return dropped, dropped
    gap = gaps.lines[place]
    if not gap or _opens_with_dateline(gap[-1], reading):
        return None, None
    line, is_alone = gap[-1], len(gap) == 1
    if line.heading or line.links:
        return line, None
    if place and is_alone and len(line.text) >= PARAGRAPH:
        return None, None
    is_doubtful = _ends_like_a_sentence(line.text) and not (habit and (place == 0 or not is_alone))
    return line, line if is_doubtful else None


def _dropped(gaps: Gaps, place: int) -> Line | None:
    """Return the line right above an anchor that was left out as a button and can be a title; None for none."""
    above = next((line for line in reversed(gaps.all[place]) if line.text), None)
    if above is None or above in gaps.lines[place] or not is_noise(above.text):
        return None
    return above if sum(word[0].isalpha() for word in above.text.split()) >= _WORDS else None


def _at_the_foot(gaps: Gaps, reading: Reading) -> tuple[Line, ...]:
    """Return the lead of the last item: what follows, unless the page that was copied goes on there."""
    foot = gaps.lines[-1]
    if sum(bool(line.text) for line in gaps.all[0]) <= 1:  # nothing of a page stands above the first title either
        return foot
    usual = sorted(len(gap) - 1 for gap in gaps.lines[1:-1] if gap)
    most = usual[len(usual) * 9 // 10] if usual else len(foot)
    reads_on = foot and (_ends_like_a_sentence(foot[0].text) or _opens_with_dateline(foot[0], reading))
    return foot[: max(most, 1 if reads_on else 0)]


def _habit(gaps: Gaps) -> bool:
    """Tell whether titles end in stops here, by those that can be nothing else."""
    sure = list(_sure(gaps))
    return sum(_ends_like_a_sentence(line.text) for line in sure) > _HABIT * len(sure)


def _sure(gaps: Gaps) -> Iterator[Line]:
    yield from (gap[-1] for place, gap in enumerate(gaps.lines[:-1]) if gap and (place == 0 or len(gap) > 1))


def _opens_with_dateline(line: Line, reading: Reading) -> bool:
    return find_dateline(line.text, reading.language) is not None


def _is_prose(line: Line) -> bool:
    return len(line.text) >= PROSE and _ends_like_a_sentence(line.text) and not line.heading


def _ends_like_a_sentence(text: str) -> bool:
    return text.endswith(_STOPS) and not text.endswith(_SHORTENED)
