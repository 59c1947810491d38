"""The page that explains how to follow the newsroom, with the feeds of a filter."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from dateline.archive.filters import usual_query
from dateline.archive.query import Filter, Query
from dateline.public.feeds.messages import messages_in
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.formats import event_calendar
from dateline.public.site.list_paths import feed_path, follow_path, list_path
from dateline.public.site.page import Head, PageContext, Renderer
from dateline.public.site.pages.embeds import snippets
from dateline.public.site.pages.facets import active
from dateline.public.site.pages.listing import read_filter
from dateline.web.http import Request, Response, redirect


def follow_page(renderer: Renderer, context: PageContext, request: Request) -> Response:
    """Answer ``/{ui}/follow``: the feeds of a filter, a redirect to its canonical address, or 404."""
    parsed = read_filter(renderer, context, request)
    if isinstance(parsed, Response):
        return parsed
    ui = context.ui
    query = usual_query(parsed.query.filter, reader=ui)
    address = follow_path(ui, query)
    if address != (f"{request.path}?{request.query}" if request.query else request.path):
        return redirect(address)
    head = Head(
        title=context.wording.gettext("Follow the news"),
        path=address,
        translations={
            language: follow_path(language, msgspec.structs.replace(query, reader=language))
            for language in context.newsroom.languages
        },
        feed_filter=query.filter,
        indexed=query == Query(reader=ui),
    )
    return renderer.page(
        "follow.html",
        context,
        head,
        active=active(context, query),
        list_path=list_path(ui, query),
        everything=follow_path(ui, Query(reader=ui)),
        feeds=list(_feeds(context, query)),
        handles=list(_handles(context, query.filter)),
        snippets=snippets(renderer, context, query),
    )


def _feeds(context: PageContext, query: Query) -> Iterator[tuple[str, str, str]]:
    """Yield (name, address, purpose) of each format in which a list can be followed."""
    gettext = messages_in(context.ui).gettext
    rows = [(row.suffix, row.name, row.purpose) for row in FEED_FORMATS.values()]
    for suffix, name, purpose in (*rows, (event_calendar.SUFFIX, event_calendar.NAME, event_calendar.PURPOSE)):
        yield name, context.public_url + feed_path(context.ui, query, suffix), gettext(purpose)


def _handles(context: PageContext, filter_: Filter) -> Iterator[tuple[str, str]]:
    """Yield (name, ActivityPub handle) of the newsroom and of the offices in a filter; nothing where it is off."""
    if not context.actor:
        return
    host = urlsplit(context.public_url).netloc
    yield context.localized(context.newsroom.name), f"@{context.actor}@{host}"
    for slug in filter_.offices:
        if slug in context.archive.offices and slug != context.actor:
            yield context.archive.offices[slug].name(context.ui), f"@{slug}@{host}"
