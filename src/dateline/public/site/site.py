"""The website: which page answers which address."""

import datetime as dt
from http import HTTPStatus
from urllib.parse import quote

import msgspec

from dateline.archive.port import Archive
from dateline.editions.newsroom import Newsroom
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.prints.jobs import Printer, no_printer
from dateline.public.site import assets
from dateline.public.site.page import MEDIA_PREFIX, UNNAMED, PageContext, Renderer, SiteContext
from dateline.public.site.pages import directory, prints, sitemaps
from dateline.public.site.pages.cards import CardRenderer
from dateline.public.site.pages.error_pages import error_page, not_found, stored_redirect
from dateline.public.site.pages.follow import follow_page
from dateline.public.site.pages.listing import list_page
from dateline.public.site.pages.suggestions import suggest
from dateline.public.site.release.history import edition_page
from dateline.public.site.release.page import release_page
from dateline.public.site.wording import wording
from dateline.text.languages import INTERFACE
from dateline.web.addresses import LANGUAGE, parse_edition_path, parse_text_path
from dateline.web.headers import preferred_language
from dateline.web.http import Request, Response, redirect

OTHER_HANDLERS = frozenset({"media", "static", "api", "account", "health"})
"""First parts of addresses that are not the site's."""


class Site:
    """Answers requests from one generation of the archive; a pure function of its arguments.

    Args:
        public_url: scheme and host of the site.
        build: version of the software, shown in the page's metadata.
        printer: prints PDFs and link previews.
        actor: ActivityPub handle of the newsroom; empty where ActivityPub is off.
        static_prefix: where pages find style sheets and scripts, ends with ``/``.
        media_prefix: where pages find pictures and downloads, ends with ``/``.
    """

    def __init__(
        self,
        public_url: str,
        build: str,
        printer: Printer = no_printer,
        *,
        actor: str = "",
        static_prefix: str = assets.PREFIX,
        media_prefix: str = MEDIA_PREFIX,
    ) -> None:
        self._public_url = public_url.rstrip("/")
        self._build = build
        self._actor = actor
        self._static_prefix = static_prefix
        self._printer = printer
        self._renderer = Renderer(media_prefix)
        self._cards = CardRenderer(self._renderer)

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response | None:
        """Return the page at an address, a redirect to its canonical address, or an error page (404 or 410).

        Args:
            request: any path; the method does not matter.
            archive: the generation that all content of the page comes from.
            today: the day in the newsroom's time zone, for the shortcuts to periods and the news sitemap.

        Returns:
            None where the address is not the site's: feeds, media, static files, the API, accounts.
        """
        parts = [part for part in request.path.split("/") if part]
        if parts and (parts[0] in OTHER_HANDLERS or _is_feed(parts)):
            return None
        newsroom = archive.newsroom or UNNAMED
        if not parts:
            return _to_preferred_language(request, newsroom)
        if request.path == "/robots.txt":
            return sitemaps.robots(self._public_url, request)
        if request.path == "/sitemap.xml":
            return sitemaps.sitemap(archive, _with_interface_languages(newsroom).languages, self._public_url, request)
        context = PageContext(
            **msgspec.structs.asdict(self._site_context(request, newsroom)), archive=archive, today=today
        )
        if request.path == "/sitemap-news.xml":
            return sitemaps.news_sitemap(context, request)
        return (
            self._page(parts, request, context) or _old_address(request, archive) or not_found(self._renderer, context)
        )

    def fault(self, status: int, request: Request, newsroom: Newsroom | None) -> Response:
        """Return the error page for 404, 410, 500 or 503 without content from an archive."""
        context = self._site_context(request, newsroom or UNNAMED)
        if status == HTTPStatus.NOT_FOUND:
            return not_found(self._renderer, context)
        message = context.wording.gettext("We are looking into it. Please try again in a few minutes.")
        return error_page(self._renderer, context, status, message)

    def _site_context(self, request: Request, newsroom: Newsroom) -> SiteContext:
        newsroom = _with_interface_languages(newsroom)
        return SiteContext(
            newsroom=newsroom,
            wording=wording(_interface_language(request, newsroom)),
            public_url=self._public_url,
            build=self._build,
            actor=self._actor,
            static_prefix=self._static_prefix,
        )

    def _page(self, parts: list[str], request: Request, context: PageContext) -> Response | None:
        """Return the page of a release in any language, or a page of the interface; None for unknown addresses."""
        address = parse_text_path("/" + "/".join(parts))
        if address is not None and not address.suffix:
            path = f"{request.path}?{request.query}" if request.query else request.path
            return release_page(self._renderer, self._cards, context, address, path=path)
        if address is not None and address.suffix in prints.SUFFIXES:
            return prints.print_file(self._renderer, context, self._printer, address, query=request.query)
        edition = parse_edition_path("/" + "/".join(parts))
        if edition is not None:
            return edition_page(self._renderer, context, *edition)
        if parts[0] in context.newsroom.languages:
            return self._interface_page(parts[1:], request, context)
        return None

    def _interface_page(self, parts: list[str], request: Request, context: PageContext) -> Response | None:
        """Return the page at the parts of an address after its language."""
        match parts:
            case []:
                return redirect(f"/{context.ui}/news")
            case ["suggest"]:
                return suggest(context, request)
            case ["news"]:
                return _canonical(request) or list_page(self._renderer, self._cards, context, request)
            case ["follow"]:
                return follow_page(self._renderer, context, request)
            case ["offices" | "topics" as section, *slug] if len(slug) <= 1:
                return _canonical(request, keep_query=False) or self._directory(section, slug, context)
        return None

    def _directory(self, section: str, slug: list[str], context: PageContext) -> Response:
        if not slug:
            index = directory.offices_page if section == "offices" else directory.topics_page
            return index(self._renderer, context)
        page = directory.office_page if section == "offices" else directory.topic_page
        return page(self._renderer, self._cards, context, slug[0])


