"""API tokens: issue, list and revoke."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from dateline.newsroom.desk import clock
from dateline.newsroom.desk.actions import tokens
from dateline.newsroom.desk.errors import IncompleteError
from dateline.newsroom.desk.models import Office, Role, Scope, Token, User, roles

DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("one year")))


class TokenForm(forms.Form):
    """Name, offices, scopes and lifetime of a new token."""

    name = forms.CharField(max_length=60, label=_("Name"), help_text=_("Such as the program that will use it."))
    offices = forms.ModelMultipleChoiceField(
        Office.objects.filter(status=Office.Status.OPEN), label=_("Offices"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        choices=Scope, label=_("Scopes"), widget=forms.CheckboxSelectMultiple, initial=[Scope.READ, Scope.WRITE]
    )
    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=90, label=_("Ends after"))


class TokensView(WagtailAdminTemplateMixin, View):
    """The page with all tokens, for administrators."""

    template_name = "desk/tokens.html"
    header_icon = "key"
    page_title = _("Tokens for programs")

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Admit administrators."""
        self.user: User = request.user  # type: ignore[assignment]
        if not may_issue(self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **options)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, _request: HttpRequest) -> HttpResponse:
        """Show the tokens."""
        return self._page(TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue or revoke a token. A new secret is shown only in this response."""
        if "revoke" in request.POST:
            key = request.POST["revoke"]
            token = get_object_or_404(Token, pk=int(key) if key.isdecimal() and len(key) < 10 else 0)  # noqa: PLR2004 - a key
            tokens.revoke(token, by=self.user, at=clock.now())
            messages.success(request, gettext("The token “%(name)s” is revoked.") % {"name": token.name})
            return redirect("desk_tokens")
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            token, secret = tokens.issue(**form.cleaned_data, by=self.user, at=clock.now())
        except IncompleteError as error:
            form.add_error("name", str(error))
            return self._page(form)
        response = self._page(TokenForm(), token=token, secret=secret)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(self, form: TokenForm, **extra: Any) -> HttpResponse:
        now = clock.now()
        rows = [
            {"token": token, "is_expired": token.revoked_at is None and token.expires_at <= now}
            for token in Token.objects.select_related("user", "issued_by")
        ]
        context = self.get_context_data(form=form, rows=rows, docs=reverse("desk_api_docs"), **extra)
        response: HttpResponse = self.render_to_response(context)
        return response


def may_issue(user: User) -> bool:
    """Tell whether a person may issue and revoke tokens."""
    return roles.may(user, Role.ADMINISTRATOR, None)
