"""What the checks of translations share: the comparison, and how a difference is said."""

from functools import lru_cache

from dateline.newsroom.desk.checks.values import Finding, Galley, at
from dateline.newsroom.desk.wording.comparing import Difference, differing

AROUND = 40
"""Letters shown on each side of what is missing."""


@lru_cache(maxsize=4)
def compared(galley: Galley) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return the numbers and the days that differ; none where the text translates no other.

    Kept for the next check of the same galley: one asks for the numbers, another for the days.
    """
    original = galley.original
    if original is None:
        return (), ()
    languages = (galley.edition.language, original.language)
    on = galley.edition.published_at.astimezone(galley.zone).date()
    numbers, days = differing(galley.passages, galley.original_passages, languages=languages, on=on)
    return tuple(numbers), tuple(days)


def found_as(difference: Difference, otherwise: object, added: object, left_out: object) -> Finding:
    """Return a difference as a finding where this text has it; what it lacks is shown as the original has it."""
    here, there = difference.here, difference.there
    if here and there:
        values = {"here": here.words, "there": there.words}
        return at(here.passage, here.start, here.end, otherwise, values=values, about=there.words)
    if here:
        return at(here.passage, here.start, here.end, added, values={"here": here.words})
    assert there is not None  # noqa: S101 - a difference has a side
    text = there.passage.text
    around = text[max(0, there.start - AROUND) : there.end + AROUND].replace("\n", " ").strip()
    field = there.passage.field.partition(".")[0]
    return Finding(says=left_out, values={"there": there.words, "around": f"…{around}…"}, field=field, about=around)
