"""A release as a file to print and keep, and as a picture that stands for it where links are shown."""

import re

from markupsafe import Markup

from dateline.archive.port import ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Figure, Picture
from dateline.public.prints.jobs import Card, Press, Sheet
from dateline.public.site import assets, datelines, theme
from dateline.public.site.errors import NotPrintedError
from dateline.public.site.page import Pages, Setting, media
from dateline.public.site.pages.cards import safe
from dateline.public.site.pages.faults import fault, gone, not_found, other_languages
from dateline.public.site.pages.release import body_parts, event, moment, notices, preview
from dateline.text.xmltext import carried
from dateline.web.http import Response, redirect
from dateline.web.links import path_of, print_path, release_path

SHEET, CARD = "pdf", "png"
PART = re.compile(rf"([0-9]{{1,9}})\.({SHEET}|{CARD})")
"""The last part of the address of a print: number and suffix."""

_WIDE = 1200  # pixels; on 170 mm of paper as fine as print wants it
_TYPES = {SHEET: "application/pdf", CARD: "image/png"}


def print_page(pages: Pages, setting: Setting, press: Press, *, language: str, part: str, query: str) -> Response:
    """Answer ``/{language}/news/{number}.pdf`` or ``.png``: the file, 410, 404, or 503 where it cannot be made.

    ``part`` is the last part of the address, as ``PART`` wants it. The card of a release that has a picture is its
    picture.
    """
    name, _, suffix = part.partition(".")
    number = int(name)
    reading = setting.archive.text(number, language)
    paths = {tag: release_path(tag, number, slug) for tag, slug in setting.archive.languages_of(number).items()}
    if reading is None:
        return other_languages(pages, setting, paths) if paths else not_found(pages, setting)
    if reading.edition is None:
        return gone(pages, setting, reading, paths)
    if query:
        return redirect(print_path(language, number, suffix))
    picture = preview(reading.edition) if suffix == CARD else None
    if picture is not None:
        return redirect(media(picture.file), permanent=False)
    job = (sheet_of if suffix == SHEET else card_of)(pages, setting, reading, reading.edition)
    try:
        body = press(job)
    except NotPrintedError:
        return _not_printed(pages, setting, paths[language])
    headers = (
        ("content-type", _TYPES[suffix]),
        ("content-language", language),
        ("content-disposition", f'inline; filename="{number}-{language}.{suffix}"'),
        ("x-robots-tag", "noindex"),
        ("link", f'<{setting.public_url}{paths[language]}>; rel="canonical"'),
    )
    return Response(200, headers, body)


def sheet_of(pages: Pages, setting: Setting, reading: ReleaseText, edition: Edition) -> Sheet:
    """Return the release as a document, with everything that its page says of it and nothing of the site around it."""
    address = setting.public_url + release_path(edition.language, edition.number, edition.slug)
    # leads there whatever the headline becomes
    short = setting.public_url + path_of(edition.language, edition.number)
    body, opened = body_parts(edition)
    logo = setting.newsroom.logo
    html = pages.fragment(
        "sheet.html",
        setting.wording,
        setting=setting,
        edition=edition,
        reading=reading,
        style=_style(setting.newsroom.accent, short),
        address=address,
        code=_code(short),
        organisation=setting.called(setting.newsroom.name),
        short_name=setting.called(setting.newsroom.short_name),
        logo=logo.file if logo else "",
        published=moment(setting, edition.published_at, exact=edition.published_precision == "instant"),
        notices=notices(setting, reading),
        event=event(setting, edition),
        lead_dateline="" if opened else datelines.dateline(edition.dateline, edition.language),
        picture=_file(edition.picture) if edition.picture else "",
        body=[(sort, part, _file(part.picture) if isinstance(part, Figure) else shown) for sort, part, shown in body],
        notes_to_editors=safe(edition.notes, edition.language),
        boilerplate=safe(edition.boilerplate, edition.language),
    )
    shown = [_file(picture) for picture in edition.pictures()] + ([logo.file] if logo else [])
    return Sheet(html=carried(html), address=address, files=tuple(sorted({name for name in shown if name})))


def card_of(_pages: Pages, setting: Setting, reading: ReleaseText, edition: Edition) -> Card:
    """Return what stands for a release that has no picture where links are shown."""
    colours = theme.colours(setting.newsroom.accent)[0]
    day = datelines.day(setting.published_on(edition.published_at), edition.language).replace("\xa0", " ")
    kind = edition.kind.name if edition.kind else ""
    said = setting.wording.gettext("This release has been withdrawn") if reading.state == "withdrawn" else kind
    return Card(
        language=edition.language,
        headline=carried(edition.headline),
        above=carried(" · ".join(part for part in (said, day) if part)),
        below=(
            carried(setting.called(setting.newsroom.name)),
            carried(edition.issuer.strip() or (edition.offices[0].name if edition.offices else "")),
        ),
        ground=colours["band"],
        ink="#ffffff",
        soft=colours["on-band-soft"],
    )


def _file(picture: Picture) -> str:
    """Return the rendition to print, of the sort that everybody can read; empty where there is none."""
    if not picture.renditions:
        return ""
    fallback = picture.renditions[-1]
    fitting = [one for one in picture.renditions if one.type == fallback.type and one.width <= _WIDE]
    return (fitting[-1] if fitting else fallback).file


def _style(accent: str, address: str) -> Markup:
    style = (assets.STATIC / "sheet.css").read_text("utf-8").replace("var(--band)", theme.colours(accent)[0]["band"])
    return Markup(style.replace("var(--address)", re.sub(r"[^!#-;=?-\[\]-~]", "", address)))  # noqa: S704


def _code(address: str) -> str:
    """Return the QR code of an address as an address of its own picture."""
    import segno  # noqa: PLC0415 - only prints need it, and a public process should start without it

    code: str = segno.make(address, error="m", micro=False).svg_data_uri(border=2)
    return code


def _not_printed(pages: Pages, setting: Setting, path: str) -> Response:
    say = setting.wording.gettext
    sentence = say("This file cannot be made at the moment. You can print the page of the release itself.")
    return fault(pages, setting, 503, sentence, ways=[(say("Go to the release"), path)])
