"""The website: which page answers which address."""

import datetime as dt
import re
from http import HTTPStatus
from urllib.parse import quote

import msgspec

from dateline.archive.port import Archive
from dateline.editions.newsroom import Newsroom
from dateline.public.prints.jobs import Press, no_press
from dateline.public.site.page import UNNAMED, Pages, Setting, Shell
from dateline.public.site.pages import directory, machines, maps
from dateline.public.site.pages.cards import Cards
from dateline.public.site.pages.faults import fault, not_found
from dateline.public.site.pages.follow import follow_page
from dateline.public.site.pages.listing import list_page
from dateline.public.site.pages.printed import PART as PRINTED
from dateline.public.site.pages.printed import print_page
from dateline.public.site.pages.release import release_page
from dateline.public.site.redirects import led_on
from dateline.public.site.wording import wording
from dateline.text.languages import INTERFACE, preferred
from dateline.web.forms import FEEDS
from dateline.web.http import Request, Response, redirect

ELSEWHERE = frozenset({"media", "static", "api", "account", "health"})
"""First parts of addresses that others answer."""

_FEEDS = frozenset(f"news.{form.suffix}" for form in FEEDS)
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_NUMBER = re.compile(r"[0-9]{1,9}")


class Site:
    """Answers requests from one generation of the archive; a pure function of its arguments."""

    def __init__(self, public_url: str, build: str, press: Press = no_press, *, actor: str = "") -> None:
        self._public_url = public_url.rstrip("/")
        self._build = build
        self._actor = actor
        self._press = press
        self._pages = Pages()
        self._cards = Cards(self._pages)

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response | None:
        """Return the page at an address, a redirect to its clean one, or 404 or 410 with a sentence.

        Args:
            request: any path; its method does not matter here.
            archive: the generation that everything on the page comes from.
            today: the day in the newsroom's zone; shortcuts to periods are counted from it.

        Returns:
            None where the address is not the website's: feeds, media, static files, the API, accounts.
        """
        parts = [part for part in request.path.split("/") if part]
        if parts and (parts[0] in ELSEWHERE or (len(parts) == 2 and parts[1] in _FEEDS)):  # noqa: PLR2004
            return None
        newsroom = archive.newsroom or UNNAMED
        if not parts:
            return _to_preferred(request, newsroom)
        if request.path == "/robots.txt":
            return machines.robots(self._public_url, request)
        if request.path == "/sitemap.xml":
            return maps.sitemap(archive, _speaking(newsroom).languages, self._public_url, request)
        shell = self._shell(request, newsroom)
        setting = Setting(**msgspec.structs.asdict(shell), archive=archive, today=today)
        if request.path == "/sitemap-news.xml":
            return maps.news_sitemap(setting, request)
        return self._page(parts, request, setting) or _old_address(request, archive) or not_found(self._pages, setting)

    def fault(self, status: int, request: Request, newsroom: Newsroom | None) -> Response:
        """Return the site's own page for 404, 410, 500 or 503, where no archive can or need be read."""
        shell = self._shell(request, newsroom or UNNAMED)
        if status == HTTPStatus.NOT_FOUND:
            return not_found(self._pages, shell)
        sentence = shell.wording.gettext("We are looking into it. Please try again in a few minutes.")
        return fault(self._pages, shell, status, sentence)

    def _shell(self, request: Request, newsroom: Newsroom) -> Shell:
        newsroom = _speaking(newsroom)
        return Shell(
            newsroom=newsroom,
            wording=wording(_interface(request, newsroom)),
            public_url=self._public_url,
            build=self._build,
            actor=self._actor,
        )

    def _page(self, parts: list[str], request: Request, setting: Setting) -> Response | None:
        """Return the page, or None where no rule of the site knows the address."""
        if len(parts) == 3 and parts[1] == "news" and _TAG.fullmatch(parts[0]) and PRINTED.fullmatch(parts[2]):  # noqa: PLR2004
            return print_page(self._pages, setting, self._press, language=parts[0], part=parts[2], query=request.query)
        if len(parts) in {3, 4} and parts[1] == "news" and _TAG.fullmatch(parts[0]) and _NUMBER.fullmatch(parts[2]):
            asked = f"{request.path}?{request.query}" if request.query else request.path
            return release_page(self._pages, self._cards, setting, number=int(parts[2]), language=parts[0], path=asked)
        if parts[0] not in setting.newsroom.languages:
            return None
        return self._interface_page(parts, request, setting)

    def _interface_page(self, parts: list[str], request: Request, setting: Setting) -> Response | None:
        match parts[1:]:
            case []:
                return redirect(f"/{setting.ui}/news")
            case ["suggest"]:
                return machines.suggest(setting, request)
            case ["news"]:
                return _at_clean_path(parts, request) or list_page(self._pages, self._cards, setting, request)
            case ["follow"]:
                return follow_page(self._pages, setting, request)
            case ["offices" | "topics", *rest] if len(rest) <= 1:
                return _at_clean_path(parts, request, query=False) or self._directory(parts[1], rest, setting)
        return None

    def _directory(self, section: str, rest: list[str], setting: Setting) -> Response:
        match section, rest:
            case "offices", [slug]:
                return directory.office_page(self._pages, self._cards, setting, slug)
            case "topics", [slug]:
                return directory.topic_page(self._pages, self._cards, setting, slug)
            case "offices", _:
                return directory.offices_page(self._pages, setting)
        return directory.topics_page(self._pages, setting)


def _speaking(newsroom: Newsroom) -> Newsroom:
    """Return the newsroom with those of its languages that the interface speaks, all of them if it names none."""
    languages = tuple(tag for tag in newsroom.languages if tag in INTERFACE) or INTERFACE
    return newsroom if languages == newsroom.languages else msgspec.structs.replace(newsroom, languages=languages)


def _interface(request: Request, newsroom: Newsroom) -> str:
    """Return the language of the interface: that of the address, where there is none the reader's."""
    first = request.path.strip("/").split("/")[0]
    for tag in (first, first.split("-")[0]):
        if tag in newsroom.languages:
            return tag
    if _TAG.fullmatch(first):
        return newsroom.languages[0]
    return preferred(request.headers.get("accept-language", ""), newsroom.languages)


def _at_clean_path(parts: list[str], request: Request, *, query: bool = True) -> Response | None:
    """Redirect to the address without doubled strokes, and without a query where a page has none."""
    clean = "/" + "/".join(parts)
    if request.path == clean and (query or not request.query):
        return None
    return redirect(quote(clean) + (f"?{request.query}" if query and request.query else ""))


def _to_preferred(request: Request, newsroom: Newsroom) -> Response:
    tag = preferred(request.headers.get("accept-language", ""), _speaking(newsroom).languages)
    answer = redirect(f"/{tag}/news", permanent=False)
    return msgspec.structs.replace(answer, headers=(*answer.headers, ("vary", "accept-language")))


def _old_address(request: Request, archive: Archive) -> Response | None:
    """Return where an address of an earlier system leads now, with its query first."""
    asked = [f"{request.path}?{request.query}"] if request.query else []
    return next(filter(None, (led_on(archive, path) for path in (*asked, request.path))), None)
