"""How to follow the newsroom, with the feeds of a filter."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from dateline.archive.query import Filter, Query
from dateline.public.site.listpath import feed_path, follow_path, list_path
from dateline.public.site.page import Head, Pages, Setting
from dateline.public.site.pages.embedding import snippets
from dateline.public.site.pages.facets import active
from dateline.public.site.pages.listing import read_filter
from dateline.web.forms import CALENDAR, FEEDS
from dateline.web.http import Request, Response, redirect


def follow_page(pages: Pages, setting: Setting, request: Request) -> Response:
    """Answer ``/{ui}/follow``: the feeds of a filter and what to do with them; wrong filters are refused."""
    asked = read_filter(pages, setting, request)
    if isinstance(asked, Response):
        return asked
    ui = setting.ui
    query = Query(filter=asked.query.filter, reader=ui)
    address = follow_path(ui, query)
    if address != (f"{request.path}?{request.query}" if request.query else request.path):
        return redirect(address)
    head = Head(
        title=setting.wording.gettext("Follow the news"),
        path=address,
        translations={
            language: follow_path(language, msgspec.structs.replace(query, reader=language))
            for language in setting.newsroom.languages
        },
        follows=query.filter,
        indexed=query == Query(reader=ui),
    )
    return pages.page(
        "follow.html",
        setting,
        head,
        active=active(setting, query),
        list_path=list_path(ui, query),
        everything=follow_path(ui, Query(reader=ui)),
        feeds=[
            (form.name, setting.public_url + feed_path(ui, query, form), _purpose(setting, form.suffix))
            for form in (*FEEDS, CALENDAR)
        ],
        handles=list(_handles(setting, query.filter)),
        snippets=snippets(pages, setting, query),
    )


def _handles(setting: Setting, follows: Filter) -> Iterator[tuple[str, str]]:
    """Yield (name, handle) of the newsroom and of the offices that a filter names; nothing where nobody is followed."""
    if not setting.actor:
        return
    host = urlsplit(setting.public_url).netloc
    yield setting.called(setting.newsroom.name), f"@{setting.actor}@{host}"
    for slug in follows.offices:
        if slug in setting.archive.offices and slug != setting.actor:
            yield setting.archive.offices[slug].name(setting.ui), f"@{slug}@{host}"


def _purpose(setting: Setting, suffix: str) -> str:
    say = setting.wording.gettext
    return {
        "atom": say("For feed readers and mail programs. It also tells which releases were removed."),
        "rss": say("For programs that do not read Atom, and for podcasts."),
        "json": say("For websites and programs of your own."),
        "ics": say("The dates of announced events, for calendars."),
    }.get(suffix, "")
