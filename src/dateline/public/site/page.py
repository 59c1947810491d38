"""The context a page is rendered in, its head, and the renderer that turns templates into responses."""

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from dateline.editions.newsroom import Names, Newsroom
from dateline.editions.parts import Rendition
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.site import assets
from dateline.public.site.contacts import contacts_for
from dateline.public.site.list_paths import feed_path, follow_path
from dateline.public.site.wording import Wording
from dateline.storage.shared_cache import SharedCache
from dateline.text.languages import direction, pick
from dateline.text.typography import join_names, prevent_breaks
from dateline.text.xmltext import page_bytes
from dateline.web.activitypub import MEDIA_TYPE, actor_path
from dateline.web.http import NamedText, Response

MEDIA_PREFIX = "/media/"
TEMPLATES = Path(__file__).parent / "templates"
MAX_CACHED_FRAGMENTS = 8192  # of about 300 bytes each; enough for a hundred facet values in each language and state

UNNAMED = Newsroom(
    salt="",
    name={"en": "Newsroom", "fr": "Salle de presse", "ru": "Пресс-центр", "ar": "غرفة الأخبار"},
    short_name={"en": "Newsroom", "fr": "Presse", "ru": "Пресс-центр", "ar": "غرفة الأخبار"},
    title={"en": "News", "fr": "Actualités", "ru": "Новости", "ar": "الأخبار"},
    tagline={},
)
"""Shown until the log has an entry about the newsroom."""


class SiteContext(msgspec.Struct, frozen=True, kw_only=True):
    """The newsroom and the reader's language: all that a page without content from the archive needs.

    Attributes:
        public_url: scheme and host of the site, without a trailing slash.
        build: version of the software.
        actor: ActivityPub handle of the newsroom; empty where ActivityPub is off.
        static_prefix: where static files are served, ends with ``/``; the desk's preview has its own.
    """

    newsroom: Newsroom
    wording: Wording
    public_url: str
    build: str
    actor: str = ""
    static_prefix: str = assets.PREFIX

    @property
    def ui(self) -> str:
        """Return the interface language."""
        return self.wording.language

    def localized(self, names: Names) -> str:
        """Return a name in the interface language, else in the language that suits best; empty without any name."""
        return pick(names, self.ui)

    def local_date(self, moment: dt.datetime) -> dt.date:
        """Return the day of an aware moment in the newsroom's time zone."""
        return moment.astimezone(ZoneInfo(self.newsroom.time_zone)).date()


class PageContext(SiteContext, frozen=True, kw_only=True):
    """Everything a page is rendered from.

    Attributes:
        archive: one generation; all content of the page comes from it.
        today: the day in the newsroom's time zone.
    """

    archive: Archive
    today: dt.date


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata of a page for browsers and search engines.

    Attributes:
        path: canonical address on this site, query included.
        translations: path by language of the same page in all languages, this one included.
        language_switch: path by interface language; empty for ``translations``.
        feed_filter: filter of the feeds that the page announces.
        section: active entry of the navigation: ``news``, ``offices``, ``topics`` or empty.
        indexed: whether search engines may list the page.
        picture: absolute address of a picture for link previews; empty for none.
        picture_alt: its alternative text.
        properties: further (name, content) of the Open Graph.
        alternates: (media type, name, address) of the page's subject in other formats.
        structured: the page's subject as JSON-LD; empty for none.
    """

    title: str
    path: str
    description: str = ""
    translations: dict[str, str] = {}
    language_switch: dict[str, str] = {}
    feed_filter: Filter = Filter()
    section: str = ""
    indexed: bool = True
    kind: str = "website"
    picture: str = ""
    picture_alt: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    alternates: tuple[tuple[str, str, str], ...] = ()
    structured: Markup = Markup()


def translated_paths(context: SiteContext, path: str) -> dict[str, str]:
    """Return the path of a page in each interface language; ``path`` starts after the language."""
    return {language: f"/{language}{path}" for language in context.newsroom.languages}


def activitypub_alternate(context: PageContext, office: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return the link to the actor of the newsroom or an office, for ``Head.alternates``; empty without one.

    When somebody enters the page's address into Mastodon's search, Mastodon finds the actor by this link. An office
    whose slug equals the newsroom's handle has no actor.
    """
    if not context.actor or office == context.actor:
        return ()
    return ((MEDIA_TYPE, "ActivityPub", context.public_url + actor_path(office)),)


