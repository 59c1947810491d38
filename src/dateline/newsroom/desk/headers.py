"""Headers of every answer of the desk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_POLICY = "base-uri 'self'; object-src 'none'; frame-ancestors 'self'; form-action 'self'"


class DeskHeadersMiddleware:
    """Keep the desk out of search engines, foreign frames and foreign forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers added unless a view has set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
