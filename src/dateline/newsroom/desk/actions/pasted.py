"""HTML of others as blocks of a body: tidied as what is pasted, tables apart from running text."""

from typing import Any

from dateline.newsroom.desk.editions import tables
from dateline.text.pasted.flat import flat
from dateline.text.pasted.parts import Grid, cut


def blocks_of(tidied: str) -> list[tuple[str, Any]]:
    """Return tidied HTML (``plain.pasted``) as blocks by type and value; none where there is no text."""
    blocks: list[tuple[str, Any]] = []
    for part in cut(tidied):
        if isinstance(part, Grid):
            headed = "row" if part.headed else "neither"
            blocks.append(("table", tables.value_of(part.rows, caption=part.caption, headed=headed)))
        else:
            blocks.append(("text", flat(part.html)))
    return blocks
