"""The latest news of a filter on pages of other sites: HTML to copy, that follows the news or stands still."""

from urllib.parse import urlencode

import msgspec
from markupsafe import Markup

from dateline.archive.filters import serialize
from dateline.archive.query import Query
from dateline.public.site import assets
from dateline.public.site.listpath import list_path
from dateline.public.site.page import Pages, Setting
from dateline.public.site.pages.facets import active
from dateline.text.typography import listed
from dateline.text.xmltext import carried
from dateline.web.links import release_path

ITEMS = 5
"""Releases that are shown elsewhere."""


class Snippet(msgspec.Struct, frozen=True):
    """HTML to put into another page; ``name`` tells it from the others on a page."""

    name: str
    title: str
    purpose: str
    html: str


def snippets(pages: Pages, setting: Setting, query: Query) -> list[Snippet]:
    """Return what shows a filter elsewhere: an element that follows the news, and plain HTML as the news is now."""
    say = setting.wording.gettext
    shared = {
        "heading": _heading(setting, query),
        "list_address": setting.public_url + list_path(setting.ui, query),
    }
    shown = setting.archive.query(msgspec.structs.replace(query, size=ITEMS, page=1)).items
    live = pages.fragment(
        "embed_live.html",
        setting.wording,
        source=_source(setting, query),
        zone=setting.newsroom.time_zone,
        script=setting.public_url + assets.PREFIX + assets.component().name,
        **shared,
    )
    still = pages.fragment(
        "embed_still.html",
        setting.wording,
        shown=[
            (
                item.edition,
                setting.public_url + release_path(item.edition.language, item.edition.number, item.edition.slug),
                setting.published_on(item.edition.published_at),
            )
            for item in shown
        ],
        **shared,
    )
    return [
        Snippet(
            "live",
            say("News that keeps itself up to date"),
            say("Needs a script from this site. It sets no cookie."),
            _copied(live),
        ),
        Snippet("still", say("News as it is now"), say("Plain HTML without a script or a frame."), _copied(still)),
    ]


def _heading(setting: Setting, query: Query) -> str:
    """Return whose news it is, such as ``EXO: Mission in Karvenia, Policing``; the acronym once."""
    chosen = [str(one.label) for one in active(setting, query)]
    about = listed(chosen, setting.ui) or setting.called(setting.newsroom.title)
    short = setting.called(setting.newsroom.short_name)
    return about if short in about else f"{short}: {about}"


def _source(setting: Setting, query: Query) -> str:
    """Return the question to the API that the list answers to people."""
    written = serialize(Query(filter=query.filter))
    given = urlencode({"reader": setting.ui, "size": ITEMS})
    return f"{setting.public_url}/api/v1/releases?" + "&".join(part for part in (written, given) if part)


def _copied(html: Markup) -> str:
    return carried(str(html)).strip()
