"""Servers that an administrator has shut out: nothing of theirs is taken, and nothing is told to them."""

from django.db import transaction

from dateline.newsroom.distribution.activitypub.following import end
from dateline.newsroom.distribution.activitypub.hosts import lineage, server_of
from dateline.newsroom.distribution.models import BlockedServer, Follow


def is_blocked(*addresses: str) -> bool:
    """Say whether any of some addresses is on a server that is shut out, or below one."""
    hosts = {above for address in addresses for above in lineage(server_of(address))}
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
    return host in lineage(server_of(address))
