"""oEmbed: a release as a quotation of headline and lead, without frame or script. Source: oEmbed 1.0."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape as escape_xml

import msgspec

from dateline.archive.port import Archive
from dateline.editions.edition import Edition
from dateline.public.api.errors import ProblemError
from dateline.text.languages import direction, pick
from dateline.text.xmltext import without_hyphenation, xml_safe
from dateline.web.addresses import parse_text_path, release_path
from dateline.web.http import Request, Response

PATH = "/api/oembed"
_WIDTH = 600  # pixels, unless the request sets a lower limit
_UNLIMITED = 99_999
_SIZE = re.compile(r"[1-9][0-9]{0,4}")
_FORMATS = {"json": "application/json", "xml": "text/xml"}


def respond(request: Request, archive: Archive, root: str) -> Response:
    """Answer ``/api/oembed?url=…&format=…&maxwidth=…&maxheight=…``.

    Raises:
        ProblemError: 404 where the address is not that of a public release here, 501 for an unknown format, 400 for
            a malformed parameter.
    """
    try:
        parameters = dict(reversed(request.parameters()))
    except ValueError as error:
        raise ProblemError(400, "The parameters cannot be read; they are percent-encoded UTF-8.") from error
    form = parameters.get("format") or "json"
    if form not in _FORMATS:
        raise ProblemError(501, f"There is no format {form!r}; there are json and xml.")
    limits = _pixels(parameters, "maxwidth"), _pixels(parameters, "maxheight")
    embed = _embed(_edition(parameters.get("url", ""), archive, root), archive, root, limits)
    body = msgspec.json.encode(embed) if form == "json" else _xml(embed)
    return Response(200, (("content-type", f"{_FORMATS[form]}; charset=utf-8"),), body)


def _edition(url: str, archive: Archive, root: str) -> Edition:
    try:
        parts = urlsplit(url)
    except ValueError:  # an invalid address
        parts = urlsplit("")
    address = parse_text_path(unquote(parts.path)) if f"{parts.scheme}://{parts.netloc}" == root else None
    reading = archive.text(address.number, address.language) if address and not address.suffix else None
    if reading is None or reading.edition is None or reading.state != "public":
        raise ProblemError(404, "This is not the address of a public release here.")
    return reading.edition


def _pixels(parameters: Mapping[str, str], name: str) -> int:
    """Return the limit in pixels that a parameter sets; without the parameter a very large number."""
    value = parameters.get(name, "")
    if value and not _SIZE.fullmatch(value):
        raise ProblemError(400, f"The parameter {name} is {value!r}; it is a whole number of pixels.")
    return int(value) if value else _UNLIMITED


def _embed(edition: Edition, archive: Archive, root: str, limits: tuple[int, int]) -> dict[str, Any]:
    width = min(_WIDTH, limits[0])
    newsroom = archive.newsroom
    provider = (pick(newsroom.name, edition.language) if newsroom else "") or root
    embed: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": without_hyphenation(xml_safe(edition.headline)),
        "author_name": xml_safe(edition.issuer or (edition.offices[0].name if edition.offices else provider)),
        "provider_name": xml_safe(provider),
        "provider_url": root,
        "cache_age": 600,
        "html": _html(edition, root, provider),
        "width": width,
        "height": None,
    }
    renditions = edition.picture.renditions if edition.picture else ()
    narrow = [one for one in renditions if one.width <= width and one.height <= limits[1]]
    if narrow:
        shown = narrow[-1]
        url = f"{root}/media/{shown.file}"
        embed |= {"thumbnail_url": url, "thumbnail_width": shown.width, "thumbnail_height": shown.height}
    return embed


def _html(edition: Edition, root: str, provider: str) -> str:
    address = escape(root + release_path(edition.language, edition.number, edition.slug))
    lead = f"<p>{escape(xml_safe(edition.lead))}</p>" if edition.lead else ""
    return (
        f'<blockquote lang="{escape(edition.language)}" dir="{direction(edition.language)}" cite="{address}">'
        f'<p><a href="{address}">{escape(xml_safe(edition.headline))}</a></p>{lead}'
        f"<footer>{escape(xml_safe(provider))}</footer></blockquote>"
    )


def _xml(embed: dict[str, Any]) -> bytes:
    elements = "".join(
        f"<{name}>{escape_xml(str(value))}</{name}>" for name, value in embed.items() if value is not None
    )
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{elements}</oembed>'.encode()
