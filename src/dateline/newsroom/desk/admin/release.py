"""The page of a release: its texts in all languages, and the actions on them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from dateline.newsroom.desk import actions, clock, translator
from dateline.newsroom.desk.actions.action import Action, Form
from dateline.newsroom.desk.actions.audit_trail import returned
from dateline.newsroom.desk.actions.erasure import SECOND
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.actions.states import ERASED
from dateline.newsroom.desk.admin.action_forms import ActionForm, LeadForm, TranslationForm
from dateline.newsroom.desk.admin.available_actions import available_actions
from dateline.newsroom.desk.admin.compare import is_comparable
from dateline.newsroom.desk.editions.published import CONTENT
from dateline.newsroom.desk.models import (
    Act,
    MachineTranslation,
    NewsroomPage,
    NewsroomSettings,
    Office,
    Release,
    ReleasePage,
    Role,
    User,
    roles,
)
from dateline.newsroom.desk.models.newsroom import zone_for
from dateline.newsroom.desk.ports.overdue import overdue_reasons
from dateline.newsroom.publication.models import LogEntry
from dateline.text.languages import INTERFACE, direction
from dateline.web.addresses import release_path, slugify

MAX_ACTS = 30
"""The page of a release shows this many rows of the audit trail, the newest ones."""


class ReleaseView(WagtailAdminTemplateMixin, View):
    """Shows a release and runs actions on its texts."""

    template_name = "desk/release.html"
    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponseBase:
        """Admit people of the lead office and the further offices; each action checks its own permission."""
        self.user: User = request.user  # type: ignore[assignment]
        self.release = get_object_or_404(Release.objects.select_related("lead_office", "kind"), pk=options["release"])
        if not roles.sees(self.user, self.release):
            raise PermissionDenied
        self.texts = list(self.release.texts.order_by("translated_from", "language"))
        return super().dispatch(request)

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the release."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Run the action and return to the page. The middleware shows refusals as messages."""
        key = request.POST.get("do", "")
        if key == "translate":
            return self._translate(request)
        if key == "lead":
            return self._set_lead_office(request)
        action = ACTIONS.get(key)
        if action is None or action.form is None:
            raise PermissionDenied
        form = ActionForm(request.POST, texts=self.texts)
        if form.is_valid():
            self._perform(action, action.form, form)
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("desk_release", self.release.pk)

    def _perform(self, action: Action, form: Form, sent: ActionForm) -> None:
        given = sent.inputs(form.fields, zone=zone_for(self.release.lead_office))
        languages = sent.cleaned_data["languages"]
        result = actions.perform(action.key, self.release, by=self.user, at=clock.now(), languages=languages, **given)
        messages.success(self.request, form.done % {"count": len(result.texts)})

    def _translate(self, request: HttpRequest) -> HttpResponse:
        form = TranslationForm(request.POST)
        source = next((text for text in self.texts if text.language == request.POST.get("from")), self.texts[0])
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors.get("language", [])))
            return redirect("desk_release", self.release.pk)
        language = form.cleaned_data["language"]
        if "machine" in request.POST:
            actions.translate_by_machine(source, language, by=self.user, at=clock.now())
            messages.success(request, _("The machine is translating. Its draft appears here within a minute or two."))
            return redirect("desk_release", self.release.pk)
        made = actions.add_translation(source, language, by=self.user)
        return redirect("wagtailadmin_pages:edit", made.pk)

    def _set_lead_office(self, request: HttpRequest) -> HttpResponse:
        form = LeadForm(request.POST)
        if form.is_valid():
            actions.set_lead_office(self.release, form.cleaned_data["office"], by=self.user, at=clock.now())
            messages.success(request, _("The lead office is set. Readers see it with the next edition."))
        return redirect("desk_release", self.release.pk)

    def _can_embargo(self) -> bool:
        role = Role.EDITOR if self.release.embargo_until else Role.AUTHOR
        return self.release.number is None and roles.may(self.user, role, self.release.lead_office)

    def _can_erase(self) -> bool:
        if all(text.public_state == ERASED for text in self.texts):
            return False
        office = self.release.lead_office
        is_requested = self.release.erasures.filter(done_at=None).exists()
        may_confirm = is_requested and roles.may(self.user, SECOND, office)
        return may_confirm or roles.may(self.user, Role.ADMINISTRATOR, office)

    def get_page_title(self) -> str:
        """Return the headline of the first text."""
        return str(self.texts[0]) if self.texts else str(self.release)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the list of releases."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_releases:index"), "label": _("Releases")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Return the template's context."""
        office = self.release.lead_office
        zone = zone_for(office)
        used = {text.language for text in self.texts}
        return {
            **super().get_context_data(**options),
            "release": self.release,
            "rows": language_rows(self.release, self.texts, self.user),
            "available_actions": available_actions(self.user, self.texts),
            "acts": Act.objects.filter(release=self.release.pk).order_by("-at", "-pk")[:MAX_ACTS],
            "can_write": roles.may(self.user, Role.AUTHOR, office),
            "can_translate": roles.may(self.user, Role.TRANSLATOR, office),
            "can_kill": roles.may(self.user, Role.DUTY, office) and any(text.is_public for text in self.texts),
            "can_erase": self._can_erase(),
            "can_ask_machine": translator.is_set_up(),
            "public_url": settings.PUBLIC_URL,
            "free_languages": [tag for tag in INTERFACE if tag not in used],
            "lead_form": LeadForm(initial={"office": self.release.lead_office_id}),
            "zone": zone,
            "zones": list(dict.fromkeys([zone, NewsroomSettings.current().time_zone, own_zone(self.user)])),
            "soon": _soon(self.release, clock.now(), zone),
            "can_embargo": self._can_embargo(),
            "embargo_written": written(self.release.embargo_until, zone) if self.release.embargo_until else "",
        }


