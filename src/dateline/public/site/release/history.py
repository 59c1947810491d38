"""The history of a text: its editions on the release page, and a page for each of them with what changed."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from dateline.archive.port import ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.entry import TAKES_BACK, Change
from dateline.editions.parts import Block, Download, Embed, Figure, Picture, Quote, Recording, Text
from dateline.public import datelines
from dateline.public.linked_texts import linked_texts
from dateline.public.site.page import Head, PageContext, Renderer
from dateline.public.site.pages.error_pages import not_found
from dateline.public.site.release.body import quoted
from dateline.public.site.release.notices import change_name, format_moment
from dateline.text.diff import Line, diff_paragraphs
from dateline.text.html import to_text
from dateline.text.typography import join_names
from dateline.web.addresses import edition_path, release_path, short_path
from dateline.web.http import NamedText, Response, redirect


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """An edition in the history of a text.

    Attributes:
        change: what happened, in the reader's language.
        at: moment with time and zone.
        path: of the page of the edition; empty where it may not be read.
        is_first: whether there is no edition before it that it could be compared with.
    """

    change: str
    at: str
    path: str
    is_first: bool


def history(context: PageContext, text: ReleaseText) -> list[Step]:
    """Return the editions of a text, oldest first; empty while there is only one."""
    if len(text.versions) < 2:  # noqa: PLR2004 - one edition is no history
        return []
    readable = _readable(text)
    linked = readable if len(readable) > 1 else []  # the only one is the page itself
    return [
        Step(
            change=change_name(context, change),
            at=format_moment(context, at, exact=True),
            path=edition_path(text.language, text.number, version) if version in linked else "",
            is_first=version == min(linked, default=0),
        )
        for version, change, at in text.versions
    ]


def _readable(text: ReleaseText) -> list[int]:
    """Return the versions of a public text since its last withdrawal or removal, without reading their editions."""
    readable: list[int] = []
    for version, change, _ in text.versions if text.state == "public" else ():
        if change in TAKES_BACK or change == "restored":
            readable = []
        readable += [version] if change not in TAKES_BACK else []
    return readable


def edition_page(renderer: Renderer, context: PageContext, named: NamedText, version: int) -> Response:
    """Answer ``/{language}/news/{number}/editions/{version}``: an edition, and what changed in it word by word.

    Args:
        renderer: of the site.
        context: of the page.
        named: number and language of the text.
        version: of the edition, from 1.

    Returns:
        The edition; a redirect to the release where this edition may not be read, because the release was
        withdrawn or removed since; 404 for an unknown one.
    """
    number, language = named
    text = context.archive.text(number, language)
    if text is None or version not in (known for known, _, _ in text.versions):
        return not_found(renderer, context)
    editions = {edition.version: edition for edition in context.archive.public_editions(number, language)}
    if text.edition is None or version not in editions or len(editions) == 1:
        return redirect(short_path(language, number), permanent=False)
    edition = editions[version]
    earlier = [one for one in editions.values() if one.version < version]
    moments = {known: (change, at) for known, change, at in text.versions}
    say = context.wording.gettext
    title = say("Edition %(number)s: %(headline)s", number=version, headline=edition.headline)
    head = Head(
        title=title.unescape(),
        path=edition_path(language, number, version),
        language_switch={tag: f"/{tag}/news" for tag in context.newsroom.languages},
        section="news",
        indexed=False,
        kind="article",
    )
    return renderer.page(
        "edition.html",
        context,
        head,
        named_texts=linked_texts(edition),
        edition=edition,
        parts=list(_compared(context, earlier[-1] if earlier else edition, edition)),
        is_first=not earlier,
        steps=[step for step in history(context, text) if step.path],
        change=change_name(context, moments[version][0]),
        at=format_moment(context, moments[version][1], exact=True),
        until=_until(context, moments, version),
        current=release_path(language, number, text.edition.slug),
    )


def _until(context: PageContext, moments: Mapping[int, tuple[Change, dt.datetime]], version: int) -> str:
    """Return the moment at which the next edition took the place of this one; empty for the last one."""
    following = moments.get(version + 1)
    return format_moment(context, following[1], exact=True) if following else ""


def _compared(context: PageContext, earlier: Edition, later: Edition) -> Iterator[tuple[str, list[Line]]]:
    """Yield (heading, compared lines) of each part that one of two editions has, in the order of the page."""
    say = context.wording.gettext
    pairs = (
        (say("Headline"), [earlier.headline], [later.headline]),
        (say("Lead"), _lead(earlier), _lead(later)),
        (say("Picture"), _picture(earlier.picture), _picture(later.picture)),
        (say("Text"), _body(earlier), _body(later)),
        (say("Notes to editors"), _lines(to_text(earlier.notes)), _lines(to_text(later.notes))),
        (say("About us"), _lines(to_text(earlier.boilerplate)), _lines(to_text(later.boilerplate))),
        (say("Press contact"), _contacts(earlier), _contacts(later)),
        (say("Where we are"), _names(earlier.offices), _names(later.offices)),
        (say("What we do"), _names(earlier.topics), _names(later.topics)),
        (say("Date of the event"), _event(context, earlier), _event(context, later)),
    )
    for heading, before, after in pairs:
        if before or after:
            yield heading, list(diff_paragraphs(before, after))


def _lines(*texts: str) -> list[str]:
    return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


def _lead(edition: Edition) -> list[str]:
    line = datelines.dateline(edition.dateline, edition.language)
    return _lines(" ".join(part for part in (line, edition.lead) if part))


def _picture(picture: Picture | None) -> list[str]:
    """Return the words of a picture; an earlier picture itself may have been deleted."""
    return _lines(picture.alt, picture.caption, picture.credit, picture.usage_terms) if picture else []


def _body(edition: Edition) -> list[str]:
    return [line for block in edition.body for line in _block(block, edition.language)]


def _block(block: Block, language: str) -> Sequence[str]:
    match block:
        case Text():
            return _lines(to_text(block.html))
        case Figure():
            return _picture(block.picture)
        case Quote():
            return _lines(quoted(block.text, language), join_names([block.speaker, block.role], language))
        case Recording():
            return _lines(block.title, block.caption, block.transcript)
        case Download():
            return _lines(block.title)
        case Embed():
            return _lines(f"{block.title} {block.url}")


def _contacts(edition: Edition) -> list[str]:
    people = ([one.name, one.role, one.email, one.phone] for one in edition.contacts)
    return _lines(*(join_names([part for part in person if part], edition.language) for person in people))


def _names(refs: Sequence[object]) -> list[str]:
    return [getattr(ref, "name", "") for ref in refs]


def _event(context: PageContext, edition: Edition) -> list[str]:
    first = edition.event_from_on
    return [datelines.span(first, edition.event_until_on or first, context.ui)] if first else []
