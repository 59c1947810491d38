"""The pages of emergency removal and of erasure."""

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
from dateline.newsroom.desk.actions.erasing import SECOND
from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.admin.action_forms import EraseForm, KillForm
from dateline.newsroom.desk.models import Erasure, Release, Role, User, roles
from dateline.newsroom.desk.ports import emergency


class _OfRelease(WagtailAdminTemplateMixin, View):
    """A screen about one release."""

    release: Release
    user: User

    def dispatch(self, request: HttpRequest, *_args: Any, **options: Any) -> HttpResponseBase:
        """Let in those who may do the action or a part of it."""
        self.user = request.user  # type: ignore[assignment]
        self.release = get_object_or_404(Release.objects.select_related("lead_office"), pk=options["release"])
        self.texts = list(self.release.texts.order_by("translated_from", "language"))
        if not self.texts:
            raise Http404
        if not any(roles.may(self.user, role, self.release.lead_office) for role in self.let_in()):
            raise PermissionDenied
        return super().dispatch(request)

    def let_in(self) -> tuple[Role, ...]:
        """Return the roles of which one is needed."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of releases."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_releases:index"), "label": _("Releases")},
            {"url": reverse("desk_release", args=[self.release.pk]), "label": str(self.texts[0])},
            {"url": "", "label": self.get_page_title()},
        ]

    def _shown(self, **context: Any) -> HttpResponse:
        given = self.get_context_data(release=self.release, headline=str(self.texts[0]), **context)
        response: HttpResponse = self.render_to_response(given)
        return response

    def _back(self) -> HttpResponse:
        return redirect("desk_release", self.release.pk)


class KillView(_OfRelease):
    """Asks for the notices and removes a release at once."""

    template_name = "desk/kill.html"
    header_icon = "warning"

    def let_in(self) -> tuple[Role, ...]:
        """Return the role of the action."""
        return (ACTIONS["kill"].rule.role or Role.DUTY,)

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Emergency: take this away now")

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the question."""
        return self._shown(form=KillForm(texts=self._public()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Close the release to the public, then remove it in the log."""
        form = KillForm(request.POST, texts=self._public())
        if not form.is_valid():
            return self._shown(form=form)
        languages = form.cleaned_data["languages"]
        at = clock.now()
        emergency.close_and_kill(self.release, by=self.user, at=at, languages=languages, notices=form.notices())
        count = len(languages)
        said = ngettext("%(count)d text is removed.", "%(count)d texts are removed.", count)
        messages.success(request, said % {"count": count})
        return self._back()

    def _public(self) -> list[str]:
        return [text.language for text in self.texts if ACTIONS["kill"].starts_from(text)]


class ErasureView(_OfRelease):
    """One person asks for an erasure here, another confirms it."""

    template_name = "desk/erase.html"
    header_icon = "bin"

    def let_in(self) -> tuple[Role, ...]:
        """Return the role that asks and the one that confirms."""
        return Role.ADMINISTRATOR, SECOND

    def get_page_title(self) -> str:
        """Return the title."""
        return _("Erase for a legal reason")

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the form, or the request that waits for a second person."""
        return self._with(EraseForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, take back or confirm."""
        erasure = self._open()
        step = request.POST.get("step")
        if step == "confirm" and erasure is not None:
            actions.erase(erasure, by=self.user, at=clock.now())
            messages.success(request, _("The release is erased."))
        elif step == "take back" and erasure is not None:
            actions.take_back_erasure(erasure, by=self.user)
        elif step == "ask" and erasure is None:
            form = EraseForm(request.POST)
            if not form.is_valid():
                return self._with(form)
            actions.ask_erasure(self.release, by=self.user, at=clock.now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("A second person has to confirm the erasure on this page."))
            return redirect("desk_erase", self.release.pk)
        return self._back()

    def _open(self) -> Erasure | None:
        found: Erasure | None = self.release.erasures.filter(done_at=None).select_related("asked_by").first()
        return found

    def _with(self, form: EraseForm) -> HttpResponse:
        erasure, office = self._open(), self.release.lead_office
        is_other = erasure is not None and erasure.asked_by_id != self.user.pk
        return self._shown(
            form=form,
            erasure=erasure,
            may_ask=roles.may(self.user, Role.ADMINISTRATOR, office),
            may_confirm=is_other and roles.may(self.user, SECOND, office),
        )
