"""Starting texts: their list and forms, and the choice of one for a new release."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from dateline.newsroom.desk.actions.starting_texts import files_outside, fitting
from dateline.newsroom.desk.admin import files
from dateline.newsroom.desk.admin.fields import CheckList
from dateline.newsroom.desk.admin.viewsets import PlainDeleteView, PlainViewSet
from dateline.newsroom.desk.admin.visibility import is_key
from dateline.newsroom.desk.models import Office, OfficePage, Shelf, StartingText, roles
from dateline.newsroom.desk.models.offices import shared_shelf
from dateline.newsroom.desk.people import starting_text_policy


class StartingTextForm(WagtailAdminModelForm):
    """The form of a starting text. Editors-in-chief of some offices can choose these offices only."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reach = roles.reach(self.for_user, starting_text_policy.EDITOR_ROLE) if self.for_user is not None else {None}
        if None not in reach:
            field = self.fields["office"]
            field.queryset = Office.objects.filter(pk__in=[key for key in reach if key is not None])
            field.required, field.empty_label = True, None

    def clean(self) -> dict[str, Any]:
        """Refuse pictures and files that some users of the starting text may not open."""
        given: dict[str, Any] = super().clean()
        office = given.get("office")
        shelves = [shared_shelf(), *Shelf.objects.filter(office=office).values_list("collection", flat=True)]
        open_to_all = shelves if office else shelves[:1]
        if files_outside(files.files_of(given.get("body") or []), open_to_all):
            self.add_error(
                "body", _("Everybody who uses this starting text must be able to open its files. Share them first.")
            )
        return given


class _EditableMixin:
    """Limits a view to the starting texts that the person may edit."""

    request: HttpRequest

    def get_base_queryset(self) -> Any:
        """Return them for the list."""
        return starting_text_policy.editable_by(self.request.user).select_related("kind", "office")  # type: ignore[arg-type]

    def get_queryset(self) -> Any:
        """Return them for the forms."""
        return starting_text_policy.editable_by(self.request.user)  # type: ignore[arg-type]


class StartingIndexView(generic.IndexView):
    """The list of starting texts."""

    get_base_queryset = _EditableMixin.get_base_queryset


class StartingEditView(_EditableMixin, generic.EditView):
    """The form of a starting text."""


class StartingDeleteView(_EditableMixin, PlainDeleteView):
    """The confirmation of a deletion. Nothing refers to a starting text: new texts are copies."""


class StartingTextViewSet(PlainViewSet):
    """Starting texts in the settings menu. ``desk.people.starting_text_policy`` decides who may edit them."""

    model = StartingText
    name = "starting_texts"
    icon = "doc-empty"
    menu_label = gettext_lazy("Starting texts")
    add_to_settings_menu = True
    menu_order = 15
    index_view_class = StartingIndexView
    edit_view_class = StartingEditView
    delete_view_class = StartingDeleteView
    list_display = ["title", "kind", "office", "language"]
    search_fields = ["title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("kind"), FieldPanel("office"), FieldPanel("language")])],
                heading=gettext_lazy("Whom it is for"),
            ),
            FieldPanel("headline"),
            FieldPanel("lead"),
            FieldPanel("body"),
            FieldPanel("contacts"),
            FieldPanel("notes"),
            FieldPanel("boilerplate"),
            FieldPanel("topics", widget=CheckList),
        ],
        base_form_class=StartingTextForm,
    )


class BeginView(WagtailAdminTemplateMixin, View):
    """Asks which starting text a new release of an office begins with."""

    template_name = "desk/begin_release.html"
    page_title = ""

    def get_page_title(self) -> str:
        """Return the title."""
        return _("New release")

    def get(self, request: HttpRequest, *, parent: int) -> HttpResponse:
        """Show the choice; without starting texts redirect to the empty form.

        Raises:
            PermissionDenied: the person may not create releases for this office.
        """
        page = get_object_or_404(Page, pk=parent).specific
        if not page.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        empty = reverse("wagtailadmin_pages:add", args=["desk", "releasepage", parent])
        starting_texts = list(fitting(page.office if isinstance(page, OfficePage) else None))
        if not starting_texts:
            return redirect(empty)
        response: HttpResponse = self.render_to_response(
            self.get_context_data(starting_texts=starting_texts, empty=empty)
        )
        return response


def chosen_start(request: HttpRequest, office: Office | None) -> StartingText | None:
    """Return the starting text that the query names; None if it is missing or does not fit the office."""
    key = request.GET.get("start", "")
    return fitting(office).filter(pk=key).first() if is_key(key) else None
