"""How often one address may ask something of us in a minute."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def is_one_too_many(request: HttpRequest, what: str, a_minute: int) -> bool:
    """Count a request and say whether its address has asked more than so often since its minute began."""
    key = f"pings-{what}-{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, 60):
        return False
    try:
        return bool(cache.incr(key) > a_minute)
    except ValueError:  # the minute ended between
        return False
