"""What every page shares: the setting it is shown in, its head, and the way it becomes a response."""

import datetime as dt
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from dateline.editions.newsroom import Names, Newsroom
from dateline.public.site import assets
from dateline.public.site.listpath import feed_path, follow_path
from dateline.public.site.wording import Wording
from dateline.text.languages import direction, pick
from dateline.text.typography import kept_together, listed
from dateline.web.activitypub import MEDIA_TYPE, actor_path
from dateline.web.forms import FEEDS
from dateline.web.http import Response

TEMPLATES = Path(__file__).parent / "templates"
PARTS = 8192  # kept parts of about 300 bytes: a hundred values of facets in each language and state

UNNAMED = Newsroom(
    salt="",
    name={"en": "Newsroom", "fr": "Salle de presse", "ru": "Пресс-центр", "ar": "غرفة الأخبار"},
    short_name={"en": "Newsroom", "fr": "Presse", "ru": "Пресс-центр", "ar": "غرفة الأخبار"},
    title={"en": "News", "fr": "Actualités", "ru": "Новости", "ar": "الأخبار"},
    tagline={},
)
"""Shown until the desk has said what the newsroom is called."""


class Shell(msgspec.Struct, frozen=True, kw_only=True):
    """Whose page it is and for whom: enough for pages that show nothing of the archive.

    Attributes:
        public_url: scheme and host of the site, without a stroke at its end.
        build: version of the software.
        actor: name under which the newsroom is followed from Mastodon and others; empty where nobody is.
    """

    newsroom: Newsroom
    wording: Wording
    public_url: str
    build: str
    actor: str = ""

    @property
    def ui(self) -> str:
        """Return the interface language."""
        return self.wording.language

    def called(self, names: Names) -> str:
        """Return a name for this reader; empty where there is none."""
        return pick(names, self.ui)

    def published_on(self, moment: dt.datetime) -> dt.date:
        """Return the day of an aware moment in the newsroom's zone."""
        return moment.astimezone(ZoneInfo(self.newsroom.time_zone)).date()


class Setting(Shell, frozen=True, kw_only=True):
    """A shell with something to read in it.

    Attributes:
        archive: one generation; everything on the page comes from it.
        today: the day in the newsroom's zone.
    """

    archive: Archive
    today: dt.date


def actor_forms(setting: Setting, office: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return the actor of the newsroom or an office, as a form of its page; nothing where nobody is followed.

    Who pastes the page's address into a search of theirs finds whom to follow. An office that is called as the
    newsroom's actor is has none.
    """
    if not setting.actor or office == setting.actor:
        return ()
    return ((MEDIA_TYPE, "ActivityPub", setting.public_url + actor_path(office)),)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself to browsers and search engines.

    Attributes:
        path: the page's one address on this site, query included.
        translations: path per language of the same page in other languages, this one included.
        switch: path per interface language for the language switch.
        follows: what the feeds that go with the page tell of.
        section: entry of the navigation that the page belongs to: ``news``, ``offices``, ``topics`` or none.
        indexed: whether search engines should list it.
        picture: absolute address of a picture for link previews; empty for none.
        picture_alt: what it shows.
        properties: further (name, content) of the Open Graph.
        forms: (media type, name, path) of the page's subject in other forms.
        structured: the page's subject as JSON-LD; empty for none.
    """

    title: str
    path: str
    description: str = ""
    translations: dict[str, str] = {}
    switch: dict[str, str] = {}
    follows: Filter = Filter()
    section: str = ""
    indexed: bool = True
    kind: str = "website"
    picture: str = ""
    picture_alt: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    forms: tuple[tuple[str, str, str], ...] = ()
    structured: Markup = Markup()


def same_page(setting: Shell, path: str) -> dict[str, str]:
    """Return the path of a page in each interface language; ``path`` begins behind the language."""
    return {language: f"/{language}{path}" for language in setting.newsroom.languages}


class Pages:
    """The templates, compiled once."""

    def __init__(self) -> None:
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
            media=media,
            email=email,
            phone=phone,
            elsewhere=elsewhere,
            listed=listed,
            fine=kept_together,
        )
        self._parts: dict[tuple[object, ...], Markup] = {}

    def part(self, template: str, wording: Wording, **values: Hashable) -> Markup:
        """Return a part of a page that comes again and again; it is rendered once for equal values."""
        key = (template, wording.language, *values.values())
        part = self._parts.get(key)
        if part is None:
            if len(self._parts) >= PARTS:
                self._parts = {}
            part = self._parts[key] = self.fragment(template, wording, **values)
        return part

    def fragment(self, template: str, wording: Wording, **values: Any) -> Markup:
        """Return a part of a page."""
        return Markup(self._templates.get_template(template).render(_spoken(wording) | values))  # noqa: S704 - escaped

    def page(self, template: str, setting: Shell, head: Head, *, status: int = 200, **values: Any) -> Response:
        """Return a whole page."""
        newsroom = setting.newsroom
        shared = {
            "setting": setting,
            "newsroom": newsroom,
            "head": head,
            "switch": head.switch or head.translations or same_page(setting, "/news"),
            "default_language": newsroom.languages[0],
            "organisation": setting.called(newsroom.name),
            "short_name": setting.called(newsroom.short_name),
            "sheet": assets.PREFIX + assets.sheet(newsroom.accent).name,
            "icon_path": assets.PREFIX + assets.icon(newsroom.accent).name,
            "script": assets.PREFIX + assets.script().name,
            "head_feeds": [
                (form, feed_path(setting.ui, Query(filter=head.follows, reader=setting.ui), form)) for form in FEEDS
            ],
            "follow_all": follow_path(setting.ui, Query()),
        }
        html = self._templates.get_template(template).render(_spoken(setting.wording) | shared | values)
        return Response(
            status,
            (("content-type", "text/html; charset=utf-8"), ("content-language", setting.ui)),
            html.encode(),
        )


def _spoken(wording: Wording) -> dict[str, Any]:
    return {
        "w": wording,
        "_": wording.gettext,
        "pgettext": wording.pgettext,
        "ngettext": wording.ngettext,
    }


def media(file: str) -> str:
    """Return the address of a file in the public media folder."""
    return f"/media/{file}"


def elsewhere(address: str) -> str:
    """Return an address on the web as it is; empty for any other sort of address, which no page links."""
    return address if address.startswith(("https://", "http://")) else ""


def email(address: str) -> str:
    """Return the link that writes to an e-mail address."""
    return "mailto:" + address.replace("?", "%3F").replace("&", "%26")


def phone(number: str) -> str:
    """Return the link that calls a number written for people; empty where it has no digits."""
    digits = "".join(letter for letter in number if letter.isdigit() or letter == "+")
    return f"tel:{digits}" if digits.strip("+") else ""


def chunked(items: Sequence[Any], first: int) -> tuple[Sequence[Any], Sequence[Any]]:
    """Return the first so many items and the rest; a rest of one or two is not worth hiding."""
    return (items, ()) if len(items) <= first + 2 else (items[:first], items[first:])
