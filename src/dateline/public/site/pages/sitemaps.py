"""Sitemaps of all pages with their pictures and translations, the news sitemap of two days, and ``robots.txt``.

Source: sitemaps.org 0.9; xhtml:link for translations; Google's extensions for images 1.1 and news 0.9.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.sax.saxutils import escape

import msgspec

from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Newsroom
from dateline.public.site.page import PageContext
from dateline.text.languages import pick
from dateline.text.xmltext import rfc3339, without_hyphenation, xml_safe
from dateline.web.addresses import release_path
from dateline.web.http import Request, Response, redirect

PART = 250
"""Release numbers in one part of the sitemap.

The protocol allows 50,000 addresses. But each text must be read, for its translations and picture, and 1,000 texts take
over 0.1 s, during which other pages wait. A part is a range of numbers, so a new release changes only the last part.
"""

_CHUNK = 200
_LAST = "~"  # sorts after every language tag

MAX_NEWS = 1_000
"""Addresses in a news sitemap. Source: Google News."""

_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)
_PAGE = 50
_WHOLE = re.compile(r"[1-9][0-9]{0,7}")

Text = tuple[int, str, str, dt.datetime]


class _Site(msgspec.Struct, frozen=True):
    """Escaped address of the site, and the language for readers of any other language."""

    root: str
    default: str


def sitemap(archive: Archive, languages: Sequence[str], public_url: str, request: Request) -> Response:
    """Answer ``/sitemap.xml``: all pages, or an index of the parts where there are many releases.

    ``?part=3`` has the releases 501 to 750. Pages other than releases are in the first part.
    """
    site = _Site(escape(public_url), languages[0])
    parts = list(_parts(archive))
    if not request.query and len(parts) > 1:
        return _xml(_index(parts, public_url))
    part = _part(request.query) if request.query else next(iter(parts), 0)
    if request.query and part not in parts:
        return redirect("/sitemap.xml", permanent=False)
    pages = _pages(archive, languages) if not part or part == parts[0] else ()
    return _xml(_urls(pages, _texts(archive, part) if part else (), archive, site))


def _part(query: str) -> int:
    name, _, value = query.partition("=")
    return int(value) if name == "part" and _WHOLE.fullmatch(value) else 0


def _parts(archive: Archive) -> Iterator[int]:
    """Yield the numbers of the parts that have a text, counted from 1; reads one text of each part."""
    part = 0
    while found := archive.texts((part * PART, _LAST), 1):
        part = (found[0][0] - 1) // PART + 1
        yield part


def _texts(archive: Archive, part: int) -> Iterator[Text]:
    """Yield the texts of a part."""
    after = ((part - 1) * PART, _LAST)
    while found := archive.texts(after, _CHUNK):
        for text in found:
            if text[0] > part * PART:
                return
            yield text
        after = found[-1][:2]


def _pages(archive: Archive, languages: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the path by language of each page other than releases."""
    paths = ["/news", "/offices", "/topics", "/follow"]
    paths += [f"/offices/{slug}" for slug in archive.offices] + [f"/topics/{slug}" for slug in archive.topics]
    for path in paths:
        yield {language: f"/{language}{path}" for language in languages}


def _index(parts: Iterable[int], public_url: str) -> Iterator[str]:
    yield '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    yield from (f"<sitemap><loc>{escape(public_url)}/sitemap.xml?part={part}</loc></sitemap>" for part in parts)
    yield "</sitemapindex>"


def _urls(pages: Iterable[dict[str, str]], texts: Iterable[Text], archive: Archive, site: _Site) -> Iterator[str]:
    yield f"<urlset {_NAMESPACES}>"
    root = site.root
    for paths in pages:
        links = _links(paths, site)
        for path in paths.values():
            yield f"<url><loc>{root}{escape(path)}</loc>{links}</url>"
    for number, language, slug, edited_at in texts:
        paths = {tag: release_path(tag, number, name) for tag, name in archive.languages_of(number).items()}
        links = _links(paths, site) if len(paths) > 1 else ""
        at = _moment(edited_at)
        path = escape(release_path(language, number, slug))
        picture = _picture(archive, number, language, root)
        yield f"<url><loc>{root}{path}</loc><lastmod>{at}</lastmod>{links}{picture}</url>"
    yield "</urlset>"


