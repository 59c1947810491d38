"""Tidied HTML for editors that know no paragraph within a quotation or an item of a list."""

from lxml.html import Element, HtmlElement, fragment_fromstring
from lxml.html import tostring as written

from dateline.text.pasted.tree import unwrap

_NEAREST = {"h4": "h3", "dt": "p", "dd": "p"}


def flat(tidied: str) -> str:
    """Return tidied HTML without paragraphs in other blocks, as XML; where two met, a line break parts them.

    Definitions become paragraphs, headings of the fourth level those of the third.
    """
    body = fragment_fromstring(tidied, create_parent="div")
    for block in list(body.iter("blockquote", "li")):
        for paragraph in [child for child in block if child.tag == "p"]:
            if _is_after_text(paragraph):
                paragraph.addprevious(Element("br"))
            unwrap(paragraph)
    for part in list(body.iter("dl")):
        unwrap(part)
    for element in body.iter(*_NEAREST):
        element.tag = _NEAREST[str(element.tag)]
    return "".join(written(child, method="xml", encoding="unicode") for child in body)


def _is_after_text(paragraph: HtmlElement) -> bool:
    """Tell whether running text stands before a paragraph, and no list."""
    before, parent = paragraph.getprevious(), paragraph.getparent()
    if before is not None and before.tag in {"ul", "ol"}:
        return False
    return before is not None or bool(((parent.text if parent is not None else "") or "").strip())
