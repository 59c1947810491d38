"""What is for machines: suggestions while typing, and what robots may follow."""

from collections.abc import Iterator

import msgspec

from dateline.public.site.page import Setting
from dateline.public.site.pages.facets import office_label, titles, topic_label
from dateline.text.languages import direction
from dateline.web.http import Request, Response, redirect
from dateline.web.links import release_path

_HINTS = 8
_PLACES = 3  # offices and topics offered besides releases
_MAX_TYPED = 100


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
    for hint in setting.archive.autocomplete(typed, setting.ui, _HINTS):
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


def robots(public_url: str, request: Request) -> Response:
    """Answer ``/robots.txt``: everything but the endless combinations of filters."""
    if request.query:
        return redirect(request.path)
    lines = (
        "User-agent: *",
        "Disallow: /*/news?",  # filters make more addresses than there are releases
        "Allow: /*/news?page=",  # but the plain list may be followed to its end
        "Disallow: /*/news.*?",  # nor as feeds
        "Disallow: /*/news/*.pdf",  # says what the page says, and takes a second to make
        "Disallow: /*/follow?",
        "Disallow: /*/suggest",
        "Disallow: /account/",
        "",
        f"Sitemap: {public_url}/sitemap.xml",
        f"Sitemap: {public_url}/sitemap-news.xml",
        "",
    )
    return Response(200, (("content-type", "text/plain; charset=utf-8"),), "\n".join(lines).encode())
