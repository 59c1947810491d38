"""Convert tables of the editor to HTML with allowed elements, and pasted HTML to blocks."""

from html import escape
from typing import Any

from dateline.newsroom.desk.models.body import is_grid
from dateline.text.html import clean
from dateline.text.pasted.blocks import flatten_blocks
from dateline.text.pasted.tables import TableBlock, split_tables

_ROWS_HEADED = {"row", "both"}
_COLUMNS_HEADED = {"column", "both"}


def html(value: Any) -> str:
    """Return a table with its caption and headings; empty for a malformed table or one without words.

    Cells that a merged one covers are left out; line breaks in a cell stay. A malformed table is refused when the text
    is submitted; until then the draft can be opened.
    """
    rows = value["data"] if is_grid(value) else None
    if not rows or not any(str(cell or "").strip() for row in rows for cell in row):
        return ""
    choice = value.get("table_header_choice") or ""
    spans, covered = _merged(value.get("mergeCells") or [])
    caption = str(value.get("table_caption") or "").strip()
    written = []
    for at, row in enumerate(rows):
        cells = [
            _cell(cell, scope=_scope(choice, at, column), span=spans.get((at, column), (1, 1)))
            for column, cell in enumerate(row)
            if (at, column) not in covered
        ]
        written.append(f"<tr>{''.join(cells)}</tr>")
    head = f"<thead>{written.pop(0)}</thead>" if choice in _ROWS_HEADED else ""
    body = f"<tbody>{''.join(written)}</tbody>" if written else ""
    return clean(f"<table>{f'<caption>{escape(caption)}</caption>' if caption else ''}{head}{body}</table>")


def _scope(choice: str, row: int, column: int) -> str:
    if row == 0 and choice in _ROWS_HEADED:
        return "col"
    return "row" if column == 0 and choice in _COLUMNS_HEADED else ""


def _cell(value: Any, *, scope: str, span: tuple[int, int]) -> str:
    words = "<br>".join(escape(line) for line in str("" if value is None else value).strip().split("\n"))
    down, across = span
    spread = "".join(f' {name}="{count}"' for name, count in (("rowspan", down), ("colspan", across)) if count > 1)
    return f'<th scope="{scope}"{spread}>{words}</th>' if scope else f"<td{spread}>{words}</td>"


def _merged(given: list[dict[str, int]]) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return the spans of merged cells by (row, column), and the set of cells that they cover."""
    spans, covered = {}, set()
    for one in given:
        row, column, down, across = (int(one.get(name, 1)) for name in ("row", "col", "rowspan", "colspan"))
        spans[row, column] = (down, across)
        covered |= {(row + r, column + c) for r in range(down) for c in range(across) if r or c}
    return spans, covered


def value_of(rows: list[list[str]], *, caption: str = "", headed: str = "neither") -> dict[str, Any]:
    """Return rows of text as the editor of tables saves them; shorter rows are filled up.

    Args:
        rows: each a list of cells.
        caption: what the table is about; may be empty.
        headed: ``row``, ``column``, ``both`` or ``neither``.
    """
    width = max(map(len, rows), default=0)
    return {
        "data": [[*row, *[""] * (width - len(row))] for row in rows],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": headed in _ROWS_HEADED,
        "first_col_is_header": headed in _COLUMNS_HEADED,
        "table_header_choice": headed,
        "table_caption": caption,
    }


def blocks_of(tidied: str) -> list[tuple[str, Any]]:
    """Return tidied HTML (``text.pasted``) as blocks by type and value; none where there is no text."""
    blocks: list[tuple[str, Any]] = []
    for part in split_tables(tidied):
        if isinstance(part, TableBlock):
            headed = "row" if part.headed else "neither"
            blocks.append(("table", value_of(part.rows, caption=part.caption, headed=headed)))
        else:
            blocks.append(("text", flatten_blocks(part.html)))
    return blocks
