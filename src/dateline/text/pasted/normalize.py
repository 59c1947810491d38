"""All steps from pasted or imported HTML to clean HTML."""

import re
from typing import NamedTuple

import nh3
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from dateline.text.html import clean, to_text
from dateline.text.pasted.blocks import normalize_blocks
from dateline.text.pasted.dom import BLOCKS, addresses_in, style_of, unwrap, words_of
from dateline.text.pasted.embedded import replace_embedded
from dateline.text.pasted.formulas import write_formulas
from dateline.text.pasted.inline import normalize_inline, unwrap_around_blocks
from dateline.text.pasted.lines import write_lines
from dateline.text.pasted.lists import rebuild_lists
from dateline.text.pasted.losses import Loss, Losses, Sort
from dateline.text.pasted.passages import mark_passages, pass_down
from dateline.text.pasted.tables import normalize_tables
from dateline.text.pasted.tags import repair
from dateline.text.xmltext import xml_safe

MAX_CHARACTERS = 5_000_000
"""Longest source that is read; the rest is left out. Word writes about ten characters for each typed one."""

_UNSHOWN_TAGS = ("script", "style", "head", "title", "meta", "link", "base", "xml", "template", "datalist")
_UNWRAPPED_TAGS = {"center", "big", "nobr", "acronym"}
_HIDDEN = re.compile(r"display:none|mso-hide:all|visibility:hidden")
_COMMENT = re.compile(r"mso-element:comment|mso-comment-reference|mso-special-character:comment")
_COMMENT_CLASSES = {
    "MsoCommentReference",
    "MsoCommentText",
    "MsoCommentSubject",
    "msocomtxt",
    "msocomanchor",
    "msocomoff",
}
_DELETED_CLASSES = {"msoDel", "msodel", "msochangeprop"}
_EDGES = sorted(BLOCKS | {"br", "li", "dt", "dd", "tr", "td", "th", "caption", "iframe", "svg"})
_EDGE = re.compile(rf"<(?=/?(?:{'|'.join(_EDGES)})\b)", re.IGNORECASE)
# A second parser, which tells what the first one may have lost.
_words_only = nh3.Cleaner(tags=set(), clean_content_tags={*_UNSHOWN_TAGS, "iframe"} - {"meta", "link", "base"})


class Normalized(NamedTuple):
    """Clean HTML, and the words and addresses of its source that it lacks.

    Attributes:
        html: blocks of what ``text.html`` allows; empty without text.
        losses: in no particular order.
        had_words: whether the source shows words.
    """

    html: str
    losses: tuple[Loss, ...]
    had_words: bool


def normalize_pasted(source: str, language: str = "") -> Normalized:
    """Return pasted or imported HTML as clean HTML of blocks, and report all words and addresses it leaves out.

    Lists, headings 2 to 4, tables, links, bold, italics, struck text, superscript, subscript, footnotes, lines of
    verse and passages in other languages stay. Sound, video and frames become links, formulas text. Empty paragraphs
    are dropped. Normalising the result changes nothing but spacing.

    Args:
        source: HTML, well-formed or not.
        language: BCP 47 tag of the text; empty if unknown.
    """
    losses = Losses()
    losses.add("length", to_text(source[MAX_CHARACTERS:]))
    text, hidden = repair(xml_safe(source[:MAX_CHARACTERS]))
    losses.add("hidden", to_text(hidden))
    shown = _shown_words(text)
    body = _parsed(text)
    html = "" if body is None else _normalized(body, language, losses)
    losses.add_missing(shown, to_text(html))
    return Normalized(html, losses.found(), bool(shown))


def _normalized(body: HtmlElement, language: str, losses: Losses) -> str:
    etree.strip_elements(body, etree.Comment, etree.ProcessingInstruction, *_UNSHOWN_TAGS, with_tail=False)
    _unnest(body)
    replace_embedded(body, losses)
    _drop_unshown(body, losses)
    write_formulas(body, losses)
    write_lines(body)
    mark_passages(body, language)
    normalize_inline(body, losses)
    rebuild_lists(body, losses)
    normalize_tables(body)
    unwrap_around_blocks(body)
    normalize_blocks(body)
    for struck in body.iterfind(".//table//s"):
        losses.add("struck", words_of(struck))  # every importer and editor stores the cells of tables as plain text
    inside = "".join(tostring(child, encoding="unicode", with_tail=True) for child in body)
    return clean(xml_safe(inside)).strip()


def _shown_words(text: str) -> str:
    """Return the words of repaired HTML, read by a second parser, so that losses of the first one are noticed."""
    return to_text(_words_only.clean(_EDGE.sub("\n<", text)))


def _parsed(text: str) -> HtmlElement | None:
    """Return the body of a document or fragment; None where it has none."""
    try:
        document = document_fromstring(f"<div>{text}</div>", parser=HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError):
        return None
    body: HtmlElement | None = document.find("body")
    return body


def _unnest(body: HtmlElement) -> None:
    """Unwrap blocks that contain only another block, because some systems nest thousands of them."""
    for element in list(body.iter("div")):
        is_shell = len(element) == 1 and element[0].tag == "div" and not element.attrib
        if is_shell and not (element.text or "").strip() and not (element[0].tail or "").strip():
            unwrap(element)


def _drop_unshown(body: HtmlElement, losses: Losses) -> None:
    """Drop elements that are not text of the author; report deleted and hidden text and comments among them."""
    for element in list(body.iter(etree.Element)):
        if element is body or element.getparent() is None:
            continue
        sort = _unshown_sort(element)
        if sort:
            losses.add(sort, words_of(element), addresses_in(element))
            element.drop_tree()
    for element in list(body.iter(etree.Element)):
        if element is not body and (":" in str(element.tag) or element.tag in _UNWRAPPED_TAGS):
            pass_down(element)
            unwrap(element)


def _unshown_sort(element: HtmlElement) -> Sort | None:
    """Return the sort of loss of an element that is deleted, hidden or a comment; None for other elements."""
    style, classes = style_of(element), set((element.get("class") or "").split())
    if element.tag == "del" or classes & _DELETED_CLASSES:
        return "deleted"
    if classes & _COMMENT_CLASSES or _COMMENT.search(style) or _is_google_comment(element):
        return "comment"
    if _HIDDEN.search(style) or element.get("hidden") is not None:
        return "hidden"
    return None


def _is_google_comment(element: HtmlElement) -> bool:
    """Return whether an element is the mark of a comment in Google Docs, or the block with the comment."""
    if element.tag == "a":
        return (element.get("href") or "").startswith("#cmnt")
    if element.tag not in {"div", "p"}:
        return False
    first = next(element.iter("a"), None)
    opens = first is not None and (first.get("href") or "").startswith("#cmnt_ref")
    return opens and first is not None and words_of(element).startswith(words_of(first))
