"""The page of a release."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

from dateline.archive.port import Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Figure, Quote, Recording, Rendition, Text
from dateline.public import datelines
from dateline.public.formats.serving import FORMATS
from dateline.public.linked_texts import linked_texts
from dateline.public.prints.jobs import HEIGHT, WIDTH
from dateline.public.site.list_paths import filter_path
from dateline.public.site.markup import picture_sources, safe_html
from dateline.public.site.page import Head, PageContext, Renderer, web_address
from dateline.public.site.pages.cards import CardRenderer
from dateline.public.site.pages.error_pages import available_in, gone, not_found, stored_redirect
from dateline.public.site.pages.json_ld import json_ld
from dateline.text.typography import prevent_breaks
from dateline.text.xmltext import without_hyphenation
from dateline.web.activitypub import MEDIA_TYPE, note_path
from dateline.web.addresses import TextAddress, release_path, short_path
from dateline.web.http import Response, redirect

_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>")
_QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "ru": ("«", "»"), "ar": ("«", "»"), "uk": ("«", "»"), "de": ("„", "“")}
_STOP_OUTSIDE = {"ar", "be", "bg", "ru", "uk"}  # languages in which the full stop follows the closing quotation mark
_OUTER_MARKS = re.compile(r"""^[“«„"]\s*|\s*[”»“"](?=[.!?؟…]*$)""")
_MAX_PREVIEW_WIDTH = 1600  # pixels; no link preview shows more


def release_page(
    renderer: Renderer, cards: CardRenderer, context: PageContext, address: TextAddress, *, path: str
) -> Response:
    """Answer ``/{language}/news/{number}/{slug}``.

    Args:
        renderer: of the site.
        cards: of related releases.
        context: of the page.
        address: number and language of the text.
        path: as requested, with its query.

    Returns:
        The text; 301 to its canonical address; for a removed text the redirect that the log holds, else 410; 404
        for an unknown one, with links to the languages of the release.
    """
    archive, number, language = context.archive, address.number, address.language
    text = archive.text(number, language)
    paths = {tag: release_path(tag, number, slug) for tag, slug in archive.languages_of(number).items()}
    if text is None:
        return available_in(renderer, context, paths) if paths else not_found(renderer, context)
    if text.edition is None:
        return stored_redirect(archive, short_path(language, number)) or gone(renderer, context, text, paths)
    canonical = release_path(language, number, text.edition.slug)
    if path != canonical:
        return redirect(canonical)
    before, after = archive.neighbours(number, language)
    related = archive.related(number, language)
    return renderer.page(
        "release.html",
        context,
        _head(context, text, text.edition, paths),
        named_texts=linked_texts(text.edition),
        **_parts(context, text, text.edition),
        translations=_translations(context, paths, language),
        before=before,
        after=after,
        related=cards.render_all(context, related, template="card_small.html"),
    )


def _translations(context: PageContext, paths: dict[str, str], language: str) -> list[tuple[str, str, str]]:
    """Return (language, its own name, path) of the other texts, in the newsroom's order of languages."""
    order = {tag: place for place, tag in enumerate(context.newsroom.languages)}
    tags = sorted((tag for tag in paths if tag != language), key=lambda tag: (order.get(tag, len(order)), tag))
    return [(tag, context.wording.own_name(tag), paths[tag]) for tag in tags]


def _parts(context: PageContext, text: ReleaseText, edition: Edition) -> dict[str, Any]:
    body, opened = body_parts(edition)
    line = datelines.dateline(edition.dateline, edition.language)
    return {
        "edition": edition,
        "text": text,
        "body": body,
        # in a release without running text the lead starts with the dateline
        "lead_dateline": "" if opened else line,
        "picture": picture_sources(edition.picture) if edition.picture else None,
        "boilerplate": safe_html(edition.boilerplate, edition.language),
        "notes_to_editors": safe_html(edition.notes, edition.language),
        "published": format_moment(context, edition.published_at, exact=edition.published_precision == "instant"),
        "event": event_days(context, edition),
        "notices": notices(context, text),
        "history": _history(context, text),
        "kind_path": filter_path(context.ui, kinds=(edition.kind.slug,)) if edition.kind else "",
        "sheet_path": short_path(edition.language, edition.number, "pdf"),
        "known_offices": context.archive.offices,
        "known_topics": context.archive.topics,
    }


