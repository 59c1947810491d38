"""A release at its own address, with everything that belongs to it."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

from dateline.archive.port import Item, Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Figure, Quote, Recording, Rendition, Text
from dateline.public.prints.jobs import HEIGHT, WIDTH
from dateline.public.site import datelines
from dateline.public.site.listpath import list_of
from dateline.public.site.page import Head, Pages, Setting, elsewhere
from dateline.public.site.pages.cards import Cards, safe, sources
from dateline.public.site.pages.faults import gone, not_found, other_languages
from dateline.public.site.pages.structured import structured
from dateline.public.site.redirects import led_on
from dateline.text.typography import kept_together
from dateline.web.activitypub import MEDIA_TYPE, text_path
from dateline.web.forms import RELEASES
from dateline.web.http import Response, redirect
from dateline.web.links import path_of, print_path, release_path

_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>")
_QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "ru": ("«", "»"), "ar": ("«", "»"), "uk": ("«", "»"), "de": ("„", "“")}
_STOP_OUTSIDE = {"ar", "be", "bg", "ru", "uk"}  # their full stop stands behind the closing mark
_MARKS_AROUND = re.compile(r"""^[“«„"]\s*|\s*[”»“"](?=[.!?؟…]*$)""")
_MAX_PREVIEW_WIDTH = 1600  # pixels; what link previews show is never wider


def release_page(pages: Pages, cards: Cards, setting: Setting, *, number: int, language: str, path: str) -> Response:
    """Answer ``/{language}/news/{number}/{slug}``: the text, a redirect to its address, 410, or 404 with other ways.

    A text that was taken away may lead to another one instead of 410.
    """
    archive = setting.archive
    reading = archive.text(number, language)
    paths = {tag: release_path(tag, number, slug) for tag, slug in archive.languages_of(number).items()}
    if reading is None:
        return other_languages(pages, setting, paths) if paths else not_found(pages, setting)
    if reading.edition is None:
        return led_on(archive, path_of(language, number)) or gone(pages, setting, reading, paths)
    address = release_path(language, number, reading.edition.slug)
    if path != address:
        return redirect(address)
    before, after = archive.neighbours(number, language)
    return pages.page(
        "release.html",
        setting,
        _head(setting, reading, reading.edition, paths),
        **_parts(setting, reading, reading.edition),
        translations=_translations(setting, paths, language),
        before=before,
        after=after,
        related=_related(cards, setting, number, language),
    )


def _translations(setting: Setting, paths: dict[str, str], language: str) -> list[tuple[str, str, str]]:
    """Return (language, its own name, path) of the other texts, in the newsroom's order of languages."""
    order = {tag: place for place, tag in enumerate(setting.newsroom.languages)}
    tags = sorted((tag for tag in paths if tag != language), key=lambda tag: (order.get(tag, len(order)), tag))
    return [(tag, setting.wording.own_name(tag), paths[tag]) for tag in tags]


def _parts(setting: Setting, reading: ReleaseText, edition: Edition) -> dict[str, Any]:
    body, opened = body_parts(edition)
    line = datelines.dateline(edition.dateline, edition.language)
    return {
        "edition": edition,
        "reading": reading,
        "body": body,
        # a release without running text opens its lead with the dateline
        "lead_dateline": "" if opened else line,
        "picture": sources(edition.picture) if edition.picture else None,
        "boilerplate": safe(edition.boilerplate, edition.language),
        "notes_to_editors": safe(edition.notes, edition.language),
        "published": moment(setting, edition.published_at, exact=edition.published_precision == "instant"),
        "event": event(setting, edition),
        "notices": notices(setting, reading),
        "history": _history(setting, reading),
        "kind_path": list_of(setting.ui, kinds=(edition.kind.slug,)) if edition.kind else "",
        "sheet_path": print_path(edition.language, edition.number, "pdf"),
        "known_offices": setting.archive.offices,
        "known_topics": setting.archive.topics,
    }


def body_parts(edition: Edition) -> tuple[list[tuple[str, Block, Any]], bool]:
    """Return the body as (sort, block, what to show), and whether the dateline opens it."""
    line = datelines.dateline(edition.dateline, edition.language)
    opened = False
    parts: list[tuple[str, Block, Any]] = []
    for block in edition.body:
        shown: Any = None
        if isinstance(block, Text):
            shown = _reached(safe(block.html, edition.language))
            if line and not opened:
                shown, opened = _with_dateline(shown, line)
        elif isinstance(block, Figure):
            shown = sources(block.picture)
        elif isinstance(block, Recording):
            shown = sources(block.poster) if block.poster else None
        elif isinstance(block, Quote):
            shown = quoted(block.text, edition.language)
        parts.append((type(block).__name__.lower(), block, shown))
    return parts, opened


def _reached(html: Markup) -> Markup:
    """Let the keyboard reach tables: one that is wider than the page is scrolled."""
    return Markup(str(html).replace("<table", '<table tabindex="0"'))  # noqa: S704 - cleaned before


def _with_dateline(html: Markup, line: str) -> tuple[Markup, bool]:
    """Put the dateline into the first paragraph, where the text opens with one."""
    paragraph = _FIRST_PARAGRAPH.match(html)
    if paragraph is None:
        return html, False
    opening = Markup('<strong class="dateline">%s</strong> ') % line
    return html[: paragraph.end()] + opening + html[paragraph.end() :], True


def quoted(text: str, language: str) -> str:
    """Return somebody's words in the quotation marks of the language, instead of those they may have come in."""
    said, base = _MARKS_AROUND.sub("", text.strip()), language.split("-", maxsplit=1)[0]
    opening, closing = _QUOTES.get(base, ("“", "”"))
    if base in _STOP_OUTSIDE and said.endswith(".") and not said.endswith(".."):
        said, closing = said[:-1], f"{closing}."
    return kept_together(f"{opening}{said}{closing}", language)


