"""The page that explains how to follow the newsroom, with the feeds of a filter."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from dateline.archive.query import Filter, Query
from dateline.public.named_texts import listed_texts
from dateline.public.site.list_paths import feed_path, follow_path, list_path
from dateline.public.site.page import Head, PageContext, Renderer
from dateline.public.site.pages.embeds import newest, snippets
from dateline.public.site.pages.facets import active
from dateline.public.site.pages.listing import read_filter
from dateline.web.forms import CALENDAR, FEEDS
from dateline.web.http import Request, Response, redirect


def follow_page(renderer: Renderer, context: PageContext, request: Request) -> Response:
    """Answer ``/{ui}/follow``: the feeds of a filter, a redirect to its canonical address, or 404."""
    parsed = read_filter(renderer, context, request)
    if isinstance(parsed, Response):
        return parsed
    ui = context.ui
    query = Query(filter=parsed.query.filter, reader=ui)
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
    items = newest(context, query)
    return renderer.page(
        "follow.html",
        context,
        head,
        active=active(context, query),
        list_path=list_path(ui, query),
        everything=follow_path(ui, Query(reader=ui)),
        feeds=[
            (form.name, context.public_url + feed_path(ui, query, form), _purpose(context, form.suffix))
            for form in (*FEEDS, CALENDAR)
        ],
        handles=list(_handles(context, query.filter)),
        snippets=snippets(renderer, context, query, items),
        named_texts=listed_texts(items),
    )


def _handles(context: PageContext, filter_: Filter) -> Iterator[tuple[str, str]]:
    """Yield (name, ActivityPub handle) of the newsroom and of the offices in a filter; nothing where it is off."""
    if not context.actor:
        return
    host = urlsplit(context.public_url).netloc
    yield context.localized(context.newsroom.name), f"@{context.actor}@{host}"
    for slug in filter_.offices:
        if slug in context.archive.offices and slug != context.actor:
            yield context.archive.offices[slug].name(context.ui), f"@{slug}@{host}"


def _purpose(context: PageContext, suffix: str) -> str:
    say = context.wording.gettext
    return {
        "atom": say("For feed readers and mail programs. It also tells which releases were removed."),
        "rss": say("For programs that do not read Atom, and for podcasts."),
        "json": say("For websites and programs of your own."),
        "ics": say("The dates of announced events, for calendars."),
    }.get(suffix, "")
