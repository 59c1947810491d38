"""Wagtail hooks: what the desk adds to the admin, and what it removes or refuses."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from dateline.newsroom.desk.admin.audit_trail import AuditTrailView, may_read
from dateline.newsroom.desk.admin.available_actions import may_approve, may_submit
from dateline.newsroom.desk.admin.calendar import CalendarView
from dateline.newsroom.desk.admin.compare import is_comparable
from dateline.newsroom.desk.admin.files import refuse_foreign_attachment
from dateline.newsroom.desk.admin.home import panels
from dateline.newsroom.desk.admin.missing_metadata import MissingMetadataView
from dateline.newsroom.desk.admin.recordings import CHOOSER, RecordingViewSet, describe_collection
from dateline.newsroom.desk.admin.release_list import ReleaseListing
from dateline.newsroom.desk.admin.rich_text import link_to_database
from dateline.newsroom.desk.admin.starting_texts import StartingTextViewSet
from dateline.newsroom.desk.admin.texts import (
    SUBMIT,
    NewsroomPageViewSet,
    OfficePageViewSet,
    ReleaseViewSet,
    release_url,
)
from dateline.newsroom.desk.admin.tokens import may_issue
from dateline.newsroom.desk.admin.visibility import choosable_pages
from dateline.newsroom.desk.admin.vocabulary import NewsroomView, VocabularyGroup
from dateline.newsroom.desk.errors import OnlyActionsError
from dateline.newsroom.desk.models import ReleasePage

hooks.register("before_serve_document", refuse_foreign_attachment)
hooks.register("describe_collection_contents", describe_collection)

_REFUSED_MENU_ITEMS = {
    "action-unpublish",
    "action-submit",
    "action-restart-workflow",
    "action-cancel-workflow",
}


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """Add the desk's lists and forms, and replace Wagtail's views of a text."""
    pages = [ReleaseViewSet(), OfficePageViewSet(), NewsroomPageViewSet()]
    return [ReleaseListing(), VocabularyGroup(), RecordingViewSet(), CHOOSER, StartingTextViewSet(), *pages]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Add the calendar, missing metadata, the newsroom's settings and the audit trail."""
    return [
        path("calendar/", CalendarView.as_view(), name="desk_calendar"),
        path("debt/", MissingMetadataView.as_view(), name="desk_debt"),
        path("newsroom/", NewsroomView.as_view(), name="desk_newsroom"),
        path("trail/", AuditTrailView.as_view(), name="desk_trail"),
        path("trail/results/", AuditTrailView.as_view(results_only=True), name="desk_trail_results"),
    ]


@hooks.register("register_settings_menu_item")
def newsroom_menu_item() -> MenuItem:
    """Add the newsroom's settings to the menu."""

    class NewsroomItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return request.user.has_perm("desk.change_newsroomsettings")

    return NewsroomItem(_("Name and appearance"), reverse("desk_newsroom"), icon_name="cogs", order=10)


@hooks.register("register_settings_menu_item")
def trail_menu_item() -> MenuItem:
    """Add the audit trail to the menu."""

    class TrailItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return may_read(request.user)  # type: ignore[arg-type]

    return TrailItem(_("Audit trail"), reverse("desk_trail"), icon_name="history", order=20)


@hooks.register("register_settings_menu_item")
def tokens_menu_item() -> MenuItem:
    """Add the API tokens to the menu."""

    class TokensItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return may_issue(request.user)  # type: ignore[arg-type]

    return TokensItem(_("Tokens for programs"), reverse("desk_tokens"), icon_name="key", order=30)


@hooks.register("register_admin_menu_item")
def calendar_menu_item() -> MenuItem:
    """Add the calendar to the menu."""
    return MenuItem(_("Calendar"), reverse("desk_calendar"), icon_name="calendar-alt", order=110)


@hooks.register("register_admin_menu_item")
def keys_menu_item() -> MenuItem:
    """Add the keyboard shortcuts, which Wagtail has in a help menu that the desk removes."""
    attributes = {
        "role": "button",
        "data-a11y-dialog-show": "keyboard-shortcuts-dialog",
        "data-action": "w-action#noop:prevent:stop",
        "data-controller": "w-action",
    }
    return MenuItem(_("Keys"), "#", name="desk-keys", icon_name="keyboard", attrs=attributes, order=1200)


@hooks.register("construct_main_menu")
def short_menu(_request: HttpRequest, items: list[Any]) -> None:
    """Remove Wagtail's page tree, workflow reports and help."""
    items[:] = [item for item in items if item.name not in {"explorer", "reports", "help"}]


@hooks.register("register_page_action_menu_item")
def release_page_item() -> ActionMenuItem:
    """Add the link to the page of the release."""

    class ReleaseItem(ActionMenuItem):
        label = _("All languages")
        name = "action-release"
        icon_name = "globe"

        def is_shown(self, context: dict[str, Any]) -> bool:
            return isinstance(context.get("page"), ReleasePage) and context["view"] == "edit"

        def get_url(self, context: dict[str, Any]) -> str:
            return release_url(context["page"].release_id)

    return ReleaseItem(order=20)


