"""What requests of strangers meet: a limit for each address, and an answer in a sentence."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse


def is_one_too_many(request: HttpRequest, what: str, a_minute: int) -> bool:
    """Count a request and say whether its address has asked more than so often since its minute began."""
    key = f"pings-{what}-{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, 60):
        return False
    try:
        return bool(cache.incr(key) > a_minute)
    except ValueError:  # the minute ended between
        return False


def say(status: int, sentence: str, *, wait_s: int = 0) -> HttpResponse:
    """Return a sentence as plain text; ``wait_s`` tells after how many seconds to come again, 0 for nothing."""
    headers = {"Retry-After": str(wait_s)} if wait_s else {}
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
