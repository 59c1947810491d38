"""Servers that an administrator has shut out: nothing of theirs is taken, and nothing is told to them."""

from contextlib import suppress
from urllib.parse import urlsplit

from django.db import transaction

from dateline.pings.actors.following import end
from dateline.pings.models import BlockedServer, Follow


def is_blocked(*addresses: str) -> bool:
    """Say whether any of some addresses is on a server that is shut out, or below one."""
    hosts = {above for address in addresses for above in _lineage(urlsplit(address).hostname or "")}
    return BlockedServer.objects.filter(host__in=hosts).exists()


@transaction.atomic
def block(server: BlockedServer) -> None:
    """Shut a server out: who follows from there follows no more."""
    server.save()
    found = Follow.objects.select_related("inbox").iterator()
    there = [one.pk for one in found if is_below(server.host, one.actor) or is_below(server.host, one.inbox.address)]
    end(Follow.objects.filter(pk__in=there))


def is_below(host: str, address: str) -> bool:
    """Say whether an address is on a host, or on one below it."""
    return host in _lineage(urlsplit(address).hostname or "")


def _lineage(host: str) -> list[str]:
    """Return a host and all above it, as they are asked for: ``a.example.org``, ``example.org``, ``org``.

    One name can be written in many letters, which mean the same to whoever asks for its address.
    """
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    parts = host.lower().rstrip(".").split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]
