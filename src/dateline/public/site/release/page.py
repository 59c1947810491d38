"""The page of a release."""

from typing import Any

from dateline.archive.port import ReleaseText
from dateline.editions.edition import Edition
from dateline.public import datelines
from dateline.public.linked_texts import linked_texts
from dateline.public.site.list_paths import filter_path
from dateline.public.site.markup import picture_sources, safe_html
from dateline.public.site.page import PageContext, Renderer
from dateline.public.site.pages.cards import CardRenderer
from dateline.public.site.pages.error_pages import available_in, gone, not_found, stored_redirect
from dateline.public.site.release.body import body_parts, lead_dateline
from dateline.public.site.release.head import release_head
from dateline.public.site.release.history import history
from dateline.public.site.release.notices import format_moment, notices, reference_of, withdrawal
from dateline.web.addresses import TextAddress, release_path, short_path
from dateline.web.http import Response, redirect


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
        release_head(context, text, text.edition, paths),
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
    return {
        "edition": edition,
        "text": text,
        "body": body_parts(edition),
        "lead_dateline": lead_dateline(edition),
        "reference": reference_of(context, edition),
        "picture": picture_sources(edition.picture) if edition.picture else None,
        "boilerplate": safe_html(edition.boilerplate, edition.language),
        "notes_to_editors": safe_html(edition.notes, edition.language),
        "published": format_moment(context, edition.published_at, exact=edition.published_precision == "instant"),
        "event": event_days(context, edition),
        "notices": notices(context, text),
        "withdrawal": withdrawal(context, text),
        "history": history(context, text),
        "kind_path": filter_path(context.ui, kinds=(edition.kind.slug,)) if edition.kind else "",
        "sheet_path": short_path(edition.language, edition.number, "pdf"),
        "known_offices": context.archive.offices,
        "known_topics": context.archive.topics,
    }


def event_days(context: PageContext, edition: Edition) -> str:
    """Return the days of the announced event, such as ``18–20 March 2021``; empty without one."""
    first = edition.event_from_on
    return datelines.span(first, edition.event_until_on or first, context.ui) if first else ""