def body_parts(edition: Edition) -> tuple[list[tuple[str, Block, Any]], bool]:
    """Return the body as (kind of block, block, its rendered part), and whether it starts with the dateline."""
    line = datelines.dateline(edition.dateline, edition.language)
    opened = False
    parts: list[tuple[str, Block, Any]] = []
    for block in edition.body:
        shown: Any = None
        if isinstance(block, Text):
            shown = _focusable_tables(safe_html(block.html, edition.language))
            if line and not opened:
                shown, opened = _with_dateline(shown, line)
        elif isinstance(block, Figure):
            shown = picture_sources(block.picture)
        elif isinstance(block, Recording):
            shown = picture_sources(block.poster) if block.poster else None
        elif isinstance(block, Quote):
            shown = quoted(block.text, edition.language)
        parts.append((type(block).__name__.lower(), block, shown))
    return parts, opened


def _focusable_tables(html: Markup) -> Markup:
    """Make tables focusable, so that the keyboard can scroll one that is wider than the page."""
    return Markup(str(html).replace("<table", '<table tabindex="0"'))  # noqa: S704 - cleaned before


def _with_dateline(html: Markup, line: str) -> tuple[Markup, bool]:
    """Return HTML with the dateline in its first paragraph, and whether it starts with a paragraph."""
    paragraph = _FIRST_PARAGRAPH.match(html)
    if paragraph is None:
        return html, False
    opening = Markup('<strong class="dateline">%s</strong> ') % line
    return html[: paragraph.end()] + opening + html[paragraph.end() :], True


def quoted(quotation: str, language: str) -> str:
    """Return a quotation in the quotation marks of its language, in place of those it was entered with."""
    words, base = _OUTER_MARKS.sub("", quotation.strip()), language.split("-", maxsplit=1)[0]
    opening, closing = _QUOTES.get(base, ("“", "”"))
    if base in _STOP_OUTSIDE and words.endswith(".") and not words.endswith(".."):
        words, closing = words[:-1], f"{closing}."
    return prevent_breaks(f"{opening}{words}{closing}", language)


def format_moment(context: PageContext, at: dt.datetime, *, exact: bool) -> str:
    """Return a moment in the newsroom's time zone: the day, and with ``exact`` the time and its offset from UTC."""
    day = context.wording.day(context.local_date(at))
    if not exact:
        return day
    zone = context.newsroom.time_zone
    return context.wording.gettext(
        "%(day)s, %(time)s (%(zone)s)", day=day, time=context.wording.time(at, zone), zone=_offset(context, at)
    )