def _links(paths: dict[str, str], site: _Site) -> str:
    """Return the links to all translations of a page, itself included, and its ``x-default``."""
    links = [*paths.items(), ("x-default", paths.get(site.default) or next(iter(paths.values())))]
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{site.root}{escape(path)}"/>' for tag, path in links
    )


def _picture(archive: Archive, number: int, language: str, root: str) -> str:
    text = archive.text(number, language)
    picture = text.edition.picture if text and text.edition else None
    if picture is None or not picture.renditions:
        return ""
    return f"<image:image><image:loc>{root}/media/{escape(picture.renditions[-1].file)}</image:loc></image:image>"


def news_sitemap(context: PageContext, request: Request) -> Response:
    """Answer ``/sitemap-news.xml``: all texts of the releases of today and yesterday, the newest first.

    Without any, it has the address of the list.
    """
    if request.query:
        return redirect(request.path)
    return _xml(_news(context, list(islice(_recent(context), MAX_NEWS))))


def _news(context: PageContext, recent: Sequence[Edition]) -> Iterator[str]:
    yield f"<urlset {_NAMESPACES}>"
    yield from (_news_item(context, edition) for edition in recent)
    if not recent:  # the schema forbids a sitemap without addresses
        yield f"<url><loc>{escape(context.public_url)}/{context.ui}/news</loc></url>"
    yield "</urlset>"


def _recent(context: PageContext) -> Iterator[Edition]:
    archive, page = context.archive, 1
    while True:
        two_days = Filter(from_on=context.today - dt.timedelta(days=1), until_on=context.today)
        items = archive.query(Query(filter=two_days, reader=context.ui, page=page, size=_PAGE)).items
        for item in items:
            for language in item.languages:
                text = archive.text(item.edition.number, language)
                if text is not None and text.edition is not None:
                    yield text.edition
        if len(items) < _PAGE:
            return
        page += 1


def _news_item(context: PageContext, edition: Edition) -> str:
    path = release_path(edition.language, edition.number, edition.slug)
    day = edition.published_precision == "day"
    at = context.local_date(edition.published_at).isoformat() if day else _moment(edition.published_at)
    return (
        f"<url><loc>{escape(context.public_url + path)}</loc><news:news><news:publication>"
        f"<news:name>{_text(_publication(context.newsroom, edition.language))}</news:name>"
        f"<news:language>{_news_language(edition.language)}</news:language></news:publication>"
        f"<news:publication_date>{at}</news:publication_date>"
        f"<news:title>{_text(without_hyphenation(edition.headline))}</news:title></news:news></url>"
    )


def _publication(newsroom: Newsroom, language: str) -> str:
    return pick(newsroom.name, language)


def _news_language(tag: str) -> str:
    """Return a language code of the format: the base language, with ``zh-cn`` and ``zh-tw`` for Chinese."""
    base = tag.lower().split("-", maxsplit=1)[0]
    if base == "zh":
        return "zh-tw" if {"tw", "hant", "hk"} & set(tag.lower().split("-")) else "zh-cn"
    return base


def _moment(at: dt.datetime) -> str:
    return rfc3339(at.replace(microsecond=0))


def _text(text: str) -> str:
    return escape(xml_safe(text))


def _xml(lines: Iterable[str]) -> Response:
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"
    return Response(200, (("content-type", "application/xml; charset=utf-8"),), text.encode())


def robots(public_url: str, request: Request) -> Response:
    """Answer ``/robots.txt``: crawlers may read everything except the endless combinations of filters."""
    if request.query:
        return redirect(request.path)
    lines = (
        "User-agent: *",
        "Disallow: /*/news?",  # filters make more addresses than there are releases
        "Allow: /*/news?page=",  # the plain list may be followed to its end
        "Disallow: /*/news.*?",  # feeds of filters
        "Disallow: /*/news/*.pdf",  # same content as the page, and a second of work
        "Disallow: /*/follow?",
        "Disallow: /*/suggest",
        "Disallow: /account/",
        "",
        f"Sitemap: {public_url}/sitemap.xml",
        f"Sitemap: {public_url}/sitemap-news.xml",
        "",
    )
    return Response(200, (("content-type", "text/plain; charset=utf-8"),), "\n".join(lines).encode())
