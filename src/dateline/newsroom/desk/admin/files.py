"""Originals, previews' pictures and attachments, for people who are signed in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils._os import safe_join
from wagtail.admin.auth import require_admin_access

from dateline.newsroom.desk.models import Attachment, NewsImage, NewsRendition, PublicFile, Recording
from dateline.newsroom.desk.models.recordings import CAPTIONS_SOURCE
from dateline.newsroom.desk.people.shelves import may_open, own
from dateline.newsroom.publication.files import still_named

_SHOWN = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}
_SHOWN |= {".m4a", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".vtt", ".weba", ".webm"}
"""What a browser may show inside the desk's own pages; everything else is a download."""

_MODELS: tuple[type[NewsImage | Attachment | Recording], ...] = (NewsImage, Attachment, Recording)


@require_admin_access
def private_file(request: HttpRequest, folder: str, name: str) -> FileResponse:
    """Return a private file; nothing in it can run in the desk's name.

    Raises:
        Http404: there is no such file, or the name leads elsewhere, or it is not for this person.
    """
    if not _is_for(request.user, folder, name):
        raise Http404
    base = {"originals": settings.HOME.originals, "renditions": settings.HOME.renditions}[folder]
    try:
        path = Path(safe_join(str(base), name))
    except (SuspiciousFileOperation, ValueError) as error:  # ValueError: a NUL
        raise Http404 from error
    try:
        is_there = path.is_file()
    except OSError as error:  # a name that no disk takes, because it is too long
        raise Http404 from error
    if not is_there:
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=path.suffix.lower() not in _SHOWN)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def refuse_foreign_attachment(document: Attachment, request: HttpRequest) -> None:
    """Stop Wagtail from serving an attachment that lies on a shelf the person may not choose from.

    Raises:
        Http404: always then; the address tells nothing of what is there.
    """
    if not may_open(request.user, document):  # type: ignore[arg-type]
        raise Http404


def own_shelf_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let Wagtail's page of several uploads begin with the person's own shelf instead of the first one."""

    @require_admin_access
    def opened(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        shelf = own(request.user)
        if request.method == "GET" and shelf is not None and "collection_id" not in request.GET:
            return redirect(f"{request.path}?{urlencode({'collection_id': shelf})}")
        return view(request, *args, **options)

    wrapped: Callable[..., HttpResponseBase] = opened
    return wrapped


def _is_for(user: Any, folder: str, name: str) -> bool:
    """Tell whether a private file is for somebody: by what it is made of; what is public already is for everybody."""
    if folder == "originals":  # Wagtail's thumbnails lie beside them
        things = [thing for model in _MODELS for thing in model.objects.filter(file=name)]
        things += [rendition.image for rendition in NewsRendition.objects.filter(file=name).select_related("image")]
    else:
        if still_named([name]):
            return True
        sources = list(PublicFile.objects.filter(file=name).values_list("source", flat=True))
        things = [thing for model in _MODELS for thing in model.objects.filter(file_hash__in=sources)]
        keys = [source.removeprefix(CAPTIONS_SOURCE) for source in sources if source.startswith(CAPTIONS_SOURCE)]
        things += Recording.objects.filter(pk__in=keys)
    return any(may_open(user, thing) for thing in things)
