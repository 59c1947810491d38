"""The public site's page of a draft, for the desk's preview: the archive as it is, with the draft in its place."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from dateline.archive.embedded import open_reader
from dateline.archive.embedded.answering.generation import Generation
from dateline.archive.embedded.reader import EmbeddedReader
from dateline.archive.embedded.storage import State
from dateline.archive.errors import NoArchiveError
from dateline.archive.port import Archive, ReleaseText
from dateline.editions.edition import Edition
from dateline.public.site import assets
from dateline.public.site.site import Site
from dateline.runtime.clock import now
from dateline.web.addresses import release_path
from dateline.web.http import Request

_UNNUMBERED = 999_999_999
"""Stands for the number that a draft does not have yet."""


class _WithDraft:
    """An archive in which one text reads as its draft; all else as the public has it."""

    def __init__(self, archive: Archive, draft: Edition) -> None:
        self._archive = archive
        self._draft = draft

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)

    def text(self, number: int, language: str) -> ReleaseText:
        """Return the draft, with the notes and versions that readers have of it so far."""
        known = self._archive.text(number, language)
        return ReleaseText(
            state="public",
            number=number,
            language=language,
            edition=self._draft,
            languages=self.languages_of(number),
            notes=known.notes if known else (),
            versions=known.versions if known else (),
            release=self._draft.release,
        )

    def languages_of(self, number: int) -> Mapping[str, str]:
        """Return the public texts of the release and the draft."""
        return {**self._archive.languages_of(number), self._draft.language: self._draft.slug}


class Preview:
    """Renders editions as the public site would.

    Args:
        archive: folder of the archive.
        public_url: address of the public site.
    """

    def __init__(self, archive: Path, public_url: str) -> None:
        self._folder = archive
        self._reader: EmbeddedReader | None = None  # opened when it is needed: the desk starts without it
        self._site = Site(public_url, "preview", static_prefix="/preview-static/")

    def __call__(self, edition: Edition) -> str:
        """Return the page of an edition; its style sheets come from the desk."""
        draft = msgspec.structs.replace(edition, number=edition.number or _UNNUMBERED, slug=edition.slug or "draft")
        request = Request(path=release_path(draft.language, draft.number, draft.slug))
        archive: Any = _WithDraft(self._current(), draft)
        response = self._site.respond(request, archive, today=now().date())
        return response.body.decode() if response else ""

    def _current(self) -> Archive:
        """Return the newest generation; one without anything in it while the archive cannot be read."""
        if self._reader is not None:
            self._reader.refresh()
            return self._reader.current
        try:
            self._reader = open_reader(self._folder)
        except NoArchiveError:
            return Generation(State.empty(), None)
        return self._reader.current


def asset(_request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a style sheet or script of the public site, which the desk's preview needs."""
    found = assets.find(name)
    if found is None:
        raise Http404
    return HttpResponse(found.body, content_type=found.type)