def _offset(context: PageContext, at: dt.datetime) -> str:
    ahead = at.astimezone(ZoneInfo(context.newsroom.time_zone)).utcoffset() or dt.timedelta()
    minutes = round(ahead / dt.timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def event_days(context: PageContext, edition: Edition) -> str:
    """Return the days of the announced event, such as ``18–20 March 2021``; empty without one."""
    first = edition.event_from_on
    return datelines.span(first, edition.event_until_on or first, context.ui) if first else ""


def change_name(context: PageContext, change: str) -> str:
    """Return the name of a change in the history of a release."""
    say = context.wording.gettext
    return {
        "published": say("Published"),
        "updated": say("Updated"),
        "corrected": say("Corrected"),
        "withdrawn": say("Withdrawn"),
        "restored": say("Restored"),
        "removed": say("Removed"),
    }.get(change, say("Changed"))


def notice_title(context: PageContext, note: Note) -> str:
    """Return the heading of a public notice."""
    say = context.wording.gettext
    return {
        "corrected": say("Correction"),
        "withdrawn": say("This release has been withdrawn"),
        "restored": say("This release has been restored"),
    }.get(note.change, say("Notice"))


def notices(context: PageContext, text: ReleaseText) -> list[tuple[str, dt.date, Note]]:
    """Return (heading, day, notice) of the public notices of a text, the latest first."""
    return [(notice_title(context, note), context.local_date(note.at), note) for note in reversed(text.notes)]


def _history(context: PageContext, text: ReleaseText) -> list[tuple[str, str]]:
    """Return (change, moment) of each edition, oldest first; empty while there is only one."""
    if len(text.versions) < 2:  # noqa: PLR2004 - one edition is no history
        return []
    return [(change_name(context, change), format_moment(context, at, exact=True)) for _, change, at in text.versions]


def _properties(context: PageContext, edition: Edition, paths: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the Open Graph properties of an article. Source: ogp.me, article and locale."""
    yield "article:published_time", edition.published_at.isoformat()
    yield "article:modified_time", edition.edited_at.isoformat()
    if edition.kind:
        yield "article:section", edition.kind.name
    yield from (("article:tag", topic.name) for topic in edition.topics)
    yield "og:locale", edition.language.replace("-", "_")
    yield from (("og:locale:alternate", tag.replace("-", "_")) for tag in paths if tag != edition.language)
    if web_address(context.newsroom.home_url):
        yield "article:publisher", context.newsroom.home_url


def _alternates(context: PageContext, text: ReleaseText, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield (media type, name, address) of the release in other formats."""
    for suffix, format_ in FORMATS.items():
        if format_.name:
            yield format_.media_type, format_.name, short_path(edition.language, edition.number, suffix)
    yield "application/pdf", "PDF", short_path(edition.language, edition.number, "pdf")
    if context.actor:  # Mastodon finds the text when somebody searches for the page's address
        path = note_path("", edition.number, edition.language)
        yield MEDIA_TYPE, "ActivityPub", context.public_url + path  # absolute, as Mastodon resolves no relative link
    if text.state == "public":  # a withdrawn text cannot be embedded
        address = context.public_url + release_path(edition.language, edition.number, edition.slug)
        yield "application/json+oembed", "oEmbed", f"{context.public_url}/api/oembed?{urlencode({'url': address})}"


def preview_picture(edition: Edition) -> Rendition | None:
    """Return the picture for link previews; None without one: then a preview is drawn (``prints``)."""
    wide = [one for one in (edition.picture.renditions if edition.picture else ()) if one.width <= _MAX_PREVIEW_WIDTH]
    return wide[-1] if wide else None


def _picture(context: PageContext, edition: Edition) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return address, alternative text and size of the picture for link previews."""
    shown = preview_picture(edition)
    if shown is not None and edition.picture is not None:
        size = (("og:image:width", str(shown.width)), ("og:image:height", str(shown.height)))
        return f"{context.public_url}/media/{shown.file}", edition.picture.alt, size
    size = (("og:image:width", str(WIDTH)), ("og:image:height", str(HEIGHT)))
    return context.public_url + short_path(edition.language, edition.number, "png"), edition.headline, size


def _head(context: PageContext, text: ReleaseText, edition: Edition, paths: dict[str, str]) -> Head:
    picture, alt, size = _picture(context, edition)
    return Head(
        title=without_hyphenation(edition.headline),
        path=release_path(edition.language, edition.number, edition.slug),
        description=without_hyphenation(edition.lead),
        translations=paths,
        language_switch={language: paths.get(language, f"/{language}/news") for language in context.newsroom.languages},
        section="news",
        indexed=text.state == "public",
        kind="article",
        picture=picture,
        picture_alt=alt,
        properties=(*size, *_properties(context, edition, paths)),
        alternates=tuple(_alternates(context, text, edition)),
        structured=json_ld(context, text, edition, paths),
    )
