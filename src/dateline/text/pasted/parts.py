"""Tidied HTML cut where its tables stand, for editors that keep tables apart from running text."""

from html import escape
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, fragments_fromstring, tostring

from dateline.text.pasted.tree import words_of

_TOO_FAR = 100  # columns; nobody reads further


class Running(NamedTuple):
    """Running text as HTML without tables."""

    html: str


class Grid(NamedTuple):
    """A table as rows of plain text; ``headed``: the cells of its first row are headings."""

    rows: list[list[str]]
    caption: str
    headed: bool


def cut(tidied: str) -> list[Running | Grid]:
    """Return running text and tables in their order; what a merged cell covers is empty.

    Tables within lists and quotations are cut out as well and follow the block they stood in.
    """
    parts: list[Running | Grid] = []
    text = ""
    for block in fragments_fromstring(tidied):
        if isinstance(block, str):
            text += escape(block, quote=False)
            continue
        grids = [_grid(table) for table in block.iter("table")]
        if block.tag != "table":
            etree.strip_elements(block, "table", with_tail=False)
            text += tostring(block, encoding="unicode") if words_of(block) or block.tag == "hr" else ""
        if grids:
            parts += [Running(text), *grids]
            text = ""
    return [part for part in [*parts, Running(text)] if isinstance(part, Grid) or part.html.strip()]


def in_lines(tidied: str) -> str:
    """Return tidied HTML whose tables are paragraphs, a row each, for editors that have none."""
    written = []
    for part in cut(tidied):
        if isinstance(part, Running):
            written.append(part.html)
            continue
        rows = [[part.caption], *part.rows] if part.caption else part.rows
        written += [
            f"<p>{escape(' · '.join(filter(None, row)).replace(chr(10), ' '), quote=False)}</p>"
            for row in rows
            if any(row)
        ]
    return "".join(written)


def _grid(table: HtmlElement) -> Grid:
    caption = table.find(".//caption")
    rows: list[list[str]] = []
    taken: set[tuple[int, int]] = set()
    all_rows = list(table.iter("tr"))
    for at, row in enumerate(all_rows):
        rows.append(_row(row, at, taken))
    first = [cell for cell in all_rows[0] if cell.tag in {"td", "th"}] if all_rows else []
    is_headed = bool(first) and all(cell.tag == "th" for cell in first)
    return Grid([row for row in rows if row], words_of(caption) if caption is not None else "", is_headed)


def _row(row: HtmlElement, at: int, taken: set[tuple[int, int]]) -> list[str]:
    """Return the words of a row; cells that reach further are noted in ``taken``."""
    cells: list[str] = []
    for cell in row.iter("td", "th"):
        while (at, len(cells)) in taken and len(cells) < _TOO_FAR:
            cells.append("")
        down, across = (min(int(cell.get(name) or 1), _TOO_FAR) for name in ("rowspan", "colspan"))
        taken |= {(at + below, len(cells) + aside) for below in range(down) for aside in range(across)}
        cells += [_lines(cell), *[""] * (across - 1)]
    return cells[:_TOO_FAR]


def _lines(cell: HtmlElement) -> str:
    for end in list(cell.iter("br", "p", "li")):
        end.tail = "\n" + (end.tail or "")
    lines = (" ".join(line.split()) for line in "".join(cell.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)
