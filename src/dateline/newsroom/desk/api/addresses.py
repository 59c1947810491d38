"""The addresses of the API, its description and the page that explains it; sizes and methods are checked before."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import override

from dateline.newsroom.desk.actions.registry import ACTIONS
from dateline.newsroom.desk.api.problems import problem
from dateline.newsroom.desk.api.service import api
from dateline.web import apidocs

PREFIX = "drafts/v1/"
MAX_BYTES, MAX_PICTURE_BYTES = 2_000_000, 41_000_000
"""Of a body in JSON, and of one with a picture."""

_JSON, _FORM = "application/json", "multipart/form-data"
View = Callable[..., HttpResponse]


def urls() -> list[URLPattern]:
    """Return the addresses below the desk's own; what nobody knows among them is a refusal, not a page."""
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    answered = [_guarded(pattern) for pattern in patterns if pattern.name != "api-root"]
    return [
        path("openapi.json", _open(_description)),
        path("docs", _open(_docs), name="desk_api_docs"),
        path("docs.css", _open(_style)),
        *answered,
        re_path(r"^[\s\S]*$", _open(_nothing)),  # a line break is no reason for a page
    ]


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document, generated from the code."""
    with override("en"):
        return _described()


def _described() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"/{PREFIX}")))
    said["paths"] = dict(_one_path_an_action(said["paths"]))
    for operations in said["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                answer["description"] = HTTPStatus(int(status)).phrase
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {"application/problem+json": next(iter(answer["content"].values()))}
    return said


def _one_path_an_action(paths: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the paths with one for each action of the registry that the API offers, in place of their pattern."""
    for path_, operations in paths.items():
        if not path_.endswith("/{action}"):
            yield path_, operations
            continue
        for row in ACTIONS.values():
            if row.scope is None or row.form is None:
                continue
            said = {"summary": str(row.form.label), "description": str(row.form.help)}
            operation = copy.deepcopy(operations["post"]) | said | {"operationId": f"action_{row.slug}"}
            operation["parameters"] = [one for one in operation["parameters"] if one["name"] != "action"]
            yield path_.replace("{action}", row.slug), {"post": operation}


def _description(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(description()), content_type=_JSON)


def _docs(_request: HttpRequest) -> HttpResponse:
    page = apidocs.render(description(), style=f"/{PREFIX}docs.css", source=f"/{PREFIX}openapi.json")
    return HttpResponse(page, content_type="text/html; charset=utf-8")


def _style(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(apidocs.STYLE, content_type="text/css; charset=utf-8")


def _nothing(_request: HttpRequest) -> HttpResponse:
    return problem(404, f"There is no such address; /{PREFIX}docs lists them.")


def _open(view: View) -> View:
    """Exempt a view from sign-in: programs use tokens, and the description contains nothing of this newsroom."""
    view.login_required = False  # type: ignore[attr-defined]  # as django.contrib.auth asks it
    view.csrf_exempt = True  # type: ignore[attr-defined]  # a token stands in a header, which no foreign page can send
    return view


def _guarded(pattern: URLPattern) -> URLPattern:
    """Return an address whose view is asked only for what it can take."""
    answer = pattern.callback

    def view(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        refusal = _fault_of(request)
        if refusal is not None:
            return refusal
        response: HttpResponse = answer(request, *args, **named)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            told = problem(405, f"{request.method} is not for this address; {response['Allow']} is.")
            told["Allow"] = response["Allow"]
            return told
        return response

    return URLPattern(pattern.pattern, _open(view), pattern.default_args, pattern.name)


def _fault_of(request: HttpRequest) -> HttpResponse | None:
    length = request.headers.get("content-length") or "0"
    is_form = request.content_type == _FORM
    most = MAX_PICTURE_BYTES if is_form else MAX_BYTES
    if not length.isdigit() or len(length) > 12 or int(length) > most:  # noqa: PLR2004 - more digits than any body
        return problem(413, f"The body is larger than {most // 1_000_000} MB.")
    is_upload = request.path.endswith("/pictures")
    if int(length) and request.content_type != (_FORM if is_upload else _JSON):
        return problem(415, f"Send {_FORM if is_upload else _JSON}, not {request.content_type or 'nothing'}.")
    return None
