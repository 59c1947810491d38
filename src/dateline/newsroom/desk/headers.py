"""Security headers of the desk's responses."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_POLICY = "base-uri 'self'; object-src 'none'; frame-ancestors 'self'; form-action 'self'"


class DeskHeadersMiddleware:
    """Keeps the desk out of search engines, and out of frames and forms of other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add each header that the view has not set."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