class Renderer:
    """Renders templates, which are compiled once.

    Args:
        media_prefix: where pages find pictures and downloads, ends with ``/``; the desk's preview has its own.
    """

    def __init__(self, media_prefix: str = MEDIA_PREFIX) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            direction=direction,
            media_path=partial(media_path, prefix=media_prefix),
            srcset=partial(srcset, prefix=media_prefix),
            email_link=email_link,
            phone_link=phone_link,
            web_address=web_address,
            join_names=join_names,
            typeset=prevent_breaks,
        )
        self._fragments: SharedCache[tuple[Hashable, ...], Markup] = SharedCache(MAX_CACHED_FRAGMENTS)

    def cached_fragment(self, template: str, wording: Wording, **values: Hashable) -> Markup:
        """Return a part of a page, rendered once for equal values."""
        key = (template, wording.language, *values.values())
        return self._fragments.get(key, lambda: self.fragment(template, wording, **values))

    def fragment(self, template: str, wording: Wording, **values: Any) -> Markup:
        """Return a part of a page."""
        html = self._templates.get_template(template).render(_translation_functions(wording) | values)
        return Markup(html)  # noqa: S704 - escaped by the template

    def page(
        self,
        template: str,
        context: SiteContext,
        head: Head,
        *,
        status: int = 200,
        named_texts: frozenset[NamedText] = frozenset(),
        **values: Any,
    ) -> Response:
        """Return a whole page; ``named_texts`` are those that it names besides the ones read from the archive."""
        newsroom, static = context.newsroom, context.static_prefix
        shared = {
            "context": context,
            "newsroom": newsroom,
            "head": head,
            "switch": head.language_switch or head.translations or translated_paths(context, "/news"),
            "default_language": newsroom.languages[0],
            "organisation": context.localized(newsroom.name),
            "short_name": context.localized(newsroom.short_name),
            "sheet": static + assets.sheet(newsroom.accent).name,
            "icon_path": static + assets.icon(newsroom.accent).name,
            "script": static + assets.script().name,
            "head_feeds": [
                (row, feed_path(context.ui, Query(filter=head.feed_filter, reader=context.ui), row.suffix))
                for row in FEED_FORMATS.values()
            ],
            "press_contacts": contacts_for(newsroom.contacts, context.ui, newsroom.languages[0]),
            "follow_all": follow_path(context.ui, Query()),
        }
        html = self._templates.get_template(template).render(_translation_functions(context.wording) | shared | values)
        headers = (("content-type", "text/html; charset=utf-8"), ("content-language", context.ui))
        return Response(status, headers, page_bytes(html), named_texts)


def _translation_functions(wording: Wording) -> dict[str, Any]:
    return {
        "w": wording,
        "_": wording.gettext,
        "pgettext": wording.pgettext,
        "ngettext": wording.ngettext,
    }


def media_path(file: str, *, prefix: str = MEDIA_PREFIX) -> str:
    """Return the address of a file in the public media folder."""
    return prefix + file


def srcset(renditions: Sequence[Rendition], *, prefix: str = MEDIA_PREFIX) -> str:
    """Return renditions of one picture as a ``srcset``."""
    return ", ".join(f"{media_path(one.file, prefix=prefix)} {one.width}w" for one in renditions)


def web_address(address: str) -> str:
    """Return an ``http`` or ``https`` address unchanged; empty for any other scheme, which no page links."""
    return address if address.startswith(("https://", "http://")) else ""


def email_link(address: str) -> str:
    """Return the ``mailto:`` link of an e-mail address."""
    return "mailto:" + address.replace("?", "%3F").replace("&", "%26")


def phone_link(number: str) -> str:
    """Return the ``tel:`` link of a formatted phone number; empty where it has no digits."""
    digits = "".join(letter for letter in number if letter.isdigit() or letter == "+")
    return f"tel:{digits}" if digits.strip("+") else ""
