"""The pages of emergency removal and erasure."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions.erasure import SECOND
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.admin.action_forms import EraseForm, KillForm
from dateline.newsroom.desk.models import Erasure, Release, Role, User, roles
from dateline.newsroom.desk.ports import emergency


class _ReleaseActionView(WagtailAdminTemplateMixin, View):
    """A page that does one action to a release."""

    release: Release
    user: User

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponseBase:
        """Admit people who have one of the roles for the lead office."""
        self.user = request.user  # type: ignore[assignment]
        self.release = get_object_or_404(Release.objects.select_related("lead_office"), pk=options["release"])
        self.texts = list(self.release.texts.order_by("translated_from", "language"))
        if not self.texts:
            raise Http404
        if not any(roles.may(self.user, role, self.release.lead_office) for role in self.roles_admitted()):
            raise PermissionDenied
        return super().dispatch(request)

    def roles_admitted(self) -> tuple[Role, ...]:
        """Return the roles; one of them is enough."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the list of releases."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_releases:index"), "label": _("Releases")},
            {"url": reverse("desk_release", args=[self.release.pk]), "label": str(self.texts[0])},
            {"url": "", "label": self.get_page_title()},
        ]

    def _render(self, **context: Any) -> HttpResponse:
        given = self.get_context_data(release=self.release, headline=str(self.texts[0]), **context)
        response: HttpResponse = self.render_to_response(given)
        return response

    def _back(self) -> HttpResponse:
        return redirect("desk_release", self.release.pk)


class KillView(_ReleaseActionView):
    """Asks for notices, and removes a release at once."""

    template_name = "desk/kill.html"
    header_icon = "warning"

    def roles_admitted(self) -> tuple[Role, ...]:
        """Return the role of the action."""
        return (ACTIONS["kill"].rule.role or Role.DUTY,)

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Emergency: remove this now")

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._render(form=KillForm(texts=self._removable()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close the release to readers, then append its removal to the log."""
        form = KillForm(request.POST, texts=self._removable())
        if not form.is_valid():
            return self._render(form=form)
        languages = form.cleaned_data["languages"]
        at = clock.now()
        is_lasting = emergency.close_and_kill(
            self.release, by=self.user, at=at, languages=languages, notices=form.notices()
        )
        count = len(languages)
        done = ngettext("%(count)d text is removed.", "%(count)d texts are removed.", count)
        messages.success(request, done % {"count": count})
        if not is_lasting:
            messages.warning(
                request,
                _("The disk cannot be written: a restart of the server may show it again. Tell who runs the server."),
            )
        return self._back()

    def _removable(self) -> list[str]:
        return [text.language for text in self.texts if ACTIONS["kill"].starts_from(text)]


class ErasureView(_ReleaseActionView):
    """The page on which one person requests an erasure and another person confirms it."""

    template_name = "desk/erase.html"
    header_icon = "bin"

    def roles_admitted(self) -> tuple[Role, ...]:
        """Return the role that requests an erasure and the role that confirms it."""
        return Role.ADMINISTRATOR, SECOND

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Erase for a legal reason")

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the form, or the request that nobody has confirmed yet."""
        return self._render_form(EraseForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Request an erasure, withdraw the request, or confirm it."""
        erasure = self._pending_erasure()
        step = request.POST.get("step")
        if step == "confirm" and erasure is not None:
            actions.erase(erasure, by=self.user, at=clock.now())
            messages.success(request, _("The release is erased."))
        elif step == "take back" and erasure is not None:
            actions.take_back_erasure(erasure, by=self.user)
        elif step == "ask" and erasure is None:
            form = EraseForm(request.POST)
            if not form.is_valid():
                return self._render_form(form)
            actions.ask_erasure(self.release, by=self.user, at=clock.now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("A second person has to confirm the erasure on this page."))
            return redirect("desk_erase", self.release.pk)
        return self._back()

    def _pending_erasure(self) -> Erasure | None:
        erasure: Erasure | None = self.release.erasures.filter(done_at=None).select_related("asked_by").first()
        return erasure

    def _render_form(self, form: EraseForm) -> HttpResponse:
        erasure, office = self._pending_erasure(), self.release.lead_office
        is_other = erasure is not None and erasure.asked_by_id != self.user.pk
        return self._render(
            form=form,
            erasure=erasure,
            may_ask=roles.may(self.user, Role.ADMINISTRATOR, office),
            may_confirm=is_other and roles.may(self.user, SECOND, office),
        )
