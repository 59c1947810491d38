"""The PDF of a release, and the drawn link preview of a release without a picture."""

import re

from markupsafe import Markup

from dateline.archive.port import ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Figure, Picture
from dateline.public import datelines
from dateline.public.linked_texts import linked_texts
from dateline.public.prints.errors import NotPrintedError
from dateline.public.prints.jobs import LinkPreview, Printer, Sheet
from dateline.public.site import assets, theme
from dateline.public.site.markup import safe_html
from dateline.public.site.page import PageContext, Renderer, media_path
from dateline.public.site.pages.error_pages import available_in, error_page, gone, not_found
from dateline.public.site.release.body import body_parts, lead_dateline
from dateline.public.site.release.head import preview_picture
from dateline.public.site.release.notices import format_moment, notices, page_title, reference_of, withdrawal
from dateline.public.site.release.page import event_days
from dateline.text.xmltext import without_hyphenation, xml_safe
from dateline.web.addresses import TextAddress, release_path, short_path
from dateline.web.http import Response, redirect

PDF, PNG = "pdf", "png"
SUFFIXES = frozenset({PDF, PNG})

_MAX_WIDTH = 1200  # pixels; 180 dpi on 170 mm of paper
_TYPES = {PDF: "application/pdf", PNG: "image/png"}


def print_file(
    renderer: Renderer, context: PageContext, printer: Printer, address: TextAddress, *, query: str
) -> Response:
    """Answer ``/{language}/news/{number}.pdf`` or ``.png``: the file, 410, 404, or 503 where it cannot be printed.

    The suffix of ``address`` is one of ``SUFFIXES``. The PNG of a release with a picture redirects to the picture.
    """
    number, language, suffix = address.number, address.language, address.suffix
    text = context.archive.text(number, language)
    paths = {tag: release_path(tag, number, slug) for tag, slug in context.archive.languages_of(number).items()}
    if text is None:
        return available_in(renderer, context, paths) if paths else not_found(renderer, context)
    if text.edition is None:
        return gone(renderer, context, text, paths)
    if query:
        return redirect(short_path(language, number, suffix))
    picture = preview_picture(text, text.edition) if suffix == PNG else None
    if picture is not None:
        return redirect(media_path(picture.file), permanent=False)
    make_job = sheet_job if suffix == PDF else link_preview_job
    job = make_job(renderer, context, text, text.edition)
    try:
        body = printer(job)
    except NotPrintedError:
        return _not_printed(renderer, context, paths[language])
    headers = (
        ("content-type", _TYPES[suffix]),
        ("content-language", language),
        ("content-disposition", f'inline; filename="{number}-{language}.{suffix}"'),
        ("x-robots-tag", "noindex"),
        ("link", f'<{context.public_url}{paths[language]}>; rel="canonical"'),
    )
    shown_links = linked_texts(text.edition) if suffix == PDF else frozenset()
    return Response(200, headers, body, shown_links)


def sheet_job(renderer: Renderer, context: PageContext, text: ReleaseText, edition: Edition) -> Sheet:
    """Return the job that prints the PDF: everything on the page of the release, without the site around it."""
    address = context.public_url + release_path(edition.language, edition.number, edition.slug)
    # the address without the slug: it leads to the page even after the headline has changed
    short = context.public_url + short_path(edition.language, edition.number)
    logo = context.newsroom.logo
    html = renderer.fragment(
        "sheet.html",
        context.wording,
        context=context,
        edition=edition,
        text=text,
        style=_style(context.newsroom.accent, short),
        address=address,
        code=_code(short),
        organisation=context.localized(context.newsroom.name),
        short_name=context.localized(context.newsroom.short_name),
        logo=logo.file if logo else "",
        published=format_moment(context, edition.published_at, exact=edition.published_precision == "instant"),
        notices=notices(context, text),
        event=event_days(context, edition),
        title=page_title(context, text),
        reference=reference_of(context, edition),
        lead_dateline=lead_dateline(edition),
        picture=_file(edition.picture) if edition.picture else "",
        body=[
            (sort, part, _file(part.picture) if isinstance(part, Figure) else shown)
            for sort, part, shown in body_parts(edition)
        ],
        notes_to_editors=safe_html(edition.notes, edition.language),
        boilerplate=safe_html(edition.boilerplate, edition.language),
    )
    shown = [_file(picture) for picture in edition.pictures()] + ([logo.file] if logo else [])
    return Sheet(html=xml_safe(html), address=address, files=tuple(sorted({name for name in shown if name})))


def link_preview_job(_renderer: Renderer, context: PageContext, text: ReleaseText, edition: Edition) -> LinkPreview:
    """Return the job that draws the link preview of a release without a picture."""
    colours = theme.colours(context.newsroom.accent)[0]
    published = datelines.day(context.local_date(edition.published_at), edition.language)
    facts = [edition.kind.name if edition.kind else "", reference_of(context, edition), published]
    if text.state == "withdrawn":  # the day of publishing would be read as that of the withdrawal
        facts = [withdrawal(context, text), reference_of(context, edition)]
    return LinkPreview(
        language=edition.language,
        headline=without_hyphenation(xml_safe(edition.headline)),
        above=xml_safe(" · ".join(part.replace("\xa0", " ") for part in facts if part)),
        below=(
            xml_safe(context.localized(context.newsroom.name)),
            xml_safe(edition.issuer.strip() or (edition.offices[0].name if edition.offices else "")),
        ),
        ground=colours["band"],
        ink="#ffffff",
        soft=colours["on-band-soft"],
    )


def _file(picture: Picture) -> str:
    """Return the file of the rendition to print, in a format that all programs can read; empty without one."""
    if not picture.renditions:
        return ""
    fallback = picture.renditions[-1]
    fitting = [one for one in picture.renditions if one.type == fallback.type and one.width <= _MAX_WIDTH]
    return (fitting[-1] if fitting else fallback).file


def _style(accent: str, address: str) -> Markup:
    style = (assets.STATIC / "sheet.css").read_text("utf-8").replace("var(--band)", theme.colours(accent)[0]["band"])
    return Markup(style.replace("var(--address)", re.sub(r"[^!#-;=?-\[\]-~]", "", address)))  # noqa: S704


def _code(address: str) -> str:
    """Return the QR code of an address as a ``data:`` address."""
    import segno  # noqa: PLC0415 - only prints need it; a public process starts without it

    code: str = segno.make(address, error="m", micro=False).svg_data_uri(border=2)
    return code


def _not_printed(renderer: Renderer, context: PageContext, path: str) -> Response:
    say = context.wording.gettext
    message = say("This file cannot be made at the moment. You can print the page of the release itself.")
    return error_page(renderer, context, 503, message, links=[(say("Go to the release"), path)])
