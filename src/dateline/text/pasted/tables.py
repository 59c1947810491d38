"""Tables: those of data stay, those that only place things on a page go."""

from lxml.html import HtmlElement

from dateline.text.pasted.tree import is_empty, unwrap

_CELLS = ("td", "th")


def straighten(body: HtmlElement) -> None:
    """Unwrap tables of layout; in the others mark the cells of the head, and take empty paragraphs out of cells."""
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
    return max(rows, default=0) <= 1


def _flatten(table: HtmlElement) -> None:
    """Leave what stands in the cells as blocks."""
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
