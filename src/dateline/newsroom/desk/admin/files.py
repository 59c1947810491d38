"""Access to files of the library: who may open, choose and delete them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils._os import safe_join
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.dispatcher import index
from wagtail.documents.views.documents import DeleteView as AttachmentDeleteView
from wagtail.images.views.images import DeleteView as PictureDeleteView
from wagtail.models import ReferenceIndex

from dateline.newsroom.desk.admin.visibility import is_key, visible_texts
from dateline.newsroom.desk.editions.files import images
from dateline.newsroom.desk.errors import UsedError
from dateline.newsroom.desk.models import (
    Attachment,
    NewsImage,
    NewsRendition,
    PublicFile,
    Recording,
    ReleasePage,
    User,
)
from dateline.newsroom.desk.models.recordings import CAPTIONS_SOURCE
from dateline.newsroom.desk.people.shelves import may_open, own, sees_everything
from dateline.newsroom.publication.files import still_named

INLINE_SUFFIXES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}
INLINE_SUFFIXES |= {".m4a", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".vtt", ".weba", ".webm"}
"""File types that a browser may show inside the desk's pages; all others are downloads."""

MAX_NAMED_RELEASES = 5
"""A refusal to delete a file names at most this many releases."""

File = NewsImage | Attachment | Recording

_MODELS: tuple[type[File], ...] = (NewsImage, Attachment, Recording)

_BULK_MODELS = {"newsimage", "attachment"}


@require_admin_access
def private_file(request: HttpRequest, folder: str, name: str) -> FileResponse:
    """Return a private file; its headers keep scripts inside it from running on the desk's origin.

    Raises:
        Http404: the file is missing, the name leaves the folder, or the person may not open the file.
    """
    if not _may_read(request.user, folder, name):
        raise Http404
    base = {"originals": settings.HOME.originals, "renditions": settings.HOME.renditions}[folder]
    try:
        path = Path(safe_join(str(base), name))
    except (SuspiciousFileOperation, ValueError) as error:  # ValueError: the name contains NUL
        raise Http404 from error
    try:
        exists = path.is_file()
    except OSError as error:  # the name is too long for the file system
        raise Http404 from error
    if not exists:
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=path.suffix.lower() not in INLINE_SUFFIXES)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def _may_read(user: Any, folder: str, name: str) -> bool:
    """Tell whether a person may read a private file.

    Public files are open to everybody. Any other file is open to those who may open the item it was made from.
    """
    if folder == "originals":  # Wagtail's thumbnails are in the same folder
        items = [item for model in _MODELS for item in model.objects.filter(file=name)]
        items += [rendition.image for rendition in NewsRendition.objects.filter(file=name).select_related("image")]
    else:
        if still_named([name]):
            return True
        sources = list(PublicFile.objects.filter(file=name).values_list("source", flat=True))
        items = [item for model in _MODELS for item in model.objects.filter(file_hash__in=sources)]
        keys = [source.removeprefix(CAPTIONS_SOURCE) for source in sources if source.startswith(CAPTIONS_SOURCE)]
        items += Recording.objects.filter(pk__in=keys)
    return any(may_open(user, item) for item in items)


def refuse_foreign_attachment(document: Attachment, request: HttpRequest) -> None:
    """Stop Wagtail from serving an attachment on a shelf that the person may not choose from.

    Raises:
        Http404: the person may not open it. The answer does not reveal that the attachment exists.
    """
    if not may_open(request.user, document):  # type: ignore[arg-type]
        raise Http404


def own_shelf_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap Wagtail's page for several uploads so that it preselects the person's own shelf."""

    @require_admin_access
    def preselect(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        shelf = own(request.user)
        if request.method == "GET" and shelf is not None and "collection_id" not in request.GET:
            return redirect(f"{request.path}?{urlencode({'collection_id': shelf})}")
        return view(request, *args, **options)

    wrapped: Callable[..., HttpResponseBase] = preselect
    return wrapped


def _bulk_action(request: HttpRequest, model: str, action: str) -> HttpResponseBase:
    """Pass a bulk action on to Wagtail if the person may open every selected file.

    Wagtail's own pages would name files that the person may not see.

    Raises:
        Http404: the model has no bulk actions, a file is closed to the person, or a key is malformed.
    """
    if model.lower() not in _BULK_MODELS:
        raise Http404
    requested = request.GET.getlist("id")
    keys = {int(key) for key in requested if is_key(key)}
    files = apps.get_model("desk", model).objects.filter(pk__in=keys)
    user: Any = request.user
    is_complete = len(keys) == len(set(requested))
    if not sees_everything(user) and not (is_complete and all(may_open(user, file) for file in files)):
        raise Http404
    response: HttpResponseBase = index(request, "desk", model, action)
    return response


bulk_action: Callable[..., HttpResponseBase] = require_admin_access(_bulk_action)


class UnusedOnlyMixin:
    """Refuses to delete a file that releases use, before Wagtail asks for confirmation."""

    object: Any
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Answer the request.

        Raises:
            UsedError: the person may delete the file, but releases use it.
        """
        if self.user_has_permission("delete"):  # type: ignore[attr-defined] # of Wagtail's view
            check_unused(self.object, request.user)  # type: ignore[arg-type]
        response: HttpResponseBase = super().dispatch(request, *args, **options)  # type: ignore[misc]
        return response


class UnusedPictureDeleteView(UnusedOnlyMixin, PictureDeleteView):
    """Wagtail's page that deletes a picture."""


class UnusedAttachmentDeleteView(UnusedOnlyMixin, AttachmentDeleteView):
    """Wagtail's page that deletes an attachment."""


def check_unused(file: Model, user: User) -> None:
    """Check that no text uses a picture, an attachment or a recording.

    Raises:
        UsedError: texts use it. The error names those that the person may see.
    """
    text_type = ContentType.objects.get_for_model(ReleasePage)
    references = ReferenceIndex.get_references_to(file).filter(content_type=text_type)
    keys = {int(key) for key in references.values_list("object_id", flat=True)}
    if isinstance(file, NewsImage):  # Wagtail updates its index a little later than the text
        keys.update(ReleasePage.objects.filter(picture=file).values_list("pk", flat=True))
    if keys:
        visible = list(visible_texts(user).filter(pk__in=keys).order_by("-edited_at", "pk")[:MAX_NAMED_RELEASES])
        raise UsedError(str(file), [str(text) for text in visible], hidden=len(keys) - len(visible))


def files_of(body: Iterable[Any]) -> list[File]:
    """Return the pictures, attachments and recordings that a body names."""
    found: list[File] = []
    for block in body:
        named = (
            [block.value.get(name) for name in ("picture", "attachment", "recording")]
            if hasattr(block.value, "get")
            else []
        )
        found += [file for file in named if isinstance(file, File)]
    return found


def files_before(text: ReleasePage) -> list[File]:
    """Return the files that the latest draft of a text names; empty for a new text."""
    if text.pk is None or text.latest_revision_id is None:
        return []
    draft = text.get_latest_revision_as_object()
    return [*images(draft), *files_of(draft.body)]


def newly_added_forbidden_files(user: User, files: Iterable[File], *, before: Iterable[File]) -> list[File]:
    """Return those of ``files`` that are not in ``before`` and that the person may not choose."""
    known = set(before)
    return [file for file in files if file not in known and not may_open(user, file)]
