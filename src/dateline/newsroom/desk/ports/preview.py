"""The preview of a draft: its edition, rendered as the public site renders it.

The desk does not know the templates of the public site; ``runtime`` sets the function that renders.
"""

from collections.abc import Callable

import msgspec
from django.http import HttpResponse
from django.utils.html import format_html

from dateline.editions.edition import Edition
from dateline.editions.parts import Text
from dateline.newsroom.desk import clock
from dateline.newsroom.desk.editions.build import Frame, build, frame, zone
from dateline.newsroom.desk.editions.files import prepare_files
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import NewsroomSettings, ReleasePage

RENDITIONS = "/private/renditions/"
"""Where the desk shows files of drafts to people who are signed in; the public folder has none of them."""

Renderer = Callable[[Edition], str]

_renderer: list[Renderer] = []


def set_renderer(renderer: Renderer) -> None:
    """Let ``renderer`` turn editions into pages; called once, by ``runtime``."""
    _renderer[:] = [renderer]


def show(text: ReleasePage) -> HttpResponse:
    """Return the page of a text as readers would get it now, with its pictures from the private store."""
    try:
        edition = draft_edition(text)
    except DeskError as error:
        return HttpResponse(format_html("<!doctype html><p>{}</p>", error), status=200)
    return HttpResponse(_renderer[0](edition) if _renderer else plain(edition))


def draft_edition(text: ReleasePage) -> Edition:
    """Return the edition of a draft as if it were published now; its files are made."""
    release = text.release
    shared = frame(release) if not release._state.adding else _unsaved()  # noqa: SLF001
    edition = build(text, release, shared, prepare_files(text), version=text.version + 1, edited_at=clock.now())
    return msgspec.structs.replace(edition, salt="0" * 32)


def _unsaved() -> Frame:
    return Frame(zone=zone(NewsroomSettings.current()), kind=None, offices=(), topics=())


def plain(edition: Edition) -> str:
    """Return a plain page of an edition, used without a renderer."""
    head = '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p><b>{}</b></p>'
    parts: list[str] = [format_html(head, edition.language, edition.headline, edition.headline, edition.lead)]
    pictures = edition.pictures()
    image = '<img src="{}{}" alt="{}" width="480">'
    parts += [format_html(image, RENDITIONS, picture.renditions[-1].file, picture.alt) for picture in pictures]
    parts += [block.html for block in edition.body if isinstance(block, Text)]  # cleaned by text.html
    return "".join(parts)
