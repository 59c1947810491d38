"""URLs of the write API: the endpoints, their OpenAPI description and the page that explains it.

Each request is checked for its size and content type before its endpoint runs. Unknown paths and methods are answered
with a problem document.
"""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import override
from ninja import NinjaAPI

from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.api import pictures, problems, releases, schemas, texts
from dateline.newsroom.desk.api.access import REFUSALS, TokenAuth, own_offices, token_of
from dateline.newsroom.desk.api.problems import problem
from dateline.newsroom.desk.models import Kind, Office, Topic
from dateline.web import apidocs

PREFIX = "drafts/v1/"
MAX_BYTES = 2_000_000
"""Largest JSON body of a request."""

MAX_PICTURE_BYTES = 41_000_000
"""Largest ``multipart/form-data`` body of a request, which uploads a picture."""

MAX_LENGTH_DIGITS = 12
"""A ``Content-Length`` with more digits is larger than any limit."""

_TAGS = {"/token": "Token", "/pictures": "Pictures", "/texts": "Texts", "/releases": "Releases"}
"""Groups of the endpoints by a part of their path; the first that fits counts."""

_TAG_MEANINGS = {
    "Token": "What a token may do.",
    "Pictures": "Pictures of the library.",
    "Texts": "The drafts of a release, one for each language.",
    "Releases": "Releases that the token's offices lead.",
}

_LICENSE = {"name": "BSD 3-Clause", "identifier": "BSD-3-Clause"}
_JSON, _FORM = "application/json", "multipart/form-data"
View = Callable[..., HttpResponse]

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
        "own_offices": [_with_names(item) for item in own_offices(current)],
        "offices": [_with_names(item) for item in Office.objects.order_by("slug")],
        "kinds": [_with_names(item) for item in Kind.objects.all()],
        "topics": [_with_names(item) for item in Topic.objects.order_by("slug")],
    }


def _with_names(item: Any) -> dict[str, Any]:
    names = item.shown if isinstance(item, Office) else item.names
    return {"slug": item.slug, "names": names}


api.add_router("", releases.router)
api.add_router("", texts.router)
api.add_router("", pictures.router)


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document, generated from the code, in English."""
    with override("en"):
        document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"/{PREFIX}")))
        document["paths"] = dict(_with_path_per_action(document["paths"]))
    for pattern, operations in document["paths"].items():
        for operation in operations.values():
            operation["tags"] = [next(name for part, name in _TAGS.items() if part in pattern)]
            _describe_responses(operation["responses"])
    document["servers"] = [{"url": settings.DESK_URL, "description": "The desk."}]
    document["tags"] = [{"name": name, "description": text} for name, text in _TAG_MEANINGS.items()]
    document["info"] |= {"contact": {"name": "The newsroom", "url": settings.DESK_URL}, "license": _LICENSE}
    schemas_ = document["components"]["schemas"]
    document["components"]["schemas"] = {name: schemas_[name] for name in schemas_ if _is_used(name, document)}
    return document


def _is_used(schema: str, document: dict[str, Any]) -> bool:
    return f'"#/components/schemas/{schema}"' in json.dumps(document)


def _describe_responses(responses: dict[str, Any]) -> None:
    """Name each response by its status, and give refusals the type of a problem document."""
    for status, response in responses.items():
        response["description"] = HTTPStatus(int(status)).phrase
        if int(status) >= HTTPStatus.BAD_REQUEST:
            response["content"] = {"application/problem+json": next(iter(response["content"].values()))}


def _with_path_per_action(paths: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the paths; in place of the one with ``{action}``, a path for each action that the API offers."""
    for pattern, operations in paths.items():
        if not pattern.endswith("/{action}"):
            yield pattern, operations
            continue
        for row in ACTIONS.values():
            if row.scope is None or row.form is None:
                continue
            operation = copy.deepcopy(operations["post"])
            operation |= {
                "summary": str(row.form.label),
                "description": str(row.form.help),
                "operationId": f"action_{row.slug}",
                "parameters": [item for item in operation["parameters"] if item["name"] != "action"],
            }
            yield pattern.replace("{action}", row.slug), {"post": operation}


def _description(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(description()), content_type=_JSON)


def _docs(_request: HttpRequest) -> HttpResponse:
    page = apidocs.render(description(), style=f"/{PREFIX}docs.css", source=f"/{PREFIX}openapi.json")
    return HttpResponse(page, content_type="text/html; charset=utf-8")


def _style(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(apidocs.STYLE, content_type="text/css; charset=utf-8")


def _not_found(_request: HttpRequest) -> HttpResponse:
    return problem(404, f"There is no such address; /{PREFIX}docs lists them.")


def _public(view: View) -> View:
    """Exempt a view from sign-in: programs use tokens, and the description contains nothing of this newsroom."""
    view.login_required = False  # type: ignore[attr-defined]  # django.contrib.auth reads it
    # A token is in a header, which pages of other sites cannot send.
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def _guarded(pattern: URLPattern) -> URLPattern:
    """Return a URL whose endpoint gets only requests of a size and content type that it reads."""
    endpoint = pattern.callback

    def view(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        refusal = _refusal(request)
        if refusal is not None:
            return refusal
        response: HttpResponse = endpoint(request, *args, **options)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            refusal = problem(405, f"{request.method} is not for this address; {response['Allow']} is.")
            refusal["Allow"] = response["Allow"]
            return refusal
        return response

    return URLPattern(pattern.pattern, _public(view), pattern.default_args, pattern.name)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Return why a request is too large or of a wrong content type; None if it is neither."""
    length = request.headers.get("content-length") or "0"
    limit = MAX_PICTURE_BYTES if request.content_type == _FORM else MAX_BYTES
    if not length.isdigit() or len(length) > MAX_LENGTH_DIGITS or int(length) > limit:
        return problem(413, f"The body is larger than {limit // 1_000_000} MB.")
    content_type = _FORM if request.path.endswith("/pictures") else _JSON
    if int(length) and request.content_type != content_type:
        return problem(415, f"Send {content_type}, not {request.content_type or 'nothing'}.")
    return None


_ENDPOINTS = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]

urlpatterns = [
    path("openapi.json", _public(_description)),
    path("docs", _public(_docs), name="desk_api_docs"),
    path("docs.css", _public(_style)),
    *(_guarded(pattern) for pattern in _ENDPOINTS),
    re_path(r"^[\s\S]*$", _public(_not_found)),  # every other path, even with a line break
]
