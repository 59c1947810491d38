"""HTML from editors and imports: what of it readers may get, and the text in it."""

import html
import re

import nh3

_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "dl", "dt", "dd"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_INLINE = {"a", "strong", "em", "b", "i", "br", "sup", "sub", "abbr", "bdi", "bdo", "span"}
_INLINE |= {"code", "q", "cite", "time", "small"}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_VALUES = {
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
    "hreflang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,3}"),
    "start": re.compile(r"\d{1,6}"),
}
# What stands in these is no text of the author, so it goes with the tag.
_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title"}
_ROUNDS = 6  # sound HTML takes two: one to clean, one to see that nothing changes
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LINES = sorted(_BLOCKS | _TABLE | {"h1", "h5", "h6", "div", "br"})
_BLOCK_EDGE = re.compile(rf"<(?=/?(?:{'|'.join(_LINES)})\b)", re.IGNORECASE)


def _value(_tag: str, attribute: str, value: str) -> str | None:
    """Keep an attribute's value where it is one the attribute can have."""
    rule = _VALUES.get(attribute)
    return value if rule is None or rule.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=_BLOCKS | _TABLE | _INLINE,
    clean_content_tags=_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_value,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)
_no_tags = nh3.Cleaner(tags=set(), clean_content_tags=_WITH_CONTENT)


def clean(text: str) -> str:
    """Return well-formed HTML with nothing but the allowed list; cleaning twice changes nothing.

    Allowed are paragraphs, headings 2 to 4, lists, quotations, tables, links (http, https, mailto, tel or
    within the site), emphasis, ``lang`` and ``dir``. Other tags go and their text stays; scripts, styles
    and frames go with what is in them.

    A browser reads misnested tags otherwise than they were written, so the result is cleaned until it
    stands still; what never does becomes plain text.
    """
    for _ in range(_ROUNDS):
        cleaned = _cleaner.clean(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    return html.escape(to_text(text), quote=False)


def to_text(text: str) -> str:
    """Return the text in HTML, one line for each block, without empty lines; entities are resolved."""
    lines = html.unescape(_no_tags.clean(_BLOCK_EDGE.sub("\n<", _SPACE.sub(" ", text)))).split("\n")
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)
