"""Inline markup: bold, italics, superscript and subscript, links and footnote marks."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from dateline.text.links import ascii_host, is_followed
from dateline.text.pasted.dom import has_block, style_of, unwrap, words_of, wrap_inside
from dateline.text.pasted.losses import Losses
from dateline.text.pasted.passages import pass_down

_BOLD = re.compile(r"(?:^|;)font-weight:(?:bold|bolder|[6-9]00)")
_NOT_BOLD = re.compile(r"(?:^|;)font-weight:(?:normal|lighter|[1-5]00)")
_ITALIC = re.compile(r"(?:^|;)font-style:(?:italic|oblique)")
_NOT_ITALIC = re.compile(r"(?:^|;)font-style:normal")
_RAISED = re.compile(r"(?:^|;)vertical-align:super")
_LOWERED = re.compile(r"(?:^|;)vertical-align:sub(?:;|$)")
_STRUCK = re.compile(r"(?:^|;)text-decoration(?:-line)?:[^;]*line-through")
_FOOTNOTE = re.compile(r"#_?(?:ftn|edn|ftnt|ednt)\d+$")
_WITHIN = re.compile(r"^(?:file:[^#]*)?#")
_WRAPPERS = {"www.google.com": ("/url", "q"), "google.com": ("/url", "q")}
_SAFELINKS = ".safelinks.protection.outlook.com"
_INLINE = ("b", "strong", "i", "em", "sup", "sub", "s", "a")
_STYLED = ("span", "font", "u", "ins", "big", "nobr", "tt", "acronym")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def normalize_inline(body: HtmlElement, losses: Losses) -> None:
    """Replace styles by tags, tracking links by their targets, and links to footnotes by superscript marks.

    Links that readers cannot follow become plain words and are reported.
    """
    for tags, denied in ((("b", "strong"), _NOT_BOLD), (("i", "em"), _NOT_ITALIC)):
        for element in list(body.iter(*tags)):
            if denied.search(style_of(element)):
                unwrap(element)
    _set_styles(body)
    for link in list(body.iter("a")):
        _normalize_link(link, losses)
    for heading in body.iter(*_HEADINGS):
        for bold in list(heading.iter("b", "strong")):
            unwrap(bold)


def _set_styles(body: HtmlElement) -> None:
    for struck in list(body.iter("strike")):
        struck.tag = "s"
    for element in list(body.iter(*_STYLED)):
        _style_to_tags(element)


def unwrap_around_blocks(body: HtmlElement) -> None:
    """Unwrap inline elements that contain blocks, because editors accept inline elements only inside a block."""
    for element in list(body.iter(*_INLINE)):
        if has_block(element):
            pass_down(element)
            unwrap(element)


def _style_to_tags(span: HtmlElement) -> None:
    style = style_of(span)
    if not has_block(span) and words_of(span):
        for rule, tag in ((_BOLD, "b"), (_ITALIC, "i"), (_RAISED, "sup"), (_LOWERED, "sub"), (_STRUCK, "s")):
            if rule.search(style):
                wrap_inside(span, tag)
    if "mso-list:ignore" in style:  # lists.rebuild_lists needs these
        return
    if has_block(span) or not (span.get("lang") or span.get("dir") == "rtl"):
        pass_down(span)
        unwrap(span)
    else:
        span.tag = "span"


def _normalize_link(link: HtmlElement, losses: Losses) -> None:
    address = (link.get("href") or "").strip()
    words = words_of(link)
    if _FOOTNOTE.search(address):
        _raise(link)
    elif address and not _WITHIN.match(address) and not (words and is_followed(address)):
        losses.add("link", words, address)
    if not words or not is_followed(address) or _WITHIN.match(address):
        pass_down(link)
        unwrap(link)
        return
    link.set("href", ascii_host(_target(address)))


def _raise(link: HtmlElement) -> None:
    """Put the mark of a footnote into superscript unless it is already."""
    is_raised = any(True for _ in link.iterancestors("sup")) or any(True for _ in link.iter("sup"))
    if not is_raised:
        wrap_inside(link, "sup")


def _target(address: str) -> str:
    """Return the real target of a tracking address (click counters, mail scanners); of others the address itself."""
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
    target = parse_qs(parts.query).get(name, [""])[0]
    return target if target.startswith(("http://", "https://", "mailto:")) else address
