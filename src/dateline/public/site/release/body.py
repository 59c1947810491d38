"""The body of a release as rendered parts, for the page and the PDF."""

import re
from typing import Any

from markupsafe import Markup

from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Figure, Quote, Recording, Text
from dateline.public import datelines
from dateline.public.site.markup import picture_sources, safe_html
from dateline.text.typography import prevent_breaks

_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>")
_QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "ru": ("«", "»"), "ar": ("«", "»"), "uk": ("«", "»"), "de": ("„", "“")}
_STOP_OUTSIDE = {"ar", "be", "bg", "ru", "uk"}  # their full stop follows the closing mark
_OUTER_MARKS = re.compile(r"""^[“«„"]\s*|\s*[”»“"](?=[.!?؟…]*$)""")


def lead_dateline(edition: Edition) -> str:
    """Return the dateline as the lead starts with it, as in lists; empty without a lead."""
    return datelines.dateline(edition.dateline, edition.language) if edition.lead else ""


def body_parts(edition: Edition) -> list[tuple[str, Block, Any]]:
    """Return the body as (kind of block, block, its rendered part); without a lead it starts with the dateline."""
    line = "" if edition.lead else datelines.dateline(edition.dateline, edition.language)
    parts: list[tuple[str, Block, Any]] = []
    for block in edition.body:
        shown: Any = None
        if isinstance(block, Text):
            shown = _focusable_tables(safe_html(block.html, edition.language))
            if line:
                shown, line = _with_dateline(shown, line), ""
        elif isinstance(block, Figure):
            shown = picture_sources(block.picture)
        elif isinstance(block, Recording):
            shown = picture_sources(block.poster) if block.poster else None
        elif isinstance(block, Quote):
            shown = quoted(block.text, edition.language)
        parts.append((type(block).__name__.lower(), block, shown))
    return parts


def _focusable_tables(html: Markup) -> Markup:
    """Make tables focusable, so that the keyboard can scroll one that is wider than the page."""
    return Markup(str(html).replace("<table", '<table tabindex="0"'))  # noqa: S704 - cleaned before


def _with_dateline(html: Markup, line: str) -> Markup:
    """Return HTML with the dateline in its first paragraph, or in one of its own before a list or heading."""
    opening = Markup('<strong class="dateline">%s</strong>') % line
    paragraph = _FIRST_PARAGRAPH.match(html)
    if paragraph is None:
        return Markup("<p>%s</p>") % opening + html
    return html[: paragraph.end()] + opening + " " + html[paragraph.end() :]


def quoted(quotation: str, language: str) -> str:
    """Return a quotation in the quotation marks of its language, in place of those it was entered with."""
    words, base = _OUTER_MARKS.sub("", quotation.strip()), language.split("-", maxsplit=1)[0]
    opening, closing = _QUOTES.get(base, ("“", "”"))
    if base in _STOP_OUTSIDE and words.endswith(".") and not words.endswith(".."):
        words, closing = words[:-1], f"{closing}."
    return prevent_breaks(f"{opening}{words}{closing}", language)
