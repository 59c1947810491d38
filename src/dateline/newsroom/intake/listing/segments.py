"""Parts of a listing on the way from lines to items."""

from dataclasses import dataclass

from dateline.newsroom.intake.listing.anchors import Anchor
from dateline.newsroom.intake.listing.lines import Line


@dataclass(frozen=True)
class Segment:
    """An anchor with the lines that belong to it; ``title`` None where none was found.

    Attributes:
        doubt: a line of which nobody can say whether it is a title or a lead; the item is then kept aside.
    """

    anchor: Anchor
    title: Line | None
    summary: tuple[Line, ...]
    doubt: Line | None = None


@dataclass(frozen=True)
class Gaps:
    """Free lines before the first anchor, between anchors and after the last one.

    Attributes:
        lines: without noise.
        all: every line between the anchors.
    """

    lines: tuple[tuple[Line, ...], ...]
    all: tuple[tuple[Line, ...], ...]
