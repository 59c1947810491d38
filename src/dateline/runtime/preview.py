"""The preview of a draft: the page it would have on the public site, made from the archive with the draft added."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from dateline.archive.embedded import EmbeddedReader, empty_archive, open_reader
from dateline.archive.errors import NoArchiveError
from dateline.archive.port import Archive, ReleaseText
from dateline.editions.edition import Edition
from dateline.newsroom.desk.ports.preview import RENDITIONS
from dateline.public.site import assets
from dateline.public.site.site import Site
from dateline.runtime.clock import now
from dateline.web.addresses import release_path
from dateline.web.http import Request

STATIC_PREFIX = "/preview-static/"
_UNNUMBERED = 999_999_999
"""Stands for the number that a draft does not have yet."""


class _WithDraft:
    """The public archive, in which one text is replaced by its draft."""

    def __init__(self, archive: Archive, draft: Edition) -> None:
        self._archive = archive
        self._draft = draft

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)

    def text(self, number: int, language: str) -> ReleaseText:
        """Return the draft, with the public notes and versions of the text."""
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
        """Return the public languages of the release and that of the draft."""
        return {**self._archive.languages_of(number), self._draft.language: self._draft.slug}


class Preview:
    """Renders editions as the public site would; files come from the desk's own addresses.

    Args:
        archive: folder of the archive.
        public_url: address of the public site.
    """

    def __init__(self, archive: Path, public_url: str) -> None:
        self._folder = archive
        # opened at the first preview, so that the desk starts without an archive
        self._reader: EmbeddedReader | None = None
        self._site = Site(public_url, "preview", static_prefix=STATIC_PREFIX, media_prefix=RENDITIONS)

    def __call__(self, edition: Edition) -> str:
        """Return the page of an edition as HTML."""
        draft = msgspec.structs.replace(edition, number=edition.number or _UNNUMBERED, slug=edition.slug or "draft")
        request = Request(path=release_path(draft.language, draft.number, draft.slug))
        archive: Any = _WithDraft(self._current(), draft)
        response = self._site.respond(request, archive, today=now().date())
        return response.body.decode() if response else ""

    def _current(self) -> Archive:
        """Return the newest generation; an empty one while the archive cannot be read."""
        if self._reader is not None:
            self._reader.refresh()
            return self._reader.current
        try:
            self._reader = open_reader(self._folder)
        except NoArchiveError:
            return empty_archive()
        return self._reader.current


def asset(_request: HttpRequest, name: str) -> HttpResponse:
    """Return a style sheet or script of the public site, for previews."""
    found = assets.find(name)
    if found is None:
        raise Http404
    return HttpResponse(found.body, content_type=found.type)
