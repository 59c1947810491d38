"""Sets and lifts an embargo from the page of a release."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.admin.fields import WallClockField
from dateline.newsroom.desk.clock import instant
from dateline.newsroom.desk.fields import valid_zone
from dateline.newsroom.desk.models import Release, User, roles
from dateline.newsroom.desk.models.newsroom import zone_for


class EmbargoForm(forms.Form):
    """The form for the end of an embargo and its terms."""

    until = WallClockField(label=gettext_lazy("Embargo until"))
    zone = forms.CharField(label=gettext_lazy("Time zone"), required=False, validators=[valid_zone])
    text = forms.CharField(label=gettext_lazy("Terms of the embargo"), required=False, max_length=500)


class EmbargoView(View):
    """Puts a release under embargo, or lifts the embargo."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *_args: object, **options: object) -> HttpResponseBase:
        """Admit people who may see the release; the actions check the roles."""
        self.user: User = request.user  # type: ignore[assignment]
        self.release = get_object_or_404(Release.objects.select_related("lead_office"), pk=options["release"])
        if not roles.sees(self.user, self.release):
            raise PermissionDenied
        return super().dispatch(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set or lift the embargo, and return to the page of the release."""
        if "lift" in request.POST:
            actions.lift_embargo(self.release, by=self.user, at=clock.now())
            messages.success(request, _("The embargo is lifted. The release can be published at any time."))
            return self._back()
        form = EmbargoForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return self._back()
        given = form.cleaned_data
        until = instant(given["until"], given["zone"] or zone_for(self.release.lead_office))
        actions.embargo(self.release, until=until, text=given["text"], by=self.user, at=clock.now())
        messages.success(request, _("The release is under embargo. Nothing of it becomes public before then."))
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect("desk_release", self.release.pk)
