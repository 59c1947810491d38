"""What each request of the desk passes: name, no NUL, keys that are keys, own password, second factor, refusals."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages

from dateline.newsroom.desk.admin.visibility import is_key
from dateline.newsroom.desk.api.problems import problem
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import User, roles
from dateline.newsroom.desk.people.accounts import SECOND_FACTOR_ELSEWHERE

_OPEN = ("/static/", "/account/logout/", "/account/password/", "/jsi18n/")
"""What somebody with a one-time password may open besides the form that ends it."""


_OPEN_FOR_SECOND_FACTOR = ("/account/2fa/", "/account/reauthenticate/", "/account/login/")
"""What somebody who lacks a second factor may open besides."""


_KEYS = {
    "/chooser/chosen-multiple/": ("id",),
    "/choose/chosen-multiple/": ("id",),
    "/choose-external-link/": ("parent_page_id",),
    "/users/": ("group",),
}
"""What Wagtail's own pages take for keys in a query, by the end of their addresses."""


class HostMiddleware:
    """Answer under the desk's own names, and under another site's at the one path that is passed on from there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse; strangers ask under any name, which is no error of ours to be logged as one."""
        try:
            name, _port = split_domain_port(request.get_host())
        except DisallowedHost:
            is_ours = False
        else:
            is_ours = settings.FOREIGN_PATHS.get(name, request.path) == request.path
        if is_ours:
            return self.get_response(request)
        sentence = _("The desk does not answer under this name. Use the address that you were given.")
        return HttpResponseBadRequest(f"{sentence}\n", content_type="text/plain; charset=utf-8")


class OwnPasswordMiddleware:
    """Lead everybody who signed in with a one-time password to the form for an own one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the form."""
        if getattr(request.user, "must_set_password", False) and not request.path.startswith(_OPEN):
            if "application/json" in request.headers.get("accept", ""):
                return JsonResponse({"error": "password"}, status=403)
            return redirect("account_set_password")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lead everybody who can publish, and has no second factor, to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page."""
        if not settings.REQUIRE_SECOND_FACTOR or request.path.startswith((*_OPEN, *_OPEN_FOR_SECOND_FACTOR)):
            return self.get_response(request)
        user = request.user
        if request.session.get(SECOND_FACTOR_ELSEWHERE):
            return self.get_response(request)
        if isinstance(user, User) and roles.publishes(user) and not is_mfa_enabled(user):
            if "application/json" in request.headers.get("accept", ""):
                return JsonResponse({"error": "second factor"}, status=403)
            messages.warning(request, _("Who can publish signs in with a second factor. Set one up to go on."))
            return redirect("mfa_index")
        return self.get_response(request)


class NoNulMiddleware:
    """Refuse the letter NUL wherever somebody sends words: no database keeps it, and nobody can type it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse; an address with one leads nowhere.

        Raises:
            Http404: the address has one.
        """
        if "\0" in request.path:
            if request.path.startswith("/drafts/"):
                return problem(HTTPStatus.NOT_FOUND, "There is no such address.")
            raise Http404
        is_form = request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}
        try:
            sent = request.POST if request.method == "POST" and is_form else QueryDict()
        except MultiPartParserError:
            if not request.path.startswith("/drafts/"):
                raise
            return problem(HTTPStatus.BAD_REQUEST, "The body cannot be read.")
        if _has_nul(request.GET) or _has_nul(sent):
            sentence = _("What was sent holds a letter that no text has (NUL). Type it again.")
            if request.path.startswith("/drafts/"):  # programs read problems
                return problem(HTTPStatus.BAD_REQUEST, sentence)
            return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in word for name, values in sent.lists() for word in (name, *values))


class KeysMiddleware:
    """Answer that nothing is there where something is asked for by a key that nothing has.

    Wagtail passes such keys on to the database, which fails over them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, named: dict[str, object]) -> None:
        """Look at the key in the address and at those in the query.

        Raises:
            Http404: one of them is not a number that a key can be.
        """
        names = next((names for end, names in _KEYS.items() if request.path.endswith(end)), ())
        # a choice of nothing is sent as an empty word, a thing never is
        asked = [key for name in names for key in request.GET.getlist(name) if key or name == "id"]
        if not all(is_key(str(key)) for key in (*asked, named.get("pk", 1))):
            raise Http404


class RefusalMiddleware:
    """Turn what the desk refuses into its sentence, shown on the page the person came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; other errors go on."""
        if not isinstance(exception, DeskError):
            return None
        if "application/json" in request.headers.get("accept", ""):
            answer = {"success": False, "error_code": "refused", "error_message": str(exception)}
            return JsonResponse(answer, status=400)
        messages.error(request, str(exception))
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("referer", "")
    is_own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    # A form that was sent to its own address can be shown again; a page that refuses to be shown cannot.
    is_elsewhere = request.method == "POST" or came_from != request.build_absolute_uri()
    return came_from if is_own and is_elsewhere else reverse("wagtailadmin_home")
