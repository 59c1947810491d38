"""The library of recordings: list, forms and chooser, limited to the shelves that a person may use."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from dateline.newsroom.desk.admin.files import UnusedOnlyMixin
from dateline.newsroom.desk.admin.uploads import OwnShelfMixin
from dateline.newsroom.desk.admin.viewsets import PlainDeleteView, PlainViewSet
from dateline.newsroom.desk.library.recordings import ENDINGS
from dateline.newsroom.desk.models import NewsImage, Recording
from dateline.newsroom.desk.people.shelves import may_open


class RecordingForm(OwnShelfMixin, BaseCollectionMemberForm, WagtailAdminModelForm):
    """The form of a recording with its transcripts. A new one goes to the person's own shelf."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, user=options.get("for_user"), **options)
        self._file_before = self.instance.file.name
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)

    @property
    def permission_policy(self) -> Any:
        """The permission policy of recordings."""
        return policy_registry.get_by_type(Recording)

    def clean_poster(self) -> NewsImage | None:
        """Refuse a new picture from a shelf that the person may not choose from."""
        poster: NewsImage | None = self.cleaned_data["poster"]
        is_new = poster is not None and poster.pk != self.initial.get("poster")
        if poster is not None and is_new and self.for_user is not None and not may_open(self.for_user, poster):
            message = _("This picture or file is in the collection of another office. Ask that office to share it.")
            raise ValidationError(message, code="foreign")
        return poster

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Save the recording, and delete a replaced file after the commit."""
        if self.instance.pk is None:
            self.instance.uploaded_by_user = self.for_user
        before = self._file_before
        saved = super().save(commit=commit)
        if before and self.instance.file.name != before:
            transaction.on_commit(lambda: Recording._meta.get_field("file").storage.delete(before))  # noqa: SLF001
        return saved


def _permitted(request: HttpRequest, *permissions: str) -> "QuerySet[Recording]":
    policy = policy_registry.get_by_type(Recording)
    recordings: QuerySet[Recording] = policy.instances_user_has_any_permission_for(request.user, permissions)
    return recordings


class RecordingIndexView(generic.IndexView):
    """The recordings on shelves that the person may choose from."""

    def get_base_queryset(self) -> Any:
        """Return those recordings."""
        return _permitted(self.request, "choose", "change").select_related("collection")


class _ChangeableMixin:
    """Limits a view to the recordings that the person may change."""

    request: HttpRequest

    def get_queryset(self) -> "QuerySet[Recording]":
        """Return those recordings."""
        return _permitted(self.request, "change")


class RecordingEditView(_ChangeableMixin, generic.EditView):
    """The form of a recording."""


class RecordingDeleteView(_ChangeableMixin, UnusedOnlyMixin, PlainDeleteView):
    """Deletes a recording that no text uses. The refusal names only texts that the person may see."""


class RecordingViewSet(PlainViewSet):
    """Recordings in the main menu. Their permissions are those of attachments (``desk.people.shelves.connect``)."""

    model = Recording
    name = "recordings"
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 410
    add_to_admin_menu = True
    index_view_class = RecordingIndexView
    edit_view_class = RecordingEditView
    delete_view_class = RecordingDeleteView
    list_display = [
        "title",
        Column("get_sort_display", label=_("Video or sound")),
        Column("length", label=_("Length")),
        "collection",
        DateColumn("created_at", label=_("Uploaded")),
    ]
    ordering = ["-created_at", "-pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            MultiFieldPanel(
                [FieldPanel("file"), FieldRowPanel([FieldPanel("url"), FieldPanel("sort")]), FieldPanel("poster")],
                heading=_("Video or sound"),
            ),
            InlinePanel(
                "transcripts",
                [FieldPanel("language"), FieldPanel("text"), FieldPanel("captions")],
                heading=_("Spoken words"),
                label=_("Transcript"),
                help_text=_("Each text that shows the recording needs a transcript in its language."),
            ),
            FieldPanel("caption"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("credit"), FieldPanel("rights_holder")]),
                    FieldPanel("usage_terms"),
                    FieldPanel("expires_on"),
                ],
                heading=_("Rights"),
            ),
            FieldPanel("collection"),
        ],
        base_form_class=RecordingForm,
    )


class _ChoosableMixin:
    """Limits a view to the recordings that the person may choose."""

    request: HttpRequest

    def get_object_list(self) -> "QuerySet[Recording]":
        """Return those recordings."""
        return _permitted(self.request, "choose")

    def get_object(self, pk: str) -> Recording:
        """Return one recording.

        Raises:
            PermissionDenied: the person may not choose it.
        """
        recording = self.get_object_list().filter(pk=pk).first() if pk.isdecimal() else None
        if recording is None:
            raise PermissionDenied
        return recording

    def get_objects(self, pks: list[str]) -> "QuerySet[Recording]":
        """Return several recordings; those that the person may not choose are left out."""
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class _ChooseView(_ChoosableMixin, chooser.ChooseView):
    pass


class _ChooseResultsView(_ChoosableMixin, chooser.ChooseResultsView):
    pass


class _ChosenView(_ChoosableMixin, chooser.ChosenView):
    pass


class _ChosenMultipleView(_ChoosableMixin, chooser.ChosenMultipleView):
    pass


class RecordingChooser(ChooserViewSet):
    """The chooser of a recording for a text."""

    model = Recording
    icon = "media"
    choose_one_text = _("Choose a recording")
    choose_another_text = _("Choose another recording")
    edit_item_text = _("Edit this recording")
    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    chosen_view_class = _ChosenView
    chosen_multiple_view_class = _ChosenMultipleView


CHOOSER = RecordingChooser("recording_chooser", url_prefix="recordings/choose")


def describe_collection(collection: Collection) -> dict[str, Any] | None:
    """Return the number of recordings on a shelf; Wagtail refuses to delete a shelf that has any."""
    count = Recording.objects.filter(collection=collection).count()
    if not count:
        return None
    label = ngettext("%(count)s recording", "%(count)s recordings", count) % {"count": count}
    return {"count": count, "count_text": label, "url": reverse("recordings:index")}
