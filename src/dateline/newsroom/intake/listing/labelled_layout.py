"""The labelled layout: title, labels, lead. Items with an ambiguous line are rejected, not guessed.

The line above the labels is the title; lines between it and the labels before belong to the lead of the item before.
That fails only where a title is missing: the lead before the labels then looks like one. So a line that begins with a
dateline is never a title, and a line that ends like a sentence is ambiguous.
"""

from collections.abc import Iterator, Sequence

from dateline.newsroom.intake.listing.labels import is_noise
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.metadata import AnnotatedLines, Gaps, ItemLines, MetadataBlock
from dateline.text.datelines import find_dateline

MIN_PROSE = 60
"""A line with at least so many letters is a sentence rather than a caption."""

MIN_PARAGRAPH = 250
"""A line that stands alone between two items and has at least so many letters is not a title."""

_STOPS = (".", "…", ".”", ".»", '."', ".’", ".)", "؟", "۔", "。")
_ABBREVIATIONS = ("Jr.", "Sr.", "Inc.", "Co.", "Corp.", "Ltd.", "D.C.", "U.S.", "U.N.", "a.m.", "p.m.", "etc.")
_USUAL_SHARE = 0.5  # if a larger share of titles ends with a full stop, the newsroom usually writes them so
_MIN_GAPS = 2  # so many gaps with title and lead are enough evidence against the labelled layout
_MIN_TITLE_WORDS = 3  # a line that looks like a button can be a title if it has at least so many words


def has_titles_above_labels(gaps: Gaps) -> bool:
    """Return whether titles stand above the labels; False only if clearly leads stand there and titles elsewhere."""
    full = [gap for gap in gaps.lines[1:-1] if len(gap) > 1]
    if len(full) < _MIN_GAPS:
        return True
    above = sum(_is_prose(gap[-1]) for gap in full)
    first = sum(_ends_like_a_sentence(gap[0].text) for gap in full)
    return above <= len(full) / 2 or first >= len(full) / 2


def group_labelled_lines(blocks: Sequence[MetadataBlock], gaps: Gaps, annotated: AnnotatedLines) -> list[ItemLines]:
    """Return the items of a listing in the labelled layout, in its order."""
    has_stops = _titles_have_stops(gaps)
    titles = [_title(gaps, place, annotated, has_stops=has_stops) for place in range(len(blocks))]
    ambiguous = [*(line for _, line in titles), None]
    items = []
    for place, (block, (title, ambiguous_line)) in enumerate(zip(blocks, titles, strict=True)):
        after = gaps.lines[place + 1]
        if place == len(blocks) - 1:
            summary = _last_summary(gaps, annotated)
        else:
            summary = tuple(line for line in after if line is not titles[place + 1][0])
        items.append(ItemLines(block, title, summary, ambiguous_line or ambiguous[place + 1]))
    return items


def _title(gaps: Gaps, place: int, annotated: AnnotatedLines, *, has_stops: bool) -> tuple[Line | None, Line | None]:
    """Return the title above a block, None without one; and the line that makes it ambiguous, None without one."""
    dropped = _title_like_noise(gaps, place)
    if dropped is not None:
        return dropped, dropped
    gap = gaps.lines[place]
    if not gap or _begins_with_dateline(gap[-1], annotated):
        return None, None
    line, is_alone = gap[-1], len(gap) == 1
    if line.heading or line.links:
        return line, None
    if place and is_alone and len(line.text) >= MIN_PARAGRAPH:
        return None, None
    is_ambiguous = _ends_like_a_sentence(line.text) and not (has_stops and (place == 0 or not is_alone))
    return line, line if is_ambiguous else None


def _title_like_noise(gaps: Gaps, place: int) -> Line | None:
    """Return the line right above a block that was dropped as noise but may be a title; None without one."""
    above = next((line for line in reversed(gaps.all[place]) if line.text), None)
    if above is None or above in gaps.lines[place] or not is_noise(above.text):
        return None
    return above if sum(word[0].isalpha() for word in above.text.split()) >= _MIN_TITLE_WORDS else None


def _last_summary(gaps: Gaps, annotated: AnnotatedLines) -> tuple[Line, ...]:
    """Return the lead of the last item: the lines after it, unless the copied page continues there."""
    foot = gaps.lines[-1]
    if sum(bool(line.text) for line in gaps.all[0]) <= 1:  # no line of a page stands above the first title either
        return foot
    usual = sorted(len(gap) - 1 for gap in gaps.lines[1:-1] if gap)
    most = usual[len(usual) * 9 // 10] if usual else len(foot)
    continues = foot and (_ends_like_a_sentence(foot[0].text) or _begins_with_dateline(foot[0], annotated))
    return foot[: max(most, 1 if continues else 0)]


def _titles_have_stops(gaps: Gaps) -> bool:
    """Return whether titles usually end in full stops here, judged by lines that can only be titles."""
    certain = list(_certain_titles(gaps))
    return sum(_ends_like_a_sentence(line.text) for line in certain) > _USUAL_SHARE * len(certain)


def _certain_titles(gaps: Gaps) -> Iterator[Line]:
    yield from (gap[-1] for place, gap in enumerate(gaps.lines[:-1]) if gap and (place == 0 or len(gap) > 1))


def _begins_with_dateline(line: Line, annotated: AnnotatedLines) -> bool:
    return find_dateline(line.text, annotated.language) is not None


def _is_prose(line: Line) -> bool:
    return len(line.text) >= MIN_PROSE and _ends_like_a_sentence(line.text) and not line.heading


def _ends_like_a_sentence(text: str) -> bool:
    return text.endswith(_STOPS) and not text.endswith(_ABBREVIATIONS)
