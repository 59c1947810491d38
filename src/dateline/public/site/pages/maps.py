"""Maps of the site for search engines: all pages with their pictures and translations, and the news of two days.

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
from dateline.public.site.page import Setting
from dateline.text.languages import pick
from dateline.text.xmltext import carried, moment
from dateline.web.http import Request, Response, redirect
from dateline.web.links import release_path

PART = 250
"""Releases whose numbers share a part of the map. The protocol allows 50,000 addresses; each text names its
translations and its picture, and is read for that: 1,000 texts take a tenth of a second and more, for which another
page may have to wait. Borders are numbers, so a new release changes the last part alone, and the list of parts reads
one text of each."""

_CHUNK = 200
_LAST = "~"  # behind every language tag

NEWS = 1_000
"""Addresses that a map of news may have. Source: Google News."""

_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)
_PAGE = 50
_WHOLE = re.compile(r"[1-9][0-9]{0,7}")

Text = tuple[int, str, str, dt.datetime]


class _Site(msgspec.Struct, frozen=True):
    """Address of the site, escaped, and the language it speaks to those whose language it does not."""

    root: str
    default: str


def sitemap(archive: Archive, languages: Sequence[str], public_url: str, request: Request) -> Response:
    """Answer ``/sitemap.xml``: all pages, or the list of parts where there are many releases.

    ``?part=3`` has the releases 501 to 750; those that are no release stand in the first part of the list.
    """
    site = _Site(escape(public_url), languages[0])
    parts = list(_parts(archive))
    if not request.query:
        if len(parts) > 1:
            return _xml(_index(parts, public_url))
        return _xml(_urls(_pages(archive, languages), _texts(archive, parts[0]) if parts else (), archive, site))
    part = _part(request.query)
    if part not in parts:
        return redirect("/sitemap.xml", permanent=False)
    first = _pages(archive, languages) if part == parts[0] else ()
    return _xml(_urls(first, _texts(archive, part), archive, site))


def _part(query: str) -> int:
    name, _, value = query.partition("=")
    return int(value) if name == "part" and _WHOLE.fullmatch(value) else 0


def _parts(archive: Archive) -> Iterator[int]:
    """Yield the parts that have a text, from 1; one text of each is read."""
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
    """Yield, for each page that is no release, its path per language."""
    behind = ["/news", "/offices", "/topics", "/follow"]
    behind += [f"/offices/{slug}" for slug in archive.offices] + [f"/topics/{slug}" for slug in archive.topics]
    for path in behind:
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
    """Return the links to a page's translations, itself among them; who reads none of them is led as on the page."""
    named = [*paths.items(), ("x-default", paths.get(site.default) or next(iter(paths.values())))]
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{site.root}{escape(path)}"/>' for tag, path in named
    )


def _picture(archive: Archive, number: int, language: str, root: str) -> str:
    reading = archive.text(number, language)
    picture = reading.edition.picture if reading and reading.edition else None
    if picture is None or not picture.renditions:
        return ""
    return f"<image:image><image:loc>{root}/media/{escape(picture.renditions[-1].file)}</image:loc></image:image>"


def news_sitemap(setting: Setting, request: Request) -> Response:
    """Answer ``/sitemap-news.xml``: every text of the releases published today and yesterday, the newest first.

    Without any it names the list alone, which is no news.
    """
    if request.query:
        return redirect(request.path)
    return _xml(_news(setting))


def _news(setting: Setting) -> Iterator[str]:
    yield f"<urlset {_NAMESPACES}>"
    fresh = list(islice(_fresh(setting), NEWS))
    yield from (_news_item(setting, edition) for edition in fresh)
    if not fresh:  # a map without any address is against its schema
        yield f"<url><loc>{escape(setting.public_url)}/{setting.ui}/news</loc></url>"
    yield "</urlset>"


def _fresh(setting: Setting) -> Iterator[Edition]:
    archive, page = setting.archive, 1
    while True:
        wanted = Filter(from_on=setting.today - dt.timedelta(days=1), until_on=setting.today)
        items = archive.query(Query(filter=wanted, reader=setting.ui, page=page, size=_PAGE)).items
        for item in items:
            for language in item.languages:
                reading = archive.text(item.edition.number, language)
                if reading is not None and reading.edition is not None:
                    yield reading.edition
        if len(items) < _PAGE:
            return
        page += 1


def _news_item(setting: Setting, edition: Edition) -> str:
    path = release_path(edition.language, edition.number, edition.slug)
    day = edition.published_precision == "day"
    at = setting.published_on(edition.published_at).isoformat() if day else _moment(edition.published_at)
    return (
        f"<url><loc>{escape(setting.public_url + path)}</loc><news:news><news:publication>"
        f"<news:name>{_text(_publication(setting.newsroom, edition.language))}</news:name>"
        f"<news:language>{_news_language(edition.language)}</news:language></news:publication>"
        f"<news:publication_date>{at}</news:publication_date>"
        f"<news:title>{_text(edition.headline)}</news:title></news:news></url>"
    )


def _publication(newsroom: Newsroom, language: str) -> str:
    return pick(newsroom.name, language)


def _news_language(tag: str) -> str:
    """Return a language as the format names it: two or three letters, and two sorts of Chinese."""
    base = tag.lower().split("-", maxsplit=1)[0]
    if base == "zh":
        return "zh-tw" if {"tw", "hant", "hk"} & set(tag.lower().split("-")) else "zh-cn"
    return base


def _moment(at: dt.datetime) -> str:
    return moment(at.replace(microsecond=0))


def _text(text: str) -> str:
    return escape(carried(text))


def _xml(lines: Iterable[str]) -> Response:
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"
    return Response(200, (("content-type", "application/xml; charset=utf-8"),), text.encode())
