"""Clean HTML from editors and imports to what readers may get, and extract its text."""

import html
import re
from collections import Counter

import nh3

from dateline.text.links import FOLLOWED, ascii_host

_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "dl", "dt", "dd"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_INLINE = {"a", "strong", "em", "b", "i", "br", "sup", "sub", "abbr", "bdi", "bdo", "span"}
_INLINE |= {"code", "q", "cite", "time", "small", "s", "mark", "kbd", "samp", "var", "dfn", "ruby", "rt", "rp"}
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
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
    "type": re.compile(r"[1aAiI]"),
    "value": re.compile(r"\d{1,6}"),
}
# Dropped with their content, which is no text of the author.
_DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title"}
_MAX_ROUNDS = 6  # sound HTML takes two: one cleans, one confirms that nothing changes
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LINES = sorted(_BLOCKS | _TABLE | {"h1", "h5", "h6", "div", "br"})
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_OF_LINE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)>")
_TAGS_OF_LINE = _INLINE | {"p", "div", "font", "u", "h1", "h2", "h3", "h4", "h5", "h6", "strike", "nobr", "wbr", "img"}
_WITHOUT_END = {"br", "wbr", "img"}
_BLOCK_EDGE = re.compile(rf"<(?=/?(?:{'|'.join(_LINES)})\b)", re.IGNORECASE)


def _value(_tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute; None if this value is not allowed."""
    if attribute in {"href", "cite"}:
        return ascii_host(value)
    rule = _VALUES.get(attribute)
    return value if rule is None or rule.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=_BLOCKS | _TABLE | _INLINE,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_value,
    url_schemes=set(FOLLOWED),
    link_rel=None,
    strip_comments=True,
)
_SUPERSCRIPT = re.compile(r"<(sup|sub)(?: [^>]*)?>([0-9+\u2212=()-]+)</\1>")
_UNICODE_DIGITS = {
    "sup": str.maketrans("0123456789+-\u2212=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
    "sub": str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
_CDATA_OR_COMMENT = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->", re.DOTALL)
_no_tags = nh3.Cleaner(tags=set(), clean_content_tags=_DROPPED_WITH_CONTENT)


def clean(text: str) -> str:
    """Return well-formed HTML of allowed elements; cleaning twice changes nothing.

    Allowed are paragraphs, headings 2 to 4, lists, quotations, tables, links (http, https, mailto, tel or within the
    site; with hosts in ASCII), emphasis, struck text, ``lang`` and ``dir``. Other tags are dropped and their text
    stays; scripts, styles and frames are dropped with their content.

    Browsers repair misnested tags in their own way, so the result is cleaned until it does not change any more; HTML
    that always changes becomes plain text.
    """
    for _ in range(_MAX_ROUNDS):
        cleaned = _cleaner.clean(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    return html.escape(to_text(text), quote=False)


def to_text(text: str) -> str:
    """Return the text of HTML, a line for each block, without empty lines; entities are resolved."""
    lines = html.unescape(_no_tags.clean(_BLOCK_EDGE.sub("\n<", _SPACE.sub(" ", text)))).split("\n")
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)


def with_unicode_digits(text: str) -> str:
    """Return HTML with Unicode superscripts and subscripts: as plain text 10<sup>6</sup> would be 106."""
    return _SUPERSCRIPT.sub(lambda match: match[2].translate(_UNICODE_DIGITS[match[1]]), text)


def to_plain_text(text: str) -> str:
    """Return HTML as text for readers: as `to_text`, with superscripts and subscripts of digits in Unicode."""
    return to_text(with_unicode_digits(text))


def plain_line(text: str) -> str:
    """Return a line of text, such as a headline, without markup and entities that another system left in it.

    ``Closed for <b>repairs</b> &amp;amp; checks`` gives ``Closed for repairs & checks``. Only elements that have both
    tags, line breaks, comments and marks of CDATA are markup: ``a < b`` and ``how to use <b>`` stay. Text without any
    is returned unchanged.
    """
    for _ in range(_MAX_ROUNDS):
        before, text = text, _without_tags(with_unicode_digits(_CDATA_OR_COMMENT.sub(r"\1", text)))
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        if text == before:
            break
    return text


def _without_tags(line: str) -> str:
    """Return a line without its tags, and with a blank for each line break."""
    count: Counter[str] = Counter()
    for slash, name, _rest in _TAG_OF_LINE.findall(line):
        count[name.lower()] += -1 if slash else 1
    markup = {name for name in count if name in _TAGS_OF_LINE and (count[name] == 0 or name in _WITHOUT_END)}
    if not markup:
        return line

    def replaced(found: re.Match[str]) -> str:
        name = found[2].lower()
        return found[0] if name not in markup else " " if name in {"br", "p", "div"} else ""

    return re.sub(" {2,}", " ", _TAG_OF_LINE.sub(replaced, line)).strip()
