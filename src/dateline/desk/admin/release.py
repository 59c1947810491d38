"""The page of a release: its languages side by side, and every deed that can be done to them."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.desk import deeds, moments, roles
from dateline.desk.admin.forms import DeedForm, LeadForm, TranslationForm
from dateline.desk.deeds.states import TRANSITIONS
from dateline.desk.errors import IncompleteError
from dateline.desk.models import NewsroomPage, NewsroomSettings, Office, Release, ReleasePage, Role, User
from dateline.plain.languages import INTERFACE, direction
from dateline.plain.links import release_path, slugify


class ReleaseView(WagtailAdminTemplateMixin, View):
    """Shows a release and takes the deeds."""

    template_name = "desk/release.html"
    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponseBase:
        """Let in those who may write for the lead office."""
        self.user: User = request.user  # type: ignore[assignment]
        self.release = get_object_or_404(Release.objects.select_related("lead_office", "kind"), pk=options["release"])
        if not roles.may(self.user, Role.AUTHOR, self.release.lead_office):
            raise PermissionDenied
        self.texts = list(self.release.texts.order_by("translated_from", "language"))
        return super().dispatch(request)

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the release."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do the deed that was asked for and show the release again; refusals come back as sentences."""
        deed = request.POST.get("deed", "")
        if deed == "translate":
            return self._translate(request)
        if deed == "lead":
            return self._lead(request)
        if deed not in _DEEDS:
            raise PermissionDenied
        form = DeedForm(request.POST, texts=self.texts)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return redirect("desk_release", self.release.pk)
        done = _DEEDS[deed](self, form.cleaned_data)
        messages.success(request, _done(deed, done))
        return redirect("desk_release", self.release.pk)

    def _translate(self, request: HttpRequest) -> HttpResponse:
        form = TranslationForm(request.POST)
        source = next((text for text in self.texts if text.language == request.POST.get("from")), self.texts[0])
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors.get("language", [])))
            return redirect("desk_release", self.release.pk)
        made = deeds.add_translation(source, form.cleaned_data["language"], by=self.user)
        return redirect("wagtailadmin_pages:edit", made.pk)

    def _lead(self, request: HttpRequest) -> HttpResponse:
        form = LeadForm(request.POST)
        if form.is_valid():
            deeds.lead(self.release, form.cleaned_data["office"], by=self.user)
            messages.success(request, _("The lead office is set. Readers learn of it with the next edition."))
        return redirect("desk_release", self.release.pk)

    def get_page_title(self) -> str:
        """Return the headline of the first text."""
        return str(self.texts[0]) if self.texts else str(self.release)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of releases."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_releases:index"), "label": _("Releases")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return what the template shows."""
        zone = NewsroomSettings.current().time_zone
        used = {text.language for text in self.texts}
        opened = {name: self._open(name) for name in TRANSITIONS}
        return {
            **super().get_context_data(**options),
            "release": self.release,
            "rows": [self._row(text) for text in self.texts],
            "open": opened,
            "publishable": [*opened["publish"], *opened["update"]],
            "has_news": any(
                text.state == ReleasePage.State.DRAFT or (text.live and text.has_unpublished_changes)
                for text in [*opened["publish"], *opened["update"]]
            ),
            "erasable": bool(opened["erase"]) or self.release.erasures.filter(done_at=None).exists(),
            "can_lead": roles.may(self.user, Role.AUTHOR, self.release.lead_office),
            "public_url": settings.PUBLIC_URL,
            "free_languages": [tag for tag in INTERFACE if tag not in used],
            "lead_form": LeadForm(initial={"office": self.release.lead_office_id}),
            "zone": zone,
            "soon": _soon(moments.now(), zone),
        }

    def _row(self, text: ReleasePage) -> dict[str, Any]:
        number = self.release.number
        return {
            "text": text,
            "title": text.draft_title or text.title,
            "direction": direction(text.language),
            "path": release_path(text.language, number, slugify(text.headline)) if number and text.is_public else "",
            "can_edit": text.permissions_for_user(self.user).can_edit(),
        }

    def _open(self, deed: str) -> list[ReleasePage]:
        """Return the texts that this person may do a deed to now."""
        rule = TRANSITIONS[deed]
        if not roles.may(self.user, rule.role, self.release.lead_office):
            return []
        return [text for text in self.texts if text.state in rule.start]


def _publish(view: ReleaseView, given: dict[str, Any]) -> int:
    return len(
        deeds.publish(
            view.release,
            by=view.user,
            at=moments.now(),
            languages=given["languages"],
            change=given["change"] or "updated",
            note=given["note"],
        )
    )


def _schedule(view: ReleaseView, given: dict[str, Any]) -> int:
    if given["live_at"] is None:
        raise IncompleteError(_("Say when the texts are to go live."))
    # Django reads the field in the zone of the person; the page says and means the newsroom's.
    live_at = given["live_at"].replace(tzinfo=ZoneInfo(NewsroomSettings.current().time_zone))
    now = moments.now()
    return len(deeds.schedule(view.release, by=view.user, at=now, live_at=live_at, languages=given["languages"]))


def _unschedule(view: ReleaseView, given: dict[str, Any]) -> int:
    return len(deeds.unschedule(view.release, by=view.user, languages=given["languages"]))


def _explained(deed: Callable[..., list[Any]]) -> Callable[[ReleaseView, dict[str, Any]], int]:
    def do(view: ReleaseView, given: dict[str, Any]) -> int:
        done = deed(view.release, by=view.user, at=moments.now(), note=given["note"], languages=given["languages"])
        return len(done)

    return do


_DEEDS: dict[str, Callable[[ReleaseView, dict[str, Any]], int]] = {
    "publish": _publish,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "withdraw": _explained(deeds.withdraw),
    "restore": _explained(deeds.restore),
    "remove": _explained(deeds.remove),
}


def _done(deed: str, count: int) -> str:
    """Return the sentence that says what was done to how many texts."""
    said = {
        "publish": ngettext("%(count)d text is public.", "%(count)d texts are public.", count),
        "schedule": ngettext("%(count)d text is scheduled.", "%(count)d texts are scheduled.", count),
        "unschedule": ngettext("%(count)d text is a draft again.", "%(count)d texts are drafts again.", count),
        "withdraw": ngettext("%(count)d text is withdrawn.", "%(count)d texts are withdrawn.", count),
        "restore": ngettext("%(count)d text is public again.", "%(count)d texts are public again.", count),
        "remove": ngettext("%(count)d text is removed.", "%(count)d texts are removed.", count),
    }
    return said[deed] % {"count": count}


def _soon(now: dt.datetime, zone: str) -> str:
    """Return the next full hour in the newsroom's zone, as a date-time input wants it."""
    return f"{now.astimezone(ZoneInfo(zone)) + dt.timedelta(hours=1):%Y-%m-%dT%H:00}"


class AddReleaseView(WagtailAdminTemplateMixin, View):
    """Begin a release: for which office."""

    template_name = "desk/add_release.html"
    page_title = ""

    def get_page_title(self) -> str:
        """Return the title."""
        return _("New release")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead on where there is one choice, else ask."""
        user: User = request.user  # type: ignore[assignment]
        offices = [office for office in Office.objects.filter(status="open") if roles.may(user, Role.AUTHOR, office)]
        is_for_all = roles.may(user, Role.AUTHOR, None)
        if len(offices) == 1 and not is_for_all:
            return redirect("wagtailadmin_pages:add", "desk", "releasepage", offices[0].page.pk)
        if not offices and not is_for_all:
            raise PermissionDenied
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                offices=[(office, office.page.pk) for office in offices],
                root=NewsroomPage.objects.get().pk if is_for_all else None,
            )
        )
        return response
