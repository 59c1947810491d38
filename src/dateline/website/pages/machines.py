"""What is for machines: suggestions while typing, the map of the site, and what robots may follow."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

import msgspec

from dateline.archive.port import Archive
from dateline.plain.forms import FEEDS
from dateline.plain.http import Request, Response, redirect
from dateline.plain.languages import direction
from dateline.plain.links import release_path
from dateline.website.frame import Setting
from dateline.website.pages.facets import office_label, titles, topic_label

PART = 10_000
"""Texts in one part of the map. The protocol allows 50,000 addresses and 50 MB; each text names its
translations, about 200 bytes each, so that 50,000 in four languages would come close to the second. A
part is made in memory: 10,000 are 9 MB, of the 120 MB that a public process may take."""

_HINTS = 8
_PLACES = 3  # offices and topics offered besides releases
_MAX_TYPED = 100

Text = tuple[int, str, str, dt.datetime]


def suggest(setting: Setting, request: Request) -> Response:
    """Answer ``/{ui}/suggest?q=`` with ``{"hints": [{"group", "title", "label", "path", "language", "direction"}]}``.

    ``group`` is ``office``, ``topic`` or ``release``, ``title`` what the page calls it; empty for releases.
    """
    try:
        typed = next((value for name, value in request.parameters() if name == "q"), "")
    except ValueError:
        typed = ""
    typed = " ".join(typed[:_MAX_TYPED].split())
    hints = [*_places(setting, typed), *_releases(setting, typed)] if typed else []
    return Response(
        200,
        (("content-type", "application/json; charset=utf-8"), ("x-robots-tag", "noindex")),
        msgspec.json.encode({"hints": hints}),
    )


def _releases(setting: Setting, typed: str) -> Iterator[dict[str, str]]:
    for hint in setting.archive.hints(typed, setting.ui, _HINTS):
        path = release_path(hint.language, hint.number, hint.slug)
        yield _hint("release", hint.headline, path, language=hint.language)


def _places(setting: Setting, typed: str) -> Iterator[dict[str, str]]:
    named_facets = titles(setting)
    for group, slugs, label in (
        ("office", setting.archive.offices, office_label),
        ("topic", setting.archive.topics, topic_label),
    ):
        named = ((slug, str(label(setting, slug))) for slug in slugs)
        found = [(slug, name) for slug, name in named if _begins(name, typed)]
        for slug, name in found[:_PLACES]:
            path = f"/{setting.ui}/{group}s/{slug}"
            yield _hint(group, name, path, language=setting.ui, title=named_facets[group])


def _begins(name: str, typed: str) -> bool:
    """Tell whether a word of the name begins as typed."""
    return f" {typed}".casefold() in f" {name}".casefold()


def _hint(group: str, label: str, path: str, *, language: str, title: str = "") -> dict[str, str]:
    return {
        "group": group,
        "title": str(title),
        "label": label,
        "path": path,
        "language": language,
        "direction": direction(language),
    }


def robots(public_url: str) -> Response:
    """Answer ``/robots.txt``: everything but the endless combinations of filters."""
    lines = (
        "User-agent: *",
        "Disallow: /*/news?",  # filters make more addresses than there are releases
        "Allow: /*/news?page=",  # but the plain list may be followed to its end
        *(f"Disallow: /*/news.{form.suffix}?" for form in FEEDS),
        "Disallow: /*/follow?",
        "Disallow: /*/suggest",
        "Disallow: /account/",
        "",
        f"Sitemap: {public_url}/sitemap.xml",
        "",
    )
    return Response(200, (("content-type", "text/plain; charset=utf-8"),), "\n".join(lines).encode())


def sitemap(archive: Archive, languages: Sequence[str], public_url: str, request: Request) -> Response:
    """Answer ``/sitemap.xml``: all pages, or the list of parts where there are many texts.

    A part is named by the text it follows: ``?after=812.fr``; ``?after=0`` is the first one. Source:
    sitemaps.org 0.9, and xhtml:link for the translations.
    """
    if not request.query:
        parts = list(_parts(archive))
        if len(parts) > 1:
            return _xml(_index(parts, public_url))
        return _xml(_urls(_pages(archive, languages), archive.texts(limit=PART), archive, public_url))
    after = _after(request.query)
    if after is None:
        return redirect("/sitemap.xml")
    first = () if after != (0, "") else _pages(archive, languages)
    return _xml(_urls(first, archive.texts(after if after[0] else None, PART), archive, public_url))


def _after(query: str) -> tuple[int, str] | None:
    name, _, value = query.partition("=")
    number, _, language = value.partition(".")
    return (int(number), language) if name == "after" and number.isascii() and number.isdigit() else None


def _parts(archive: Archive) -> Iterator[tuple[int, str]]:
    """Yield the text that each part follows."""
    after = (0, "")
    texts = archive.texts(limit=PART)
    while True:
        yield after
        if len(texts) < PART:
            return
        after = texts[-1][:2]
        texts = archive.texts(after, PART)
        if not texts:
            return


def _pages(archive: Archive, languages: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield, for each page that is no release, its path per language."""
    behind = ["/news", "/offices", "/topics"]
    behind += [f"/offices/{slug}" for slug in archive.offices] + [f"/topics/{slug}" for slug in archive.topics]
    for path in behind:
        yield {language: f"/{language}{path}" for language in languages}


def _index(parts: Iterable[tuple[int, str]], public_url: str) -> Iterator[str]:
    yield '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for number, language in parts:
        after = f"{number}.{language}" if number else "0"
        yield f"<sitemap><loc>{escape(public_url)}/sitemap.xml?after={escape(after)}</loc></sitemap>"
    yield "</sitemapindex>"


def _urls(pages: Iterable[dict[str, str]], texts: Iterable[Text], archive: Archive, public_url: str) -> Iterator[str]:
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    root = escape(public_url)
    for paths in pages:
        links = _links(paths, root)
        for path in paths.values():
            yield f"<url><loc>{root}{escape(path)}</loc>{links}</url>"
    for number, language, slug, edited_at in texts:
        paths = {tag: release_path(tag, number, name) for tag, name in archive.languages_of(number).items()}
        links = _links(paths, root) if len(paths) > 1 else ""
        at = edited_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        path = escape(release_path(language, number, slug))
        yield f"<url><loc>{root}{path}</loc><lastmod>{at}</lastmod>{links}</url>"
    yield "</urlset>"


def _links(paths: dict[str, str], root: str) -> str:
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{root}{escape(path)}"/>' for tag, path in paths.items()
    )


def _xml(lines: Iterable[str]) -> Response:
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"
    return Response(200, (("content-type", "application/xml; charset=utf-8"),), text.encode())
