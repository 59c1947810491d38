"""Middleware of the desk: headers, cookies, hosts, NUL, keys, closed routes, password, second factor, refusals."""

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
from dateline.newsroom.desk.admin.wagtail_routes import is_closed
from dateline.newsroom.desk.api.problems import problem
from dateline.newsroom.desk.errors import DeskError
from dateline.newsroom.desk.models import User, roles
from dateline.newsroom.desk.people.accounts import SECOND_FACTOR_ELSEWHERE

_CONTENT_POLICY = "base-uri 'self'; object-src 'none'; frame-ancestors 'self'; form-action 'self'"

_OPEN = ("/static/", "/account/logout/", "/account/password/", "/jsi18n/")
"""Paths open to people with a one-time password, besides the form for a new one."""

_OPEN_FOR_SECOND_FACTOR = ("/account/2fa/", "/account/reauthenticate/", "/account/login/")
"""Further paths open to people without a second factor."""

_KEY_PARAMETERS = {
    "/chooser/chosen-multiple/": ("id",),
    "/choose/chosen-multiple/": ("id",),
    "/choose-external-link/": ("parent_page_id",),
    "/users/": ("group",),
}
"""Query parameters that Wagtail's pages read as primary keys, by the end of the path."""


class DeskHeadersMiddleware:
    """Keeps the desk out of search engines, and out of frames and forms of other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add each header that the view has not set."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class CookiesMiddleware:
    """Ignores cookies with control characters: nobody's browser has them, and PostgreSQL cannot look them up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as if these cookies had not been sent."""
        for name in [name for name, value in request.COOKIES.items() if not (name + value).isprintable()]:
            del request.COOKIES[name]
        return self.get_response(request)


class HostMiddleware:
    """Accepts the desk's own host names; under the public host name it accepts only the path that is forwarded here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 400. An unknown host name is the client's error, so it is not logged as ours."""
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
    """Redirects people with a one-time password to the form for their own password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect to the form."""
        if getattr(request.user, "must_set_password", False) and not request.path.startswith(_OPEN):
            if "application/json" in request.headers.get("accept", ""):
                return JsonResponse({"error": "password"}, status=403)
            return redirect("account_set_password")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Redirects people who can publish but have no second factor to its set-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect to the set-up."""
        if not settings.REQUIRE_SECOND_FACTOR or request.path.startswith((*_OPEN, *_OPEN_FOR_SECOND_FACTOR)):
            return self.get_response(request)
        user = request.user
        if request.session.get(SECOND_FACTOR_ELSEWHERE):
            return self.get_response(request)
        if isinstance(user, User) and roles.publishes(user) and not is_mfa_enabled(user):
            if "application/json" in request.headers.get("accept", ""):
                return JsonResponse({"error": "second factor"}, status=403)
            messages.warning(
                request, _("Everybody who can publish must sign in with a second factor. Set one up to continue.")
            )
            return redirect("mfa_index")
        return self.get_response(request)


class NoNulMiddleware:
    """Refuses requests with a NUL character, which PostgreSQL cannot store and nobody can type."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 400.

        Raises:
            Http404: the path contains NUL.
        """
        if "\0" in request.path:
            if request.path.startswith("/drafts/"):
                return problem(HTTPStatus.NOT_FOUND, "There is no such address.")
            raise Http404
        is_form = request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}
        try:
            form_data = request.POST if request.method == "POST" and is_form else QueryDict()
        except MultiPartParserError:
            if not request.path.startswith("/drafts/"):
                raise
            return problem(HTTPStatus.BAD_REQUEST, "The body cannot be read.")
        if _has_nul(request.GET) or _has_nul(form_data):
            sentence = _("The text that you sent contains a forbidden character (NUL). Type it again.")
            if request.path.startswith("/drafts/"):  # API clients get a problem document
                return problem(HTTPStatus.BAD_REQUEST, sentence)
            return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _has_nul(parameters: QueryDict) -> bool:
    return any("\0" in text for name, values in parameters.lists() for text in (name, *values))


class KeysMiddleware:
    """Answers 404 to malformed primary keys.

    Wagtail passes them to the database, which fails with an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, named: dict[str, object]) -> None:
        """Check the keys in the path and in the query.

        Raises:
            Http404: one of them cannot be a key.
        """
        names = next((names for end, names in _KEY_PARAMETERS.items() if request.path.endswith(end)), ())
        # choosers send an empty value for no choice, but never an empty id
        keys = [key for name in names for key in request.GET.getlist(name) if key or name == "id"]
        if not all(is_key(str(key)) for key in (*keys, named.get("pk", 1))):
            raise Http404


class OfficeMiddleware:
    """Answers 404 where a route, or what it names, is closed to people of single offices (``admin.wagtail_routes``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _named: object) -> None:
        """Check the route.

        Raises:
            Http404: it is closed to the person.
        """
        match = request.resolver_match
        if match is not None and isinstance(request.user, User) and is_closed(request.user, match):
            raise Http404


class RefusalMiddleware:
    """Shows the sentence of a refusal on the page the person came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; return None for other errors."""
        if not isinstance(exception, DeskError):
            return None
        if "application/json" in request.headers.get("accept", ""):
            answer = {"success": False, "error_code": "refused", "error_message": str(exception)}
            return JsonResponse(answer, status=400)
        messages.error(request, str(exception))
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    referer = request.headers.get("referer", "")
    is_own = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    # A form that posts to its own address can be shown again. A page whose GET is refused cannot.
    is_elsewhere = request.method == "POST" or referer != request.build_absolute_uri()
    return referer if is_own and is_elsewhere else reverse("wagtailadmin_home")
