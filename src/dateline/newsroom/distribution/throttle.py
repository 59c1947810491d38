"""Guards of endpoints that anybody may call: a rate limit per client address, and plain-text responses.

``public.http.limits`` limits requests to the public server, which has no Django cache.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse


def exceeds_rate(request: HttpRequest, scope: str, per_minute: int) -> bool:
    """Count a request, and say whether its client address has sent more than ``per_minute`` in its current minute."""
    key = f"pings-{scope}-{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, 60):
        return False
    try:
        return bool(cache.incr(key) > per_minute)
    except ValueError:  # the minute ended between the two calls
        return False


def text_response(status: int, sentence: str, *, retry_after_s: int = 0) -> HttpResponse:
    """Return a sentence as plain text, with ``Retry-After`` unless ``retry_after_s`` is 0."""
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
