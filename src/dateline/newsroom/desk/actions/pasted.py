"""HTML of others as blocks of a body: tidied as what is pasted, tables apart from running text."""

from typing import Any

from dateline.newsroom.desk.editions import tables
from dateline.text.pasted.blocks import flatten_blocks
from dateline.text.pasted.tables import TableBlock, split_tables


def blocks_of(tidied: str) -> list[tuple[str, Any]]:
    """Return tidied HTML (``text.pasted``) as blocks by type and value; none where there is no text."""
    blocks: list[tuple[str, Any]] = []
    for part in split_tables(tidied):
        if isinstance(part, TableBlock):
            headed = "row" if part.headed else "neither"
            blocks.append(("table", tables.value_of(part.rows, caption=part.caption, headed=headed)))
        else:
            blocks.append(("text", flatten_blocks(part.html)))
    return blocks
