"""The head of a release page: what browsers, search engines and link previews are told."""

from collections.abc import Iterator
from urllib.parse import urlencode

from dateline.archive.port import ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.parts import Rendition
from dateline.public.formats.serving import FORMATS
from dateline.public.prints.jobs import HEIGHT, WIDTH
from dateline.public.site.page import Head, PageContext, web_address
from dateline.public.site.release.json_ld import json_ld
from dateline.public.site.release.notices import page_title, withdrawal
from dateline.text.xmltext import without_hyphenation
from dateline.web.activitypub import MEDIA_TYPE, note_path
from dateline.web.addresses import release_path, short_path

_MAX_PREVIEW_WIDTH = 1600  # pixels; no link preview shows more


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


def preview_picture(text: ReleaseText, edition: Edition) -> Rendition | None:
    """Return the picture for link previews; None where the drawn card takes its place.

    A withdrawn release always has the card, which says that it was withdrawn.
    """
    if text.state == "withdrawn":
        return None
    wide = [one for one in (edition.picture.renditions if edition.picture else ()) if one.width <= _MAX_PREVIEW_WIDTH]
    return wide[-1] if wide else None


def _picture(context: PageContext, text: ReleaseText, edition: Edition) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return address, alternative text and size of the picture for link previews."""
    shown = preview_picture(text, edition)
    if shown is not None and edition.picture is not None:
        size = (("og:image:width", str(shown.width)), ("og:image:height", str(shown.height)))
        return f"{context.public_url}/media/{shown.file}", edition.picture.alt, size
    size = (("og:image:width", str(WIDTH)), ("og:image:height", str(HEIGHT)))
    return context.public_url + short_path(edition.language, edition.number, "png"), page_title(context, text), size


def _description(context: PageContext, text: ReleaseText, edition: Edition) -> str:
    """Return the lead; of a withdrawn release that it has been withdrawn, and why."""
    if text.state != "withdrawn":
        return without_hyphenation(edition.lead)
    reason = next((note.text for note in reversed(text.notes) if note.change == "withdrawn"), "")
    return ". ".join(part for part in (withdrawal(context, text), reason) if part)


def release_head(context: PageContext, text: ReleaseText, edition: Edition, paths: dict[str, str]) -> Head:
    """Return the head of a release; ``paths`` by language lead to all its texts."""
    picture, alt, size = _picture(context, text, edition)
    return Head(
        title=page_title(context, text),
        path=release_path(edition.language, edition.number, edition.slug),
        description=_description(context, text, edition),
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