def _is_feed(parts: list[str]) -> bool:
    """Return whether an address is that of a feed, in any language."""
    return len(parts) == 2 and parts[1].removeprefix("news.") in FEED_FORMATS  # noqa: PLR2004


def _with_interface_languages(newsroom: Newsroom) -> Newsroom:
    """Return the newsroom without languages that the interface lacks; if none is left, with all of the interface."""
    languages = tuple(tag for tag in newsroom.languages if tag in INTERFACE) or INTERFACE
    return newsroom if languages == newsroom.languages else msgspec.structs.replace(newsroom, languages=languages)


def _interface_language(request: Request, newsroom: Newsroom) -> str:
    """Return the interface language of the address; if the address has none, the one that the reader prefers."""
    first = request.path.strip("/").split("/")[0]
    for tag in (first, first.split("-")[0]):
        if tag in newsroom.languages:
            return tag
    if LANGUAGE.fullmatch(first):
        return newsroom.languages[0]
    return preferred_language(request.headers.get("accept-language", ""), newsroom.languages)


def _canonical(request: Request, *, keep_query: bool = True) -> Response | None:
    """Redirect to the path without doubled slashes, and without the query where a page has none."""
    clean = "/" + "/".join(part for part in request.path.split("/") if part)
    if request.path == clean and (keep_query or not request.query):
        return None
    return redirect(quote(clean) + (f"?{request.query}" if keep_query and request.query else ""))


def _to_preferred_language(request: Request, newsroom: Newsroom) -> Response:
    languages = _with_interface_languages(newsroom).languages
    tag = preferred_language(request.headers.get("accept-language", ""), languages)
    response = redirect(f"/{tag}/news", permanent=False)
    return msgspec.structs.replace(response, headers=(*response.headers, ("vary", "accept-language")))


def _old_address(request: Request, archive: Archive) -> Response | None:
    """Return the stored redirect from an address of an earlier system; the address with its query is tried first."""
    with_query = [f"{request.path}?{request.query}"] if request.query else []
    return next(filter(None, (stored_redirect(archive, path) for path in (*with_query, request.path))), None)
