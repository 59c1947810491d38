"""Repair of markup before it is parsed: a ``<`` that opens no element is a character of the text.

A parser reads ``<press@example.org>`` and ``x<y and the rest`` as tags and drops their words. Here such a ``<`` becomes
``&lt;``, so that the words are shown as they were written. Source: HTML Standard, section 13.2.5 (tokenization).
"""

import re
from typing import NamedTuple

_ELEMENT_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter nav nobr
noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rbc rp rt rtc
ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td
template textarea tfoot th thead time title tr track tt u ul var video wbr xml xmp
"""
_FLAG_NAMES = """
allowfullscreen async autofocus autoplay checked compact controls declare default defer disabled download formnovalidate
hidden inert ismap itemscope loop multiple muted nohref noresize noshade novalidate nowrap open playsinline readonly
required reversed selected typemustmatch webkitallowfullscreen mozallowfullscreen
"""
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_FLAGS = frozenset(_FLAG_NAMES.split())
"""Attributes that may stand without a value."""

_RENAMED = {"noscript": "div", "noframes": "div", "noembed": "div"}
_RENAMED |= {"xmp": "pre", "listing": "pre", "plaintext": "pre", "textarea": "pre"}
"""Elements whose content parsers read as plain text; they are renamed, so that their content is read as HTML."""

_RAW = frozenset({"script", "style", "title"})
_UNSHOWN = frozenset({"xml", "template", "datalist", "iframe"})
"""Elements whose content is not shown. Without an end tag, the rest of the text would be inside and not be shown."""

# Values of these attributes never contain an angle bracket. If one seems to, its closing quote is missing.
_SHORT = "href|src|class|id|style|lang|dir|align|valign|width|height|target|rel|border|colspan|rowspan|type|name"
_ATTRIBUTE = rf"""
    [\s/]++
  | (?:{_SHORT})(?![^\s=/><])\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s><"'][^\s><]*+)
  | (?:{_SHORT})(?![^\s=/><])\s*+=\s*+["'][^\s"'<>]*+
  | (?!(?:{_SHORT})\s*+=\s*+["'])[^\s/><=]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s><"'][^\s><]*+)
  | [^\s/><]++
"""
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/><]*+)((?:{_ATTRIBUTE})*+)(>?)", re.VERBOSE | re.IGNORECASE)
_PART = re.compile(rf"({_ATTRIBUTE})", re.VERBOSE | re.IGNORECASE)
_COMMENT_END = re.compile(r"--!?>")
_OPEN_QUOTE = re.compile(r"""^([^\s/><=]+\s*=\s*)["']([^"']*)$""")
_DECLARATION = re.compile(r"<!(?:--|doctype\b|\[(?:end)?if\b|element\b|entity\b|attlist\b)|<\?[a-z]", re.IGNORECASE)
_NAMESPACED = re.compile(r"[a-z][a-z0-9]{0,9}:[a-z][\w.-]*", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftps?|mailto|tel|sips?|urn|www)[:.]", re.IGNORECASE)


class Repaired(NamedTuple):
    """Markup in which each ``<`` begins a tag, a comment or a declaration.

    Attributes:
        hidden: the end of the source, where a comment, style or script never ends; empty for none.
    """

    text: str
    hidden: str


def repair(source: str) -> Repaired:
    """Return HTML in which each ``<`` begins a tag, a comment or a declaration, and all of these end."""
    text = source.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in source else source
    names = _Names(text)
    pieces: list[str] = []
    done = 0
    while (at := text.find("<", done)) >= 0:
        pieces.append(text[done:at])
        piece, done = _piece(text, at, names)
        if done < 0:
            return Repaired("".join(pieces), text[at + len(piece) :])
        pieces.append(piece)
    return Repaired("".join([*pieces, text[done:]]), "")


class _Names:
    """Names that both a start tag and an end tag of the text have."""

    def __init__(self, text: str) -> None:
        lowered = text.lower()
        self.ended = set(re.findall(r"</([a-z][^\s/><]*)", lowered))
        self.begun = set(re.findall(r"<([a-z][^\s/><]*)", lowered))


def _piece(text: str, at: int, names: _Names) -> tuple[str, int]:
    """Return the repaired markup that begins at a position, and where the rest begins; -1 if it never ends."""
    if text.startswith("<!--", at):
        end = _COMMENT_END.search(text, at + 2)  # “<!-->” is a whole comment
        return (text[at : end.end()], end.end()) if end else ("<!--", -1)
    if _DECLARATION.match(text, at):
        end_ = text.find(">", at)
        return (text[at : end_ + 1], end_ + 1) if end_ >= 0 else ("&lt;", at + 1)
    found = _TAG.match(text, at)
    if found is None or not _is_tag(found, names):
        return "&lt;", at + 1
    slash, name, rest, _end = found.groups()
    if not slash:
        rest = _sound_attributes(rest)
        if name.lower() in _RAW:
            end = re.compile(rf"</{name}[^>]*>", re.IGNORECASE).search(text, found.end())
            return (text[at : end.end()], end.end()) if end else (found[0], -1)
        if name.lower() in _UNSHOWN and name.lower() not in names.ended:
            return "", found.end()
    return f"<{slash}{_RENAMED.get(name.lower(), name)}{rest}>", found.end()


def _is_tag(found: re.Match[str], names: _Names) -> bool:
    slash, name, rest, end = found.group(1), found.group(2).lower(), found.group(3), found.group(4)
    if name in _ELEMENTS:
        if slash:
            return bool(end)
        return bool(end or "=" in rest) and _are_attributes(rest)
    if not end or "@" in name or _ADDRESS.match(name):
        return False
    if _NAMESPACED.fullmatch(name):  # of word processors, such as “o:p”
        return True
    return name in (names.begun if slash else names.ended) or rest.rstrip().endswith("/")


def _are_attributes(rest: str) -> bool:
    """Return whether the rest of a tag consists of attributes only; that of ``<b and more>`` does not."""
    return all(
        "=" in part or part.lower() in _FLAGS or not part.strip(' \t\r\n/"') or not part[0].isalpha()
        for part in _PART.findall(rest)
    )


def _sound_attributes(rest: str) -> str:
    """Return the attributes, without a quotation mark that is never closed."""
    return "".join(_OPEN_QUOTE.sub(r"\1\2", part) for part in _PART.findall(rest))
