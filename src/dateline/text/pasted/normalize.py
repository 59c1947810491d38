"""All steps from the clipboard to clean HTML."""

import re

from lxml import etree
from lxml.html import HtmlElement, document_fromstring, tostring

from dateline.text.html import clean
from dateline.text.pasted.blocks import normalize_blocks
from dateline.text.pasted.dom import style_of, unwrap, words_of
from dateline.text.pasted.inline import normalize_inline, unwrap_around_blocks
from dateline.text.pasted.lists import rebuild_lists
from dateline.text.pasted.tables import normalize_tables

MAX_CHARACTERS = 5_000_000
"""What follows is ignored. Word writes about ten characters for each of the author's."""

_CONDITIONS = re.compile(r"<!\[(?:if|endif)[^>]*>|<\?xml[^>]*>", re.IGNORECASE)
_NON_TEXT_TAGS = (
    "script",
    "style",
    "head",
    "title",
    "meta",
    "link",
    "img",
    "xml",
    "template",
    "noscript",
    "iframe",
    "object",
)
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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


def normalize_pasted(source: str) -> str:
    """Return pasted HTML as clean HTML of blocks; empty where it holds no text.

    Lists, headings 2 to 4, tables, links, bold, italics, superscript, subscript and footnotes stay; empty paragraphs
    are dropped. Normalising twice changes nothing but spacing.
    """
    body = _parsed(source)
    if body is None:
        return ""
    _drop_non_text(body)
    normalize_inline(body)
    rebuild_lists(body)
    normalize_tables(body)
    unwrap_around_blocks(body)
    normalize_blocks(body)
    inside = "".join(tostring(child, encoding="unicode", with_tail=True) for child in body)
    return clean(inside).strip()


def _parsed(source: str) -> HtmlElement | None:
    text = _NOT_IN_XML.sub("", _CONDITIONS.sub("", source[:MAX_CHARACTERS]))
    try:
        document = document_fromstring(f"<div>{text}</div>" if "<body" not in text.lower() else text)
    except (etree.ParserError, ValueError):
        return None
    body: HtmlElement | None = document.find("body")
    return body


def _drop_non_text(body: HtmlElement) -> None:
    etree.strip_elements(body, etree.Comment, etree.ProcessingInstruction, *_NON_TEXT_TAGS, with_tail=False)
    for element in list(body.iter(etree.Element)):
        if element is not body and element.getparent() is not None and _is_non_text(element):
            element.drop_tree()
    for element in list(body.iter(etree.Element)):
        if element is not body and (":" in str(element.tag) or element.tag in {"ins", "font", "center", "u"}):
            unwrap(element)


def _is_non_text(element: HtmlElement) -> bool:
    """Return whether an element is deleted, hidden, or a reviewer's comment."""
    style, classes = style_of(element), set((element.get("class") or "").split())
    if element.tag == "del" or classes & (_DELETED_CLASSES | _COMMENT_CLASSES):
        return True
    if _HIDDEN.search(style) or _COMMENT.search(style):
        return True
    return _is_google_comment(element)


def _is_google_comment(element: HtmlElement) -> bool:
    """Return whether an element is the mark of a comment in Google Docs, or the block with the comment."""
    if element.tag == "a":
        return (element.get("href") or "").startswith("#cmnt")
    if element.tag not in {"div", "p"}:
        return False
    first = next(element.iter("a"), None)
    opens = first is not None and (first.get("href") or "").startswith("#cmnt_ref")
    return opens and first is not None and words_of(element).startswith(words_of(first))
