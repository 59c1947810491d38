"""The library of recordings in the admin: each list, form and choice within the shelves that are the person's."""

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

from dateline.newsroom.desk.admin.uploads import OwnShelfMixin
from dateline.newsroom.desk.admin.usage import Kept
from dateline.newsroom.desk.admin.viewsets import PlainDeleteView, PlainViewSet
from dateline.newsroom.desk.library.recordings import ENDINGS
from dateline.newsroom.desk.models import NewsImage, Recording
from dateline.newsroom.desk.people.shelves import may_open


class RecordingForm(OwnShelfMixin, BaseCollectionMemberForm, WagtailAdminModelForm):
    """A recording with its transcripts; a new one goes to the person's own shelf."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, user=options.get("for_user"), **options)
        self._file_before = self.instance.file.name
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)

    @property
    def permission_policy(self) -> Any:
        """Who may do what with recordings."""
        return policy_registry.get_by_type(Recording)

    def clean_poster(self) -> NewsImage | None:
        """Refuse a picture from a shelf that the person may not choose from, unless it was there before."""
        poster: NewsImage | None = self.cleaned_data["poster"]
        is_new = poster is not None and poster.pk != self.initial.get("poster")
        if poster is not None and is_new and self.for_user is not None and not may_open(self.for_user, poster):
            message = _("This picture or file lies in the library of another office. Ask them to share it.")
            raise ValidationError(message, code="foreign")
        return poster

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Save; the file that a new one replaces goes after the commit."""
        if self.instance.pk is None:
            self.instance.uploaded_by_user = self.for_user
        before = self._file_before
        saved = super().save(commit=commit)
        if before and self.instance.file.name != before:
            transaction.on_commit(lambda: Recording._meta.get_field("file").storage.delete(before))  # noqa: SLF001
        return saved


def _open_to(request: HttpRequest, *acts: str) -> "QuerySet[Recording]":
    policy = policy_registry.get_by_type(Recording)
    found: QuerySet[Recording] = policy.instances_user_has_any_permission_for(request.user, acts)
    return found


class RecordingIndexView(generic.IndexView):
    """What is on the shelves that somebody may choose from."""

    def get_base_queryset(self) -> Any:
        """Return those recordings."""
        return _open_to(self.request, "choose", "change").select_related("collection")


class _OnOwnShelves:
    """Finds only what the person may change."""

    request: HttpRequest

    def get_queryset(self) -> "QuerySet[Recording]":
        """Return those recordings."""
        return _open_to(self.request, "change")


class RecordingEditView(_OnOwnShelves, generic.EditView):
    """The form of a recording."""


class RecordingDeleteView(_OnOwnShelves, Kept, PlainDeleteView):
    """Deletes what no text uses; the refusal names only users that the person may see."""


class RecordingViewSet(PlainViewSet):
    """Recordings, in the menu beside pictures and files; with rights as attachments (`desk.people.shelves.connect`)."""

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
                heading=_("What is said"),
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


class _Choosable:
    """Finds only what the person may choose."""

    request: HttpRequest

    def get_object_list(self) -> "QuerySet[Recording]":
        """Return those recordings."""
        return _open_to(self.request, "choose")

    def get_object(self, pk: str) -> Recording:
        """Return one.

        Raises:
            PermissionDenied: it is on another shelf.
        """
        found = self.get_object_list().filter(pk=pk).first() if pk.isdecimal() else None
        if found is None:
            raise PermissionDenied
        return found

    def get_objects(self, pks: list[str]) -> "QuerySet[Recording]":
        """Return some."""
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class _ChooseView(_Choosable, chooser.ChooseView):
    pass


class _ChooseResultsView(_Choosable, chooser.ChooseResultsView):
    pass


class _ChosenView(_Choosable, chooser.ChosenView):
    pass


class _ChosenMultipleView(_Choosable, chooser.ChosenMultipleView):
    pass


class RecordingChooser(ChooserViewSet):
    """Chooses a recording for a text."""

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


def contents(collection: Collection) -> dict[str, Any] | None:
    """Tell Wagtail how many recordings lie on a shelf, so that it is not deleted with them."""
    count = Recording.objects.filter(collection=collection).count()
    if not count:
        return None
    said = ngettext("%(count)s recording", "%(count)s recordings", count) % {"count": count}
    return {"count": count, "count_text": said, "url": reverse("recordings:index")}
