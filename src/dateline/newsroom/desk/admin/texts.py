"""Wagtail's views of a text. Those that would publish redirect to the page of the release or are refused."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions.starting_texts import begin
from dateline.newsroom.desk.admin.checks import DeskCheckPanel
from dateline.newsroom.desk.admin.compare import is_comparable
from dateline.newsroom.desk.admin.starting_texts import chosen_start
from dateline.newsroom.desk.editions.build import zone
from dateline.newsroom.desk.errors import OnlyActionsError, PublicBeforeError
from dateline.newsroom.desk.models import NewsroomPage, NewsroomSettings, Office, OfficePage, ReleasePage

SUBMIT = "action-desk-submit"
"""The name of the editor's button that saves and submits."""

FOUND = 302
"""The status of Wagtail's redirect after a text was saved."""


def release_url(release: Any) -> str:
    """Return the address of the desk's page of a release."""
    return reverse("desk_release", args=[release])


class ReleaseCreateView(CreateView):
    """Begin a release with its first text."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Save the release and its text in one transaction."""
        with transaction.atomic():
            response: HttpResponse = super().dispatch(request, *args, **options)
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form: empty in the newsroom's default language, or filled from the chosen starting text."""
        newsroom = NewsroomSettings.current()
        self.page.language = newsroom.default_language
        office = office_of(self.parent_page)
        self.page.start = chosen_start(request, office)
        if self.page.start is not None:
            begin(self.page, self.page.start, office, on=clock.now().astimezone(zone(newsroom)).date())
        response: HttpResponse = super().get(request)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the release, then its text."""
        form.instance.release = form.save_release(office_of(self.parent_page), by=self.request.user, at=clock.now())
        response: HttpResponse = super().form_valid(form)
        return response

    def publish_action(self) -> HttpResponse:
        """Save the draft, and redirect to the page of the release, which publishes."""
        self.expects_json_response = False
        self.save_action()
        return redirect(release_url(self.page.release_id))


class ReleaseEditView(EditView):
    """Edit a text."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the text and the shared fields, unless somebody else has saved the text since it was opened.

        In that case the form returns with a warning; a second save replaces the other person's draft.
        """
        if not self.expects_json_response and self.is_out_of_date:
            form.add_error(None, self._conflict_message())
            form.restore_required_fields()
            refused: HttpResponse = self.form_invalid(form)
            return refused
        with transaction.atomic():
            was_approved = bool(self.page.approved_digest)
            form.save_release(office_of(self.parent), by=self.request.user, at=clock.now())
            form.instance.refresh_facts()
            response: HttpResponse = super().form_valid(form)
        if was_approved and not self.page.approved_digest:
            messages.warning(self.request, _("The text has changed since its approval, so it is in review again."))
        if SUBMIT in self.request.POST and not self.expects_json_response and response.status_code == FOUND:
            # The text is saved, so a refusal, such as a missing lead, loses nothing.
            actions.perform("submit", ReleasePage.objects.get(pk=self.page.pk), by=self.request.user, at=clock.now())
            messages.success(self.request, _("The text is in review."))
            return redirect(release_url(self.page.release_id))
        return response

    def _conflict_message(self) -> str:
        who = self.latest_revision.user
        return _(
            "%(name)s has saved this text since you opened it. Your changes are still here, but they are not "
            "saved. Look at the history first. If you save again, your version replaces the other one, which stays in "
            "the history."
        ) % {"name": who.get_full_name() or who.get_username() if who else _("Somebody")}

    def get_side_panels(self) -> Any:
        """Add the desk check to Wagtail's panels, except in JSON responses."""
        panels = super().get_side_panels()
        if self.expects_json_response or self.hydrate_create_view:
            return panels
        return MediaContainer([*panels, DeskCheckPanel(self.page, self.request)])

    def publish_action(self) -> HttpResponse:
        """Save the draft, and redirect to the page of the release, which publishes."""
        self.save_action()
        return redirect(release_url(self.page.release_id))


def _check_editable(request: HttpRequest, page: Page) -> None:
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied


class DiscardView(View):
    """Discard a draft that was never public."""

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponse:
        """Discard on POST; redirect to the release otherwise. Texts that were public are refused."""
        text = get_object_or_404(ReleasePage, pk=options["page_id"])
        _check_editable(request, text)
        if text.draft_stage != ReleasePage.State.DRAFT:
            raise PublicBeforeError(str(text))
        if request.method == "POST":
            actions.perform("discard", text, by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("The draft “%(title)s” is discarded.") % {"title": text})
            return redirect("desk_releases:index")
        return redirect(release_url(text.release_id))


class RefusedView(View):
    """A view of Wagtail that would bypass the actions."""

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponse:
        """Refuse with a sentence; it names the title of the page only to people who may edit the page."""
        key = options.get("page_id") or options.get("page_to_move_id") or options.get("pk")
        page = get_object_or_404(Page, pk=key).specific_deferred
        _check_editable(request, page)
        raise OnlyActionsError(str(page))


class TextHistoryView(PageHistoryView):
    """Wagtail's history of a text with a link to the comparison of editions."""

    @property
    def header_buttons(self) -> list[Any]:
        """Return the comparison button, if there are two things to compare."""
        if not is_comparable(self.object):
            return []
        address = reverse("desk_compare", args=[self.object.pk])
        return [HeaderButton(_("Compare editions"), address, icon_name="history")]


class ReleaseViewSet(PageViewSet):
    """The views of a text."""

    model = ReleasePage
    add_view_class = ReleaseCreateView
    edit_view_class = ReleaseEditView
    delete_view_class = DiscardView
    history_view_class = TextHistoryView
    convert_alias_view_class = RefusedView
    copy_view_class = RefusedView
    move_view_class = RefusedView
    move_confirm_view_class = RefusedView
    set_page_position_view_class = RefusedView
    set_privacy_view_class = RefusedView
    unpublish_view_class = RefusedView
    revisions_unschedule_view_class = RefusedView
    workflow_action_view_class = RefusedView
    collect_workflow_action_data_view_class = RefusedView
    confirm_workflow_cancellation_view_class = RefusedView
    parent_models: list[Any] = []


class OfficeEditView(View):
    """Replaces the editor of an office's page, which has no fields of its own."""

    def get(self, _request: HttpRequest, **options: Any) -> HttpResponse:
        """Redirect to the form of the office."""
        return redirect("office:edit", get_object_or_404(OfficePage, pk=options["page_id"]).office_id)


class NewsroomEditView(View):
    """Replaces the editor of the root page, which has no fields of its own."""

    def get(self, _request: HttpRequest, **_options: Any) -> HttpResponse:
        """Redirect to the newsroom's settings."""
        return redirect("desk_newsroom")


class OfficePageViewSet(PageViewSet):
    """The pages of offices in the tree. Actions on offices create and rename them; people cannot."""

    model = OfficePage
    edit_view_class: type[View] = OfficeEditView

    delete_view_class = RefusedView
    convert_alias_view_class = RefusedView
    copy_view_class = RefusedView
    move_view_class = RefusedView
    move_confirm_view_class = RefusedView
    set_page_position_view_class = RefusedView
    set_privacy_view_class = RefusedView
    unpublish_view_class = RefusedView
    parent_models: list[Any] = []


class NewsroomPageViewSet(OfficePageViewSet):
    """The root of the tree."""

    model = NewsroomPage
    edit_view_class = NewsroomEditView


def office_of(parent: Any) -> Office | None:
    """Return the office of a page; None for the newsroom's root."""
    specific = parent.specific
    return specific.office if isinstance(specific, OfficePage) else None
