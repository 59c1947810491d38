"""Tags of the library: a person sees those of files that the person may open; Wagtail shows those of all offices."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag, TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as AttachmentIndexView
from wagtail.images.views.chooser import ImageChooseView
from wagtail.images.views.chooser import viewset as picture_chooser
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as PictureIndexView

from dateline.newsroom.desk.models import Attachment, NewsImage, User
from dateline.newsroom.desk.people.shelves import openable, sees_everything

MAX_TAGS = 10

_MODELS: tuple[type[NewsImage | Attachment], ...] = (NewsImage, Attachment)


def popular_tags(user: User, model: type[NewsImage | Attachment]) -> "QuerySet[Tag]":
    """Return the most frequent tags of the files that a person may open, at most ``MAX_TAGS``."""
    counted = _tags_of(user, model).annotate(count=Count("pk")).order_by("-count", "name")
    tags: QuerySet[Tag] = counted[:MAX_TAGS]
    return tags


def _tags_of(user: User, model: type[NewsImage | Attachment]) -> "QuerySet[Tag]":
    """Return the tags of the files that a person may open; a tag once for each file."""
    items = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(model))
    if not sees_everything(user):
        items = items.filter(object_id__in=openable(user, model).order_by().values("pk"))
    tags: QuerySet[Tag] = Tag.objects.filter(taggit_taggeditem_items__in=items)
    return tags


@require_admin_access
def suggest_tags(request: HttpRequest, **_model: str) -> JsonResponse:
    """Return the names of tags that begin with ``term``."""
    term, user = request.GET.get("term", "").strip(), request.user
    names: set[str] = set()
    for model in _MODELS if term else ():
        tags = _tags_of(user, model).filter(name__istartswith=term)  # type: ignore[arg-type]
        names.update(tags.values_list("name", flat=True))
    return JsonResponse(sorted(names)[:MAX_TAGS], safe=False)


class _OwnTagsMixin:
    """Replaces the tags that a list can be filtered by."""

    filters: dict[str, Any]
    _meta: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "tag" in self.filters:
            tags = popular_tags(options["request"].user, self._meta.model)
            self.filters["tag"].extra["choices"] = [(tag.name, tag.name) for tag in tags]


class _PictureFilterSet(_OwnTagsMixin, ImagesFilterSet):
    class Meta(ImagesFilterSet.Meta):
        pass


class _AttachmentFilterSet(_OwnTagsMixin, DocumentsFilterSet):
    class Meta(DocumentsFilterSet.Meta):
        pass


class _PictureChooseView(ImageChooseView):
    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return the context with the person's tags."""
        context: dict[str, Any] = super().get_context_data(**options)
        context["popular_tags"] = popular_tags(self.request.user, NewsImage)
        return context


def connect() -> None:
    """Give Wagtail's lists and its chooser of pictures these tags."""
    PictureIndexView.filterset_class = _PictureFilterSet
    AttachmentIndexView.filterset_class = _AttachmentFilterSet
    picture_chooser.choose_view_class = _PictureChooseView
