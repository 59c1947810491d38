"""Snippets: HTML to copy into other sites, which shows the newest releases of a filter.

One kind loads the newest releases each time; the other is a fixed list of the present ones.
"""

from urllib.parse import urlencode

import msgspec
from markupsafe import Markup

from dateline.archive.filters import serialize, usual_query
from dateline.archive.query import Query
from dateline.public.site import assets
from dateline.public.site.list_paths import list_path
from dateline.public.site.page import PageContext, Renderer
from dateline.public.site.pages.facets import active
from dateline.text.typography import join_names
from dateline.text.xmltext import xml_safe
from dateline.web.addresses import release_path

ITEMS = 5
"""Releases in a snippet."""


class Snippet(msgspec.Struct, frozen=True):
    """HTML to copy into another page; ``name`` is unique on the page that offers it."""

    name: str
    title: str
    purpose: str
    html: str


def snippets(renderer: Renderer, context: PageContext, query: Query) -> list[Snippet]:
    """Return the live element and the static list of the newest releases of a filter."""
    items = context.archive.query(msgspec.structs.replace(query, size=ITEMS, page=1)).items
    say = context.wording.gettext
    shared = {
        "heading": _heading(context, query),
        "list_address": context.public_url + list_path(context.ui, query),
    }
    live = renderer.fragment(
        "embed_live.html",
        context.wording,
        source=_api_address(context, query),
        zone=context.newsroom.time_zone,
        script=context.public_url + assets.PREFIX + assets.component().name,
        **shared,
    )
    still = renderer.fragment(
        "embed_still.html",
        context.wording,
        items=[
            (
                item.edition,
                context.public_url + release_path(item.edition.language, item.edition.number, item.edition.slug),
                context.local_date(item.edition.published_at),
            )
            for item in items
        ],
        **shared,
    )
    return [
        Snippet(
            "live",
            say("News that keeps itself up to date"),
            say("Needs a script from this site. It sets no cookie."),
            _plain(live),
        ),
        Snippet("still", say("News as it is now"), say("Plain HTML without a script or a frame."), _plain(still)),
    ]


def _heading(context: PageContext, query: Query) -> str:
    """Return the heading, such as ``EXO: Mission in Karvenia, Policing``, without repeating the acronym."""
    chosen = [str(one.label) for one in active(context, query)]
    about = join_names(chosen, context.ui) or context.localized(context.newsroom.title)
    short = context.localized(context.newsroom.short_name)
    return about if short in about else f"{short}: {about}"


def _api_address(context: PageContext, query: Query) -> str:
    """Return the address of the list in the API."""
    filter_ = serialize(usual_query(query.filter))
    parameters = urlencode({"reader": context.ui, "size": ITEMS})
    return f"{context.public_url}/api/v1/releases?" + "&".join(part for part in (filter_, parameters) if part)


def _plain(html: Markup) -> str:
    return xml_safe(str(html)).strip()
