"""Tables: data tables stay, layout tables are unwrapped, and HTML is split at tables for editors."""

from html import escape
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, fragments_fromstring, tostring

from dateline.text.pasted.dom import is_empty, unwrap, words_of

_CELLS = ("td", "th")
_MAX_COLUMNS = 100


def normalize_tables(body: HtmlElement) -> None:
    """Unwrap layout tables; in data tables mark header cells and drop empty paragraphs."""
    for table in list(body.iter("table")):
        if _is_layout(table):
            _flatten(table)
    for table in body.iter("table"):
        for cell in table.iterfind(".//thead//td"):
            cell.tag = "th"
            cell.set("scope", "col")
        for cell in table.iter(*_CELLS):
            _tidy_cell(cell)


def _is_layout(table: HtmlElement) -> bool:
    if table.get("role") == "presentation" or any(inner is not table for inner in table.iter("table")):
        return True
    rows = [sum(1 for cell in row if cell.tag in _CELLS) for row in table.iter("tr")]
    return not 1 < max(rows, default=0) <= _MAX_COLUMNS


def _flatten(table: HtmlElement) -> None:
    """Turn the cells of a table into blocks."""
    for part in [
        child for child in table.iter("tbody", "thead", "tfoot", "tr", "colgroup", "caption") if child is not table
    ]:
        if next(part.iterancestors("table"), None) is table:
            unwrap(part)
    for cell in [one for one in table.iter(*_CELLS) if next(one.iterancestors("table"), None) is table]:
        cell.tag = "div"
    table.tag = "div"


def _tidy_cell(cell: HtmlElement) -> None:
    paragraphs = [child for child in cell if child.tag in {"p", "div"}]
    for paragraph in [one for one in paragraphs if is_empty(one)]:
        paragraph.drop_tree()
    left = [child for child in cell if child.tag in {"p", "div"}]
    if len(left) == 1 and len(cell) == 1 and not (cell.text or "").strip():
        unwrap(left[0])


class TextBlock(NamedTuple):
    """Running text as HTML without tables."""

    html: str


class TableBlock(NamedTuple):
    """A table as rows of plain text.

    Attributes:
        caption: plain text; empty for none.
        headed: whether the first row consists of header cells.
    """

    rows: list[list[str]]
    caption: str
    headed: bool


def split_tables(source: str) -> list[TextBlock | TableBlock]:
    """Return the text and the tables of normalised HTML in their order.

    A merged cell has its text in the first of the cells it covers; the others are empty. A table in a list or
    quotation follows the block it stood in.
    """
    parts: list[TextBlock | TableBlock] = []
    text = ""
    for block in fragments_fromstring(source):
        if isinstance(block, str):
            text += escape(block, quote=False)
            continue
        tables = [_table(table) for table in block.iter("table")]
        if block.tag != "table":
            etree.strip_elements(block, "table", with_tail=False)
            text += tostring(block, encoding="unicode") if words_of(block) or block.tag == "hr" else ""
        if tables:
            parts += [TextBlock(text), *tables]
            text = ""
    return [part for part in [*parts, TextBlock(text)] if isinstance(part, TableBlock) or part.html.strip()]


def tables_as_paragraphs(source: str) -> str:
    """Return normalised HTML with a paragraph for each row of its tables, for editors without tables."""
    written = []
    for part in split_tables(source):
        if isinstance(part, TextBlock):
            written.append(part.html)
            continue
        rows = [[part.caption], *part.rows] if part.caption else part.rows
        written += [
            f"<p>{escape(' · '.join(filter(None, row)).replace(chr(10), ' '), quote=False)}</p>"
            for row in rows
            if any(row)
        ]
    return "".join(written)


def _table(table: HtmlElement) -> TableBlock:
    caption = table.find(".//caption")
    rows: list[list[str]] = []
    taken: set[tuple[int, int]] = set()
    all_rows = list(table.iter("tr"))
    for at, row in enumerate(all_rows):
        rows.append(_row(row, at, taken))
    first = [cell for cell in all_rows[0] if cell.tag in {"td", "th"}] if all_rows else []
    is_headed = bool(first) and all(cell.tag == "th" for cell in first)
    return TableBlock([row for row in rows if row], words_of(caption) if caption is not None else "", is_headed)


def _row(row: HtmlElement, at: int, taken: set[tuple[int, int]]) -> list[str]:
    """Return the text of each cell of a row; cells that span further are added to ``taken``."""
    cells: list[str] = []
    for cell in row.iter("td", "th"):
        while (at, len(cells)) in taken and len(cells) < _MAX_COLUMNS:
            cells.append("")
        down, across = (min(int(cell.get(name) or 1), _MAX_COLUMNS) for name in ("rowspan", "colspan"))
        taken |= {(at + below, len(cells) + aside) for below in range(down) for aside in range(across)}
        cells += [_lines(cell), *[""] * (across - 1)]
    return cells[:_MAX_COLUMNS]


def _lines(cell: HtmlElement) -> str:
    """Return the text of a cell; the address of a link follows its words."""
    for link in list(cell.iter("a")):
        address = (link.get("href") or "").removeprefix("mailto:").removeprefix("tel:")
        if address and address not in words_of(link):
            link.tail = f" ({address}){link.tail or ''}"
    for end in list(cell.iter("br", "p", "li")):
        end.tail = "\n" + (end.tail or "")
    lines = (" ".join(line.split()) for line in "".join(cell.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)
