"""What is said of letters: bold, italics, raised, links and marks of footnotes."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from dateline.text.pasted.tree import has_block, style_of, unwrap, words_of, wrap_inside

_BOLD = re.compile(r"(?:^|;)font-weight:(?:bold|bolder|[6-9]00)")
_NOT_BOLD = re.compile(r"(?:^|;)font-weight:(?:normal|lighter|[1-5]00)")
_ITALIC = re.compile(r"(?:^|;)font-style:(?:italic|oblique)")
_NOT_ITALIC = re.compile(r"(?:^|;)font-style:normal")
_RAISED = re.compile(r"(?:^|;)vertical-align:super")
_LOWERED = re.compile(r"(?:^|;)vertical-align:sub(?:;|$)")
_FOOTNOTE = re.compile(r"#_?(?:ftn|edn|ftnt|ednt)\d+$")
_WITHIN = re.compile(r"^(?:file:[^#]*)?#")
_WRAPPERS = {"www.google.com": ("/url", "q"), "google.com": ("/url", "q")}
_SAFELINKS = ".safelinks.protection.outlook.com"
_OF_LETTERS = ("b", "strong", "i", "em", "sup", "sub", "a")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def straighten(body: HtmlElement) -> None:
    """Let tags say what styles said, links lead where they mean, and marks of footnotes be raised text."""
    for tags, denied in ((("b", "strong"), _NOT_BOLD), (("i", "em"), _NOT_ITALIC)):
        for element in list(body.iter(*tags)):
            if denied.search(style_of(element)):
                unwrap(element)
    for element in list(body.iter("span")):
        _by_its_style(element)
    for link in list(body.iter("a")):
        _straight_link(link)
    for heading in body.iter(*_HEADINGS):
        for bold in list(heading.iter("b", "strong")):
            unwrap(bold)


def let_blocks_out(body: HtmlElement) -> None:
    """Take away what says something of letters and stands around blocks, as editors know it within a block only."""
    for element in list(body.iter(*_OF_LETTERS)):
        if has_block(element):
            unwrap(element)


def _by_its_style(span: HtmlElement) -> None:
    style = style_of(span)
    if not has_block(span) and words_of(span):
        for rule, tag in ((_BOLD, "b"), (_ITALIC, "i"), (_RAISED, "sup"), (_LOWERED, "sub")):
            if rule.search(style):
                wrap_inside(span, tag)
    if "mso-list:ignore" not in style:  # the list is built from these
        unwrap(span)


def _straight_link(link: HtmlElement) -> None:
    address = (link.get("href") or "").strip()
    if _FOOTNOTE.search(address):
        _raise(link)
    if not address or _WITHIN.match(address) or not words_of(link):
        unwrap(link)
        return
    link.set("href", _meant(address))


def _raise(link: HtmlElement) -> None:
    """Raise the mark of a footnote where nothing around or inside it does so already."""
    is_raised = any(True for _ in link.iterancestors("sup")) or any(True for _ in link.iter("sup"))
    if not is_raised:
        wrap_inside(link, "sup")


def _meant(address: str) -> str:
    """Return the address behind those that count clicks or scan mail."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return address
    path, name = _WRAPPERS.get(host, ("", ""))
    if host.endswith(_SAFELINKS):
        path, name = parts.path, "url"
    if not name or parts.path != path:
        return address
    found = parse_qs(parts.query).get(name, [""])[0]
    return found if found.startswith(("http://", "https://", "mailto:")) else address
