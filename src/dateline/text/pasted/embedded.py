"""Embedded content: sound, video and frames become links; pictures and form fields are reported."""

import re
from collections.abc import Callable

from lxml.html import Element, HtmlElement

from dateline.text.pasted.dom import addresses_in, replace_by_text, words_of
from dateline.text.pasted.losses import Losses

_DATA_ADDRESS = re.compile(r"data:([\w.+/-]{0,60}).*", re.DOTALL)
_OPENED = ("http://", "https://")
_PIXEL = re.compile(r"[01](?:px)?")
_WORD_IMAGE = re.compile(r"\b(?:emoji|wp-smiley|emoticon)\b")
_FORMULA_IMAGE = re.compile(r"\b(?:latex|tex|math\w*)\b|mwe-math", re.IGNORECASE)
_BUTTONS = {"submit", "button", "reset"}
_PLACEHOLDERS = ("data-src", "data-lazy-src", "data-original", "src", "data-srcset", "srcset")


def replace_embedded(body: HtmlElement, losses: Losses) -> None:
    """Replace embedded content below ``body`` by links or words, and report what cannot be replaced."""
    for tag, replace in _REPLACEMENTS.items():
        for element in list(body.iter(tag)):
            if element.getparent() is not None:
                replace(element, losses)


def _picture(element: HtmlElement, losses: Losses) -> None:
    alt, classes = element.get("alt") or "", element.get("class") or ""
    if alt.strip() and (_WORD_IMAGE.search(classes) or _FORMULA_IMAGE.search(classes)):
        if _FORMULA_IMAGE.search(classes):
            losses.add("formula", alt)
        replace_by_text(element, alt)
        return
    if not _is_pixel(element):
        losses.add("picture", alt or element.get("title") or "", _picture_address(element))
    element.drop_tree()


def _is_pixel(element: HtmlElement) -> bool:
    """Return whether an image is a tracking pixel, which shows nothing."""
    return any(_PIXEL.fullmatch((element.get(name) or "").strip()) for name in ("width", "height"))


def _picture_address(element: HtmlElement) -> str:
    """Return the address of a picture, also of one that a script would load later."""
    found = [(element.get(name) or "").strip() for name in _PLACEHOLDERS]
    real = next((one for one in found if one and not one.startswith("data:")), "") or next(filter(None, found), "")
    return _DATA_ADDRESS.sub(r"data:\1", real).partition(" ")[0]


def _frame(element: HtmlElement, losses: Losses) -> None:
    """Replace a frame by a link to what it shows."""
    for child in list(element):
        child.drop_tree()
    element.text = None
    _link(element, element.get("src") or "", losses)


def _player(element: HtmlElement, losses: Losses) -> None:
    """Replace sound or video by a link; its fallback content stays."""
    own = [part for part in element.iter("source", "track", "param") if _player_of(part) is element]
    sources = [element, *(part for part in own if part.tag == "source")]
    address = next((source.get("src") for source in sources if source.get("src")), "") or ""
    losses.add("picture", "", _DATA_ADDRESS.sub(r"data:\1", element.get("poster") or ""))
    for track in (part for part in own if part.tag == "track"):
        losses.add("embedded", track.get("label") or "", track.get("src") or "")
    for part in own:
        part.drop_tag()
    _link(element, address, losses)


def _player_of(part: HtmlElement) -> HtmlElement | None:
    """Return the innermost player that contains a source or track; players may be nested."""
    return next(part.iterancestors("audio", "video"), None)


def _object(element: HtmlElement, losses: Losses) -> None:
    for part in list(element.iter("param")):
        part.drop_tag()
    _link(element, element.get("data") or element.get("src") or "", losses)


def _link(element: HtmlElement, address: str, losses: Losses) -> None:
    """Turn an element into a block with a link to an address, followed by its content."""
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    title = " ".join((element.get("title") or element.get("aria-label") or "").split())
    element.tag = "div"
    if any((inner.get("href") or "").strip() == address for inner in element.iter("a")):
        return
    if not address.lower().startswith(_OPENED):
        if address not in ("", "about:blank"):
            losses.add("embedded", title, _DATA_ADDRESS.sub(r"data:\1", address))
        return
    paragraph = Element("p")
    link = Element("a", href=address)
    link.text = title or address
    paragraph.append(link)
    if words_of(element):
        content = Element("div")
        content.text, element.text = element.text, None
        for child in list(element):
            content.append(child)
        element.append(content)
    element.insert(0, paragraph)


def _drawing(element: HtmlElement, losses: Losses) -> None:
    losses.add("drawing", " ".join(element.itertext()), addresses_in(element))
    element.drop_tree()


def _field(element: HtmlElement, losses: Losses) -> None:
    sort = (element.get("type") or "text").lower()
    if sort == "image":
        losses.add("picture", element.get("alt") or "", _picture_address(element))
    elif sort != "hidden":
        losses.add("field", element.get("value") or (element.get("placeholder") or "" if sort not in _BUTTONS else ""))
    element.drop_tree()


def _area(element: HtmlElement, losses: Losses) -> None:
    losses.add("link", element.get("alt") or "", element.get("href") or "")
    element.drop_tree()


_REPLACEMENTS: dict[str, Callable[[HtmlElement, Losses], None]] = {
    "img": _picture,
    "image": _picture,
    "input": _field,
    "area": _area,
    "iframe": _frame,
    "frame": _frame,
    "embed": _object,
    "bgsound": _object,
    "applet": _object,
    "object": _object,
    "audio": _player,
    "video": _player,
    "svg": _drawing,
}
"""The function that handles each element, in this order: elements inside a player or drawing come first."""
