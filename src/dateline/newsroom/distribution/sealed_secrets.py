"""All stored secrets: which of them the key of this installation cannot open, and new ones in their place."""

from collections.abc import Iterator

from django.db import transaction

from dateline.newsroom.distribution.errors import UnsealedError
from dateline.newsroom.distribution.models import KeyPair, Subscription, Webhook
from dateline.newsroom.distribution.signing import new_secret, seal, unseal


def count() -> tuple[int, int]:
    """Return how many secrets are stored, and how many of them cannot be opened."""
    stored = list(_stored())
    return len(stored), sum(not _opens(sealed) for sealed in stored)


@transaction.atomic
def renew() -> list[str]:
    """Give each webhook whose secret cannot be opened a new one, and delete other such secrets.

    Returns:
        The names of these webhooks; their receivers need the new secret. The worker makes a new key pair for
        followers. WebSub subscribers subscribe again.
    """
    renewed = []
    for hook in Webhook.objects.select_for_update():
        if not _opens(hook.secret):
            hook.secret = seal(new_secret())
            renewed.append(str(hook))
        if not _opens(hook.previous_secret):
            hook.previous_secret = ""
        hook.save(update_fields=["secret", "previous_secret"])
    for model, field in ((Subscription, "secret"), (KeyPair, "private")):
        broken = [row.pk for row in model.objects.all() if not _opens(getattr(row, field))]
        model.objects.filter(pk__in=broken).delete()
    return renewed


def _stored() -> Iterator[str]:
    for model, field in (
        (Webhook, "secret"),
        (Webhook, "previous_secret"),
        (Subscription, "secret"),
        (KeyPair, "private"),
    ):
        yield from model.objects.exclude(**{field: ""}).values_list(field, flat=True)


def _opens(sealed: str) -> bool:
    try:
        unseal(sealed)
    except UnsealedError:
        return False
    return True