def moment(setting: Setting, at: dt.datetime, *, exact: bool) -> str:
    """Return a moment in the newsroom's zone: the day, and the time with its distance from UTC where it is known."""
    day = setting.wording.day(setting.published_on(at))
    if not exact:
        return day
    zone = setting.newsroom.time_zone
    return setting.wording.gettext(
        "%(day)s, %(time)s (%(zone)s)", day=day, time=setting.wording.time(at, zone), zone=_offset(setting, at)
    )


def _offset(setting: Setting, at: dt.datetime) -> str:
    ahead = at.astimezone(ZoneInfo(setting.newsroom.time_zone)).utcoffset() or dt.timedelta()
    minutes = round(ahead / dt.timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def event(setting: Setting, edition: Edition) -> str:
    """Return when the event is, such as ``18–20 March 2021``; empty where there is none."""
    first = edition.event_from_on
    return datelines.span(first, edition.event_until_on or first, setting.ui) if first else ""


def change_name(setting: Setting, change: str) -> str:
    """Return what a change is called in the history of a release."""
    say = setting.wording.gettext
    return {
        "published": say("Published"),
        "updated": say("Updated"),
        "corrected": say("Corrected"),
        "withdrawn": say("Withdrawn"),
        "restored": say("Restored"),
        "removed": say("Removed"),
    }.get(change, say("Changed"))


def notice_title(setting: Setting, note: Note) -> str:
    """Return the heading of a public notice."""
    say = setting.wording.gettext
    return {
        "corrected": say("Correction"),
        "withdrawn": say("This release has been withdrawn"),
        "restored": say("This release has been restored"),
    }.get(note.change, say("Notice"))


def notices(setting: Setting, reading: ReleaseText) -> list[tuple[str, dt.date, Note]]:
    """Return (heading, day, notice) of what was said about a release in public, the latest first."""
    return [(notice_title(setting, note), setting.published_on(note.at), note) for note in reversed(reading.notes)]


def _history(setting: Setting, reading: ReleaseText) -> list[tuple[str, str]]:
    """Return (change, moment) of each edition, oldest first; empty while there is but one."""
    if len(reading.versions) < 2:  # noqa: PLR2004 - one edition has no history
        return []
    return [(change_name(setting, change), moment(setting, at, exact=True)) for _, change, at in reading.versions]


def _related(cards: Cards, setting: Setting, number: int, language: str) -> list[Markup]:
    related: list[Item] = list(setting.archive.related(number, language))
    return cards.all(setting, related, template="card_small.html")


def _properties(setting: Setting, edition: Edition, paths: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the Open Graph says of an article. Source: ogp.me, article and locale."""
    yield "article:published_time", edition.published_at.isoformat()
    yield "article:modified_time", edition.edited_at.isoformat()
    if edition.kind:
        yield "article:section", edition.kind.name
    yield from (("article:tag", topic.name) for topic in edition.topics)
    yield "og:locale", edition.language.replace("-", "_")
    yield from (("og:locale:alternate", tag.replace("-", "_")) for tag in paths if tag != edition.language)
    if elsewhere(setting.newsroom.home_url):
        yield "article:publisher", setting.newsroom.home_url


def _forms(setting: Setting, reading: ReleaseText, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield (media type, name, address) of the other forms of a release."""
    for form in RELEASES:
        yield form.media_type, form.name, f"{path_of(edition.language, edition.number)}.{form.suffix}"
    yield "application/pdf", "PDF", print_path(edition.language, edition.number, "pdf")
    if setting.actor:  # who pastes the page's address into a search of theirs finds the text
        path = text_path("", edition.number, edition.language)
        yield MEDIA_TYPE, "ActivityPub", setting.public_url + path  # absolute: Mastodon takes it as it stands
    if reading.state == "public":  # only what stands is embedded
        address = setting.public_url + release_path(edition.language, edition.number, edition.slug)
        yield "application/json+oembed", "oEmbed", f"{setting.public_url}/api/oembed?{urlencode({'url': address})}"


def preview(edition: Edition) -> Rendition | None:
    """Return the picture that link previews show; None where a release has none, and its card stands for it."""
    wide = [one for one in (edition.picture.renditions if edition.picture else ()) if one.width <= _MAX_PREVIEW_WIDTH]
    return wide[-1] if wide else None


def _picture(setting: Setting, edition: Edition) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return address, alternative text and size of what link previews show."""
    shown = preview(edition)
    if shown is not None and edition.picture is not None:
        size = (("og:image:width", str(shown.width)), ("og:image:height", str(shown.height)))
        return f"{setting.public_url}/media/{shown.file}", edition.picture.alt, size
    size = (("og:image:width", str(WIDTH)), ("og:image:height", str(HEIGHT)))
    return setting.public_url + print_path(edition.language, edition.number, "png"), edition.headline, size


def _head(setting: Setting, reading: ReleaseText, edition: Edition, paths: dict[str, str]) -> Head:
    picture, alt, size = _picture(setting, edition)
    return Head(
        title=edition.headline,
        path=release_path(edition.language, edition.number, edition.slug),
        description=edition.lead,
        translations=paths,
        switch={language: paths.get(language, f"/{language}/news") for language in setting.newsroom.languages},
        section="news",
        indexed=reading.state == "public",
        kind="article",
        picture=picture,
        picture_alt=alt,
        properties=(*size, *_properties(setting, edition, paths)),
        forms=tuple(_forms(setting, reading, edition)),
        structured=structured(setting, reading, edition, paths),
    )