def language_rows(release: Release, texts: Sequence[ReleasePage], user: User) -> list[dict[str, Any]]:
    """Return one row for each text, in the order given, in the form of the template."""
    revisions = Revision.objects.select_related("user").in_bulk([text.latest_revision_id for text in texts])
    editions = _editions(release)
    back = returned(texts)
    overdue = overdue_reasons(texts, at=clock.now())
    requests = MachineTranslation.objects.filter(text__in=[text.pk for text in texts])
    machine_translations = {request.text_id: request for request in requests}
    return [
        {
            "text": text,
            "title": text.draft_title or text.title,
            "direction": direction(text.language),
            "path": _path(release, text),
            "can_edit": text.permissions_for_user(user).can_edit(),
            "editor": getattr(revisions.get(text.latest_revision_id), "user", None),
            "behind": behind(text, editions),
            "is_machine_draft": _is_machine_draft(text, revisions.get(text.latest_revision_id)),
            "machine_translation": machine_translations.get(text.pk),
            "is_comparable": is_comparable(text),
            "returned": back.get(text.pk),
            "overdue": overdue.get(text.pk, ""),
        }
        for text in texts
    ]


def _is_machine_draft(text: ReleasePage, revision: Revision | None) -> bool:
    """Tell whether a machine wrote the latest draft and nobody has taken it over."""
    return bool(revision.content.get("machine_translated") if revision else text.machine_translated)


def behind(text: ReleasePage, editions: dict[str, int]) -> int:
    """Return how many editions of its original a translation lacks; 0 for originals and removed texts."""
    if not text.translated_from or text.public_state == ReleasePage.State.REMOVED:
        return 0
    return max(0, editions.get(text.translated_from, 0) - max(1, text.translated_edition))


def _editions(release: Release) -> dict[str, int]:
    entries = LogEntry.objects.filter(subject_kind="release", subject_id=str(release.pk), change__in=CONTENT)
    return dict(entries.values_list("language").annotate(Count("pk")))


def _path(release: Release, text: ReleasePage) -> str:
    if not release.number or not text.is_public:
        return ""
    return release_path(text.language, release.number, slugify(text.headline))


def own_zone(user: User) -> str:
    """Return the time zone of a person's account."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.get_current_time_zone() if profile else settings.TIME_ZONE


def written(moment: dt.datetime, zone: str) -> str:
    """Return a moment in a zone, in the format of a date-time input."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M:%S}"


def _soon(release: Release, now: dt.datetime, zone: str) -> str:
    """Return the end of the embargo, else the next full hour."""
    if release.embargo_until is not None and release.is_under_embargo(now):
        return written(release.embargo_until, zone)
    local = (now + dt.timedelta(hours=1)).astimezone(ZoneInfo(zone))
    return written(local.replace(minute=0, second=0), zone)


class AddReleaseView(WagtailAdminTemplateMixin, View):
    """Asks for the office of a new release."""

    template_name = "desk/add_release.html"
    page_title = ""

    def get_page_title(self) -> str:
        """Return the title."""
        return _("New release")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the list of releases."""
        releases = {"url": reverse("desk_releases:index"), "label": _("Releases")}
        return [*self.breadcrumbs_items, releases, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the choice of offices; redirect to the form if there is only one."""
        user: User = request.user  # type: ignore[assignment]
        offices = [office for office in Office.objects.filter(status="open") if roles.may(user, Role.AUTHOR, office)]
        is_for_all = roles.may(user, Role.AUTHOR, None)
        if len(offices) == 1 and not is_for_all:
            return redirect("desk_begin_release", offices[0].page.pk)
        if not offices and not is_for_all:
            raise PermissionDenied
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                offices=[(office, office.page.pk) for office in offices],
                root=NewsroomPage.objects.get().pk if is_for_all else None,
            )
        )
        return response
