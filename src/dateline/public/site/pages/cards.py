"""Cards: a release in a list, rendered once per edition and interface language.

The look of a card is in ``templates/card.html`` (and ``card_leading.html``, ``card_small.html``, which extend it) and
``static/list.css``; this module gives the templates their values.
"""

import sys
from collections.abc import Hashable, Iterable

from markupsafe import Markup, escape

from dateline.archive.port import Item
from dateline.public.datelines import dateline
from dateline.public.site.markup import highlighted, picture_sources, typeset
from dateline.public.site.page import PageContext, Renderer
from dateline.storage.shared_cache import SharedCache
from dateline.text.typography import join_names
from dateline.web.addresses import release_path

CACHE_BYTES = 4_000_000  # cards of about 2 kB, twice that in Cyrillic and Arabic

# private-use characters that mark where a highlighted headline and extract go
_HEADLINE, _EXTRACT = "\ue000", "\ue001"


class CardRenderer:
    """Renders cards and caches them by everything that they show.

    A cached card has no highlights. Those of a search replace two marks in the cached card.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._cache: SharedCache[tuple[Hashable, ...], Markup] = SharedCache(CACHE_BYTES, sys.getsizeof)

    def render_all(self, context: PageContext, items: Iterable[Item], *, template: str = "card.html") -> list[Markup]:
        """Return the cards of items, in their order."""
        return [self.render(context, item, template=template) for item in items]

    def render(self, context: PageContext, item: Item, *, template: str = "card.html") -> Markup:
        """Return the card of an item, with the highlights of its search."""
        edition = item.edition
        if item.headline_html is None and item.extract_html is None:
            return self._card(context, item, template, headline=edition.headline, extract=edition.lead)
        extract_html = item.extract_html or escape(edition.lead)
        card = self._card(context, item, template, headline=_HEADLINE, extract=_EXTRACT if extract_html else "")
        headline = typeset(highlighted(item.headline_html) or escape(edition.headline), edition.language)
        extract = typeset(highlighted(extract_html) or "", edition.language)
        return card.replace(_HEADLINE, headline).replace(_EXTRACT, extract)

    def _card(self, context: PageContext, item: Item, template: str, *, headline: str, extract: str) -> Markup:
        edition = item.edition
        key = (
            *(template, context.ui, context.newsroom.time_zone, headline, bool(extract), len(item.notes)),
            *(edition.release, edition.language, edition.version, edition.salt, edition.edited_at),
        )
        return self._cache.get(key, lambda: self._rendered(context, item, template, headline=headline, extract=extract))

    def _rendered(self, context: PageContext, item: Item, template: str, *, headline: str, extract: str) -> Markup:
        edition = item.edition
        corrections = [note for note in item.notes if note.change == "corrected"]
        return self._renderer.fragment(
            template,
            context.wording,
            edition=edition,
            path=release_path(edition.language, edition.number, edition.slug),
            offices=join_names([office.name for office in edition.offices], edition.language),
            topics=join_names([topic.name for topic in edition.topics], edition.language),
            day=context.local_date(edition.published_at),
            is_foreign=edition.language != context.ui,
            headline=typeset(headline, edition.language),
            extract=typeset(extract, edition.language),
            # an extract from the middle of a text does not start with the dateline
            dateline="" if extract == _EXTRACT else dateline(edition.dateline, edition.language),
            picture=picture_sources(edition.picture) if edition.picture else None,
            corrected_on=context.local_date(corrections[-1].at) if corrections else None,
        )
