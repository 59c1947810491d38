"""Pictures, files and recordings that releases use stay; who would delete one is told which releases those are."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from wagtail.documents.views.documents import DeleteView as AttachmentDeleteView
from wagtail.images.views.images import DeleteView as PictureDeleteView
from wagtail.models import ReferenceIndex

from dateline.newsroom.desk.admin.visibility import visible_texts
from dateline.newsroom.desk.errors import UsedError
from dateline.newsroom.desk.models import NewsImage, ReleasePage, User

_NAMED = 5
"""Releases that a refusal names at most."""


class Kept:
    """Refuses before Wagtail asks whether somebody is sure."""

    object: Any
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Answer.

        Raises:
            UsedError: releases use it, and this person might delete it otherwise.
        """
        if self.user_has_permission("delete"):  # type: ignore[attr-defined] # of Wagtail's view
            demand_unused(self.object, request.user)  # type: ignore[arg-type]
        answer: HttpResponseBase = super().dispatch(request, *args, **options)  # type: ignore[misc]
        return answer


class KeptPictureView(Kept, PictureDeleteView):
    """Wagtail's page that deletes a picture."""


class KeptAttachmentView(Kept, AttachmentDeleteView):
    """Wagtail's page that deletes an attachment."""


def demand_unused(file: Model, user: User) -> None:
    """Check that no text uses a picture or an attachment.

    Raises:
        UsedError: some do; it names those that the person may see.
    """
    a_text = ContentType.objects.get_for_model(ReleasePage)
    named = ReferenceIndex.get_references_to(file).filter(content_type=a_text).values_list("object_id", flat=True)
    keys = {int(key) for key in named}  # the index keeps keys as words, and comes a little later than the text
    if isinstance(file, NewsImage):
        keys.update(ReleasePage.objects.filter(picture=file).values_list("pk", flat=True))
    if keys:
        seen = list(visible_texts(user).filter(pk__in=keys).order_by("-edited_at", "pk")[:_NAMED])
        raise UsedError(str(file), [str(text) for text in seen], hidden=len(keys) - len(seen))
