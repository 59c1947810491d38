"""What a token may see, and whether a change is based on what is there."""

import uuid

from django.http import Http404

from dateline.newsroom.desk.api import schemas
from dateline.newsroom.desk.api.problems import RefusalError
from dateline.newsroom.desk.models import Office, Release, ReleasePage, Token, roles

REFUSALS = dict.fromkeys((400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500), schemas.Problem)
"""What may be answered to any request."""


def own_offices(asking: Token) -> list[Office]:
    """Return the offices of a token, by slug."""
    return list(Office.objects.filter(pk__in=roles.offices_of(asking.user)).order_by("slug"))


def release_of(asking: Token, key: uuid.UUID) -> Release:
    """Return a release that an office of the token leads; any other is as if it were not there."""
    mine = Release.objects.select_related("kind", "lead_office").filter(lead_office__in=own_offices(asking))
    found = mine.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def text_of(asking: Token, key: uuid.UUID, language: str) -> ReleasePage:
    """Return a text of a release that an office of the token leads; any other is as if it were not there."""
    texts = ReleasePage.objects.select_related("release__lead_office", "release__kind")
    found: ReleasePage | None = texts.filter(release=release_of(asking, key), language=language).first()
    if found is None:
        raise Http404
    return found


def demand_match(if_match: str | None, etag: str, what: str) -> None:
    """Check that a request is based on what is there now.

    Raises:
        RefusalError: it does not say so, or on something else.
    """
    if not if_match:
        raise RefusalError(428, f"Send the etag of the {what} as If-Match, so that nobody's changes are lost.")
    if if_match.strip() != etag:
        raise RefusalError(412, f"Somebody has changed this {what} meanwhile. Read it again and repeat the change.")
