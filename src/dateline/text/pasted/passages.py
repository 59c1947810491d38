"""Passages in another language than the text keep their ``lang`` attribute; every other ``lang`` is dropped."""

import re
from collections import Counter

from lxml.html import HtmlElement

from dateline.text.pasted.dom import style_of
from dateline.text.words import base_language

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMES = ("lang", "xml:lang")


def mark_passages(body: HtmlElement, language: str) -> None:
    """Keep ``lang`` where the language changes.

    Word names the language of its spelling checker for each run of letters, often a wrong one; all of these go.

    Args:
        body: the text.
        language: of the text; empty if unknown: then the language of most of the text is the text's own.
    """
    is_word = any("mso-" in style_of(one) or (one.get("class") or "").startswith("Mso") for one in body.iter())
    languages = _languages(body)
    own = base_language(language) or _most(body, languages)
    for element, tag in languages.items():
        parent = element.getparent()
        around = languages.get(parent, "") if parent is not None else ""
        for name in _NAMES:
            element.attrib.pop(name, None)
        if tag and not is_word and base_language(tag) != (base_language(around) or own):
            element.set("lang", tag)


def pass_down(element: HtmlElement) -> None:
    """Copy language and direction of an element that will be unwrapped to the elements inside it."""
    for name in ("lang", "dir"):
        value = element.get(name)
        for child in element if value else ():
            if isinstance(child.tag, str) and child.get(name) is None:
                child.set(name, value)


def _written(element: HtmlElement) -> str:
    found = next((value for name in _NAMES if (value := (element.get(name) or "").strip())), "")
    return found if _TAG.fullmatch(found) else ""


def _languages(body: HtmlElement) -> dict[HtmlElement, str]:
    """Return the language tag of each element, its own or that of the elements around it; empty for none."""
    languages: dict[HtmlElement, str] = {}
    for element in body.iter():
        parent = element.getparent()
        around = languages.get(parent, "") if parent is not None else ""
        languages[element] = _written(element) or around
    return languages


def _most(body: HtmlElement, languages: dict[HtmlElement, str]) -> str:
    """Return the language that most letters below ``body`` have; empty if most have no language."""
    counted: Counter[str] = Counter()
    for element, tag in languages.items():
        if isinstance(element.tag, str):
            counted[base_language(tag)] += len((element.text or "").strip())
        if element is not body:
            counted[base_language(languages.get(element.getparent(), ""))] += len((element.tail or "").strip())
    return max(counted, key=lambda tag: counted[tag], default="")
