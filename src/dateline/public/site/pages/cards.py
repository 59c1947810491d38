"""Releases as lists show them; each card is rendered once per edition and language of the reader."""

import sys
from collections.abc import Iterable
from functools import lru_cache

import msgspec
import nh3
from markupsafe import Markup, escape

from dateline.archive.port import Item
from dateline.editions.parts import Picture, Rendition
from dateline.public.site.datelines import dateline
from dateline.public.site.page import Pages, Setting
from dateline.text.html import clean
from dateline.text.typography import kept_together, listed
from dateline.web.links import release_path

KEPT_BYTES = 4_000_000  # cards of about 2 kB, twice that in Cyrillic and Arabic

# letters of no script, which stand for what a search has marked
_HEADLINE, _EXTRACT = "\ue000", "\ue001"

_marked = nh3.Cleaner(tags={"mark"}, attributes={})


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as a page shows it: better formats first, then the one for everybody.

    Attributes:
        better: (media type, ``srcset``) of each format besides the fallback's.
        srcset: of the fallback's format.
    """

    better: tuple[tuple[str, str], ...]
    srcset: str
    fallback: Rendition


def sources(picture: Picture) -> Sources | None:
    """Return how to show a picture; None where it has no rendition."""
    if not picture.renditions:
        return None
    fallback = picture.renditions[-1]
    sets: dict[str, list[str]] = {}
    for rendition in picture.renditions:
        sets.setdefault(rendition.type, []).append(f"/media/{rendition.file} {rendition.width}w")
    better = sorted(
        kind for kind in sets if kind != fallback.type
    )  # AVIF before WebP: browsers take the first they know
    return Sources(
        better=tuple((kind, ", ".join(sets[kind])) for kind in better),
        srcset=", ".join(sets[fallback.type]),
        fallback=fallback,
    )


@lru_cache(maxsize=512)
def safe(html: str, language: str) -> Markup:
    """Return stored HTML for readers, cleaned again: what the archive holds is not taken on trust."""
    return Markup(kept_together(clean(html), language))  # noqa: S704


def _fine(text: str, language: str) -> str:
    fine = kept_together(text, language)
    return Markup(fine) if isinstance(text, Markup) else fine  # noqa: S704


def marked(html: str | None) -> Markup | None:
    """Return a text with its hits, and no other tag; None where there is none."""
    return None if html is None else Markup(_marked.clean(html))  # noqa: S704


class Cards:
    """Renders cards and keeps them. What a card says depends on its key alone."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._kept: dict[tuple[object, ...], Markup] = {}
        self._size_bytes = 0

    def all(self, setting: Setting, items: Iterable[Item], *, template: str = "card.html") -> list[Markup]:
        """Return the cards of items, in their order."""
        return [self.card(setting, item, template=template) for item in items]

    def card(self, setting: Setting, item: Item, *, template: str = "card.html") -> Markup:
        """Return the card of an item. One with highlights is put into the kept card of its edition."""
        edition = item.edition
        if item.headline_html is None and item.extract_html is None:
            return self._card(setting, item, template, headline=edition.headline, extract=edition.lead)
        extract_html = item.extract_html or escape(edition.lead)
        card = self._card(setting, item, template, headline=_HEADLINE, extract=_EXTRACT if extract_html else "")
        headline = _fine(marked(item.headline_html) or escape(edition.headline), edition.language)
        extract = _fine(marked(extract_html) or "", edition.language)
        return card.replace(_HEADLINE, headline).replace(_EXTRACT, extract)

    def _card(self, setting: Setting, item: Item, template: str, *, headline: str, extract: str) -> Markup:
        edition = item.edition
        key = (
            *(template, setting.ui, setting.newsroom.time_zone, headline, bool(extract), len(item.notes)),
            *(edition.release, edition.language, edition.version, edition.salt, edition.edited_at),
        )
        card = self._kept.get(key)
        if card is None:
            if self._size_bytes >= KEPT_BYTES:
                self._kept, self._size_bytes = {}, 0  # rare: a page of cards takes milliseconds to make again
            card = self._kept[key] = self._rendered(setting, item, template, headline=headline, extract=extract)
            self._size_bytes += sys.getsizeof(card)
        return card

    def _rendered(self, setting: Setting, item: Item, template: str, *, headline: str, extract: str) -> Markup:
        edition = item.edition
        corrected = [note for note in item.notes if note.change == "corrected"]
        return self._pages.fragment(
            template,
            setting.wording,
            edition=edition,
            path=release_path(edition.language, edition.number, edition.slug),
            where=listed([office.name for office in edition.offices], edition.language),
            what=listed([topic.name for topic in edition.topics], edition.language),
            day=setting.published_on(edition.published_at),
            foreign=edition.language != setting.ui,
            headline=_fine(headline, edition.language),
            extract=_fine(extract, edition.language),
            # a passage from the middle of a text does not open with it
            dateline="" if extract == _EXTRACT else dateline(edition.dateline, edition.language),
            picture=sources(edition.picture) if edition.picture else None,
            corrected_on=setting.published_on(corrected[-1].at) if corrected else None,
        )
