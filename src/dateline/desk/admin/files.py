"""Originals, previews' pictures and attachments, for people who are signed in."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from wagtail.admin.auth import require_admin_access

_SHOWN = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}
"""What a browser may show inside the desk's own pages; everything else is a download."""


@require_admin_access
def private_file(_request: HttpRequest, folder: str, name: str) -> FileResponse:
    """Return a private file; nothing in it can run in the desk's name.

    Raises:
        Http404: there is no such file, or the name leads elsewhere.
    """
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