@hooks.register("register_page_action_menu_item")
def submit_item() -> ActionMenuItem:
    """Offer to save and submit in one step."""

    class SubmitItem(ActionMenuItem):
        label = _("Save and submit for review")
        name = SUBMIT
        icon_name = "resubmit"

        def is_shown(self, context: dict[str, Any]) -> bool:
            return context["view"] == "edit" and may_submit(context["request"].user, context["page"])

    return SubmitItem(order=15)


@hooks.register("register_page_action_menu_item")
def approve_item() -> ActionMenuItem:
    """Link to the approval of a text in review."""

    class ApproveItem(ActionMenuItem):
        label = _("Approve")
        name = "action-desk-approve"
        icon_name = "check"

        def is_shown(self, context: dict[str, Any]) -> bool:
            return context["view"] == "edit" and may_approve(context["request"].user, context["page"])

        def get_url(self, context: dict[str, Any]) -> str:
            return f"{release_url(context['page'].release_id)}#action-approve"

    return ApproveItem(order=16)


@hooks.register("construct_page_action_menu")
def actions_only(items: list[Any], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """Leave out buttons whose action the guard would refuse."""
    items[:] = [item for item in items if item.name not in _REFUSED_MENU_ITEMS]


def _refuse(_request: HttpRequest, page: Any, *_rest: Any) -> None:
    raise OnlyActionsError(str(page))


for _hook in ("before_unpublish_page", "before_move_page", "before_copy_page", "before_convert_alias_page"):
    hooks.register(_hook, _refuse)


@hooks.register("before_publish_page")
def refuse_publish(_request: HttpRequest, page: Any) -> None:
    """Refuse Wagtail's own publish; the views of a text lead to the page of its release instead."""
    raise OnlyActionsError(str(page))


@hooks.register("before_bulk_action")
def refuse_bulk(_request: HttpRequest, _action: str, objects: list[Any], view: Any) -> None:
    """Refuse bulk actions on pages; pictures and files have them."""
    if issubclass(view.model, Page):
        # Wagtail calls this before it checks what the person may see, so the message names no title.
        raise OnlyActionsError(", ".join(f"#{one.pk}" for one in objects[:3]))


@hooks.register("construct_page_chooser_queryset")
def choosable(pages: Any, request: HttpRequest) -> Any:
    """Remove from choosers what the list of releases hides from the person."""
    return choosable_pages(pages, request)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Any, user: Any, next_url: str | None = None) -> Any:  # noqa: ARG001 - the hook's signature
    """Add the page of the release to the buttons of every list."""
    if isinstance(page, ReleasePage):
        yield Button(_("All languages"), release_url(page.release_id), icon_name="globe", priority=1)


@hooks.register("register_page_header_buttons")
def compare_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:  # noqa: ARG001 - the hook's signature
    """Add the comparison to the header of editor and history."""
    if isinstance(page, ReleasePage) and is_comparable(page):
        address = reverse("desk_compare", args=[page.pk])
        yield Button(_("Compare editions"), address, icon_name="history", priority=60)


@hooks.register("construct_page_listing_buttons")
def no_refused_buttons(buttons: list[Any], *_rest: Any, **_options: Any) -> None:
    """Remove buttons of actions that would be refused."""
    refused = ("/move/", "/copy/", "/unpublish/", "/delete/")
    buttons[:] = [
        button for button in buttons if not str(getattr(button, "url", "") or "").split("?")[0].endswith(refused)
    ]


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    """Add the desk's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def labels_and_shortcuts() -> SafeString:
    """Add accessible names that Wagtail lacks, and the desk's keyboard shortcuts."""
    script = '<script src="{}" defer></script>'
    return format_html(script * 2, static("desk/labels.js"), static("desk/keys.js"))


@hooks.register("register_rich_text_features", order=1000)  # after Wagtail's own
def links(features: Any) -> None:
    """Replace Wagtail's storage of links in running text."""
    features.converter_rules_by_converter["contentstate"]["link"]["to_database_format"]["entity_decorators"]["LINK"] = (
        link_to_database
    )


@hooks.register("insert_editor_js")
def running_text() -> SafeString:
    """Add the scripts that clean pasted text and flush the editor before a form is sent."""
    return format_html('<script src="{}"></script>' * 2, static("desk/paste.js"), static("desk/sending.js"))


@hooks.register("construct_homepage_summary_items", order=1000)  # after other items were added
def no_counts(_request: HttpRequest, items: list[Any]) -> None:
    """Remove Wagtail's counts of pages and images."""
    items.clear()


@hooks.register("construct_homepage_panels")
def home_panels(_request: HttpRequest, items: list[Any]) -> None:
    """Replace Wagtail's panels of the home page."""
    items[:] = panels()
