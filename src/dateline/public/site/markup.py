"""Prepare stored HTML and pictures for the templates."""

from functools import lru_cache

import msgspec
import nh3
from markupsafe import Markup

from dateline.editions.parts import Picture, Rendition
from dateline.text.html import clean
from dateline.text.typography import prevent_breaks

_highlights_only = nh3.Cleaner(tags={"mark"}, attributes={})


class PictureSources(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a picture for ``picture.html``.

    Attributes:
        better: (media type, renditions) of each format that only newer browsers know.
        known: renditions in the fallback's format, which every browser knows.
    """

    better: tuple[tuple[str, tuple[Rendition, ...]], ...]
    known: tuple[Rendition, ...]
    fallback: Rendition


def picture_sources(picture: Picture) -> PictureSources | None:
    """Return the files of a picture; None where it has no rendition."""
    if not picture.renditions:
        return None
    fallback = picture.renditions[-1]
    sets: dict[str, tuple[Rendition, ...]] = {}
    for rendition in picture.renditions:
        sets[rendition.type] = (*sets.get(rendition.type, ()), rendition)
    better = sorted(kind for kind in sets if kind != fallback.type)  # AVIF before WebP: browsers take the first known
    return PictureSources(
        better=tuple((kind, sets[kind]) for kind in better),
        known=sets[fallback.type],
        fallback=fallback,
    )


@lru_cache(maxsize=512)
def safe_html(html: str, language: str) -> Markup:
    """Return stored HTML, cleaned again because the archive is not trusted, with no-break spaces."""
    return Markup(prevent_breaks(clean(html), language))  # noqa: S704


def typeset(text: str, language: str) -> str:
    """Return text with no-break spaces; markup stays markup."""
    typeset_text = prevent_breaks(text, language)
    return Markup(typeset_text) if isinstance(text, Markup) else typeset_text  # noqa: S704


def highlighted(html: str | None) -> Markup | None:
    """Return a search extract with its ``mark`` elements and no other tag; None for None."""
    return None if html is None else Markup(_highlights_only.clean(html))  # noqa: S704
