"""The API as a whole, below ``/drafts/v1/`` of the desk."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

from dateline.newsroom.desk.api import pictures, problems, releases, schemas, texts
from dateline.newsroom.desk.api.access import REFUSALS, TokenAuth, own_offices, token_of
from dateline.newsroom.desk.models import Kind, Office, Topic

api = NinjaAPI(
    title="Dateline: drafts",
    version="1",
    description=(
        "Brings drafts to the desk and gives them to the reviewers. Nothing here publishes. Every request carries a "
        "token (`Authorization: Bearer dateline_…`) that an administrator of the desk issues for some offices. Changes "
        "name the draft they are based on by its `etag` in `If-Match`; an `Idempotency-Key` makes creating safe to "
        "repeat."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="drafts",
    auth=TokenAuth(),
)
problems.register(api)


@api.get("/token", response={200: schemas.TokenOut, **REFUSALS}, summary="What this token may do")
def token(request: HttpRequest) -> Any:
    """Return the scopes of the token, and all offices, kinds and topics."""
    current = token_of(request, None)
    return {
        "name": current.name,
        "scopes": current.scopes,
        "expires_at": current.expires_at,
        "own_offices": [_named(one) for one in own_offices(current)],
        "offices": [_named(one) for one in Office.objects.order_by("slug")],
        "kinds": [_named(one) for one in Kind.objects.all()],
        "topics": [_named(one) for one in Topic.objects.order_by("slug")],
    }


def _named(one: Any) -> dict[str, Any]:
    names = one.shown if isinstance(one, Office) else one.names
    return {"slug": one.slug, "names": names}


api.add_router("", releases.router)
api.add_router("", texts.router)
api.add_router("", pictures.router)
