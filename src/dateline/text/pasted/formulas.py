"""Formulas: MathML becomes a line of text with superscript and subscript. Source: MathML Core."""

from collections.abc import Callable

from lxml.html import Element, HtmlElement

from dateline.text.pasted.dom import unwrap, words_of
from dateline.text.pasted.losses import Losses

_ANNOTATIONS = ("annotation", "annotation-xml")
_RELATIONS = frozenset("=<>≤≥≠≈")


def write_formulas(body: HtmlElement, losses: Losses) -> None:
    """Replace each formula below ``body`` by a line of text, and report it, because the line may lose meaning."""
    for formula in list(body.iter("math")):
        if formula.getparent() is None:
            continue
        for annotation in list(formula.iter(*_ANNOTATIONS)):
            losses.add_furniture(words_of(annotation))  # the same formula in another notation
            annotation.drop_tree()
        if not words_of(formula):
            formula.text = formula.get("alttext") or ""
        for inner in reversed(list(formula.iter())):
            _write(inner)
        losses.add("formula", words_of(formula))
        unwrap(formula)


def _write(element: HtmlElement) -> None:
    """Write one element of a formula as text; the elements inside it are text already."""
    tag, parts = str(element.tag), list(element)
    if tag == "math" or not (tag.startswith("m") or tag == "semantics") or element.getparent() is None:
        return
    write, count = _WRITERS.get(tag, (None, 0))
    if write is not None and count in {0, len(parts)}:
        write(element, parts)
    element.tag = "span"


def _fraction(_element: HtmlElement, parts: list[HtmlElement]) -> None:
    for part in parts:
        if len(words_of(part)) > 1:
            _enclose(part, "(", ")")
    parts[0].tail = "/"


def _raised(_element: HtmlElement, parts: list[HtmlElement]) -> None:
    parts[1].tag = "sup"


def _lowered(_element: HtmlElement, parts: list[HtmlElement]) -> None:
    parts[1].tag = "sub"


def _both(_element: HtmlElement, parts: list[HtmlElement]) -> None:
    parts[1].tag, parts[2].tag = "sub", "sup"


def _root(element: HtmlElement, _parts: list[HtmlElement]) -> None:
    _enclose(element, "√(", ")")


def _root_with_index(element: HtmlElement, parts: list[HtmlElement]) -> None:
    parts[1].tag = "sup"
    element.insert(0, parts[1])
    _enclose(parts[0], "√(", ")")


def _operator(element: HtmlElement, _parts: list[HtmlElement]) -> None:
    if (element.text or "").strip() in _RELATIONS:
        element.text = f" {(element.text or '').strip()} "


def _enclose(element: HtmlElement, opening: str, closing: str) -> None:
    inner = Element("span")
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    inner.text = f"{opening}{inner.text or ''}"
    if len(inner):
        inner[-1].tail = f"{inner[-1].tail or ''}{closing}"
    else:
        inner.text += closing
    element.append(inner)


_WRITERS: dict[str, tuple[Callable[[HtmlElement, list[HtmlElement]], None], int]] = {
    "mfrac": (_fraction, 2),
    "msup": (_raised, 2),
    "mover": (_raised, 2),
    "msub": (_lowered, 2),
    "munder": (_lowered, 2),
    "msubsup": (_both, 3),
    "munderover": (_both, 3),
    "msqrt": (_root, 0),
    "mroot": (_root_with_index, 2),
    "mo": (_operator, 0),
}
"""How an element is written, and how many parts it must have; 0 for any number."""
