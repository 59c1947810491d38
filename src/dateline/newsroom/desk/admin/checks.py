"""The desk check of a text, as a page and as a fragment beside the editor."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.admin.visibility import visible_texts
from dateline.newsroom.desk.checks.galley import IsReachable
from dateline.newsroom.desk.checks.link_probe import reachability
from dateline.newsroom.desk.checks.registry import CheckFinding
from dateline.newsroom.desk.checks.repair import repair
from dateline.newsroom.desk.checks.report import Report, check_text, dismiss, undo_dismissal
from dateline.newsroom.desk.checks.types import Severity
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import ReleasePage, User
from dateline.text.languages import direction

GROUPS = {
    Severity.ERROR: _("Must be fixed"),
    Severity.WARNING: _("Look at this"),
    Severity.HINT: _("Hints"),
}

_SECOND_TAB = frozenset({"kind", "offices", "topics"})
"""Fields on the editor's second tab; all others are on the first."""


class ChecksView(WagtailAdminTemplateMixin, View):
    """Shows the findings for a text, repairs them and dismisses false alarms."""

    template_name = "desk/checks.html"
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponseBase:
        """Admit those who may see the text; changes need the right to edit it."""
        self.user: User = request.user  # type: ignore[assignment]
        get_object_or_404(visible_texts(self.user), pk=options["page_id"])
        self.text = ReleasePage.objects.select_related("release").get(pk=options["page_id"])
        self.can_edit = self.text.permissions_for_user(self.user).can_edit()
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page, or the fragment for the editor."""
        if "fragment" in request.GET:
            return TemplateResponse(request, "desk/_checks.html", self._check_context())
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Repair, dismiss or restore a finding, and return to the page the person came from."""
        if not self.can_edit:
            raise PermissionDenied
        key = (request.POST.get("check", ""), request.POST.get("passage", ""))
        action = request.POST.get("act")
        if action == "repair":
            repaired = repair(self.text, key, by=self.user, at=clock.now())
            done = gettext("Fixed in a new draft: “%(quote)s” is now “%(repair)s”.")
            messages.success(request, done % {"quote": repaired.quote, "repair": repaired.repair})
        elif action == "dismiss":
            reason = request.POST.get("reason", "")
            dismiss(self.text, key, reason, by=self.user, at=clock.now(), is_reachable=_link_probe())
            messages.success(request, gettext("The finding is dismissed until the passage changes."))
        elif action == "take-back":
            undo_dismissal(self.text, key, by=self.user)
            messages.success(request, gettext("The finding is open again."))
        return redirect(self._back(request))

    def _back(self, request: HttpRequest) -> str:
        target = request.POST.get("next", "")
        is_own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
        return target if is_own else reverse("desk_checks", args=[self.text.pk])

    def get_page_title(self) -> str:
        """Return the title with the headline of the text."""
        return gettext("Desk check") + f" · {self.text.get_admin_display_title()}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the list of releases."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_releases:index"), "label": gettext("Releases")},
            {"url": reverse("desk_release", args=[self.text.release_id]), "label": str(self.text)},
            {"url": "", "label": gettext("Desk check")},
        ]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return the template's context."""
        return {**super().get_context_data(**options), **self._check_context()}

    def _check_context(self) -> dict[str, Any]:
        context = {
            "text": self.text,
            "can_edit": self.can_edit,
            "direction": direction(self.text.language),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.text.pk]),
            "next": self.request.GET.get("next", ""),
        }
        try:
            # The page probes links to other sites; the fragment does not, because each save of the editor loads it.
            link_probe = None if "fragment" in self.request.GET else _link_probe()
            report = check_text(self.text, at=clock.now(), is_reachable=link_probe)
        except DeskError as error:
            return {**context, "refused": str(error)}
        return {**context, **_grouped(report)}


PROBE_TIMEOUT_S = 8.0
"""Time limit for all links to other sites together, because a person waits for the page."""


def _link_probe() -> IsReachable | None:
    return reachability(within_s=PROBE_TIMEOUT_S) if settings.CHECK_LINKS else None


def _grouped(report: Report) -> dict[str, Any]:
    groups = [
        {"severity": severity, "title": title, "rows": [_row(one) for one in report.open if one.severity is severity]}
        for severity, title in GROUPS.items()
    ]
    return {
        "groups": [group for group in groups if group["rows"]],
        "dismissed": [{**_row(finding), "dismissal": dismissal} for finding, dismissal in report.dismissed],
    }


def _row(found: CheckFinding) -> dict[str, Any]:
    field = found.finding.field.partition(".")[0]
    return {
        "check": found.check,
        "finding": found.finding,
        "key": found.key,
        "field": field,
        "anchor": f"#id_{field}" if field in _SECOND_TAB else f"#panel-child-text-{field}-section",
    }


class DeskCheckPanel(BaseSidePanel):
    """The desk check beside the editor; its findings are fetched once the page stands, and after each save."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it."""

        aria_label = _("Toggle desk check")
        icon_name = "tasks"
        has_counter = False

    name = "desk-check"
    title = _("Desk check")
    template_name = "desk/panels/checks.html"
    order = 150
