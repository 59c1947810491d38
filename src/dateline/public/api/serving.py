"""Answers to API requests, and the documentation of the API."""

from http import HTTPStatus
from typing import Any

import msgspec

from dateline.archive.port import Archive
from dateline.public.api import oembed, openapi
from dateline.public.api.errors import ProblemError
from dateline.public.api.media_addresses import with_file_urls
from dateline.public.api.partial import Selection, parse_selection, select
from dateline.public.api.request import ApiRequest, parse_parameters
from dateline.public.api.routes import ROUTES, Route
from dateline.public.api.types import Problem
from dateline.public.linked_texts import linked_texts
from dateline.text.xmltext import xml_safe_values
from dateline.web import apidocs
from dateline.web.http import EXPOSED, Request, Response, redirect

PREFIX = "/api/"
CORS = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", EXPOSED),
    ("x-robots-tag", "noindex"),
)
_ICON = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1" fill="#0b5c6b"/></svg>'


def respond(request: Request, archive: Archive, *, public_url: str) -> Response | None:
    """Answer an API request, with problem details (RFC 9457) where it fails.

    Args:
        request: any.
        archive: one generation, with overrides applied.
        public_url: without a trailing slash; every address in an answer starts with it.

    Returns:
        None for addresses outside ``/api/``.
    """
    if not request.path.startswith(PREFIX):
        return None
    try:
        if request.path == oembed.PATH:
            response = oembed.respond(request, archive, public_url)
            return msgspec.structs.replace(response, headers=(*response.headers, *CORS))
        return _documentation(request, public_url) or _answer(request, archive, public_url)
    except ProblemError as error:
        return problem(error.status, error.detail)


def problem(status: int, detail: str) -> Response:
    """Return problem details. Source: RFC 9457."""
    value = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return _json(value, status=status, media_type="application/problem+json")


def _documentation(request: Request, public_url: str) -> Response | None:
    match request.path:
        case "/api/v1" | "/api/v1/" | "/api/":
            return redirect("/api/v1/docs")
        case "/api/v1/openapi.json":
            return _json(openapi.description(public_url))
        case "/api/v1/docs":
            page = apidocs.render(
                openapi.description(public_url),
                style="/api/v1/docs.css",
                source="/api/v1/openapi.json",
                icon="/api/v1/docs.svg",
            )
            return Response(200, (("content-type", "text/html; charset=utf-8"),), page)
        case "/api/v1/docs.css":
            return Response(200, (("content-type", "text/css; charset=utf-8"),), apidocs.STYLE)
        case "/api/v1/docs.svg":
            return Response(200, (("content-type", "image/svg+xml"),), _ICON)
    return None


def _answer(request: Request, archive: Archive, public_url: str) -> Response:
    for route in ROUTES:
        match = route.pattern.fullmatch(request.path)
        if match:
            parameters = parse_parameters(request, route.known)
            selection = parse_selection(parameters, route.item) if route.item else {}
            parsed = ApiRequest(
                archive=archive,
                root=public_url,
                path=request.path,
                path_values=match.groupdict(),
                parameters=parameters,
            )
            return _json_of(route, route.handler(parsed), selection, public_url)
    raise ProblemError(404, "There is nothing at this address; /api/v1/docs lists all of them.")


def _json_of(route: Route, answer: msgspec.Struct, selection: Selection, public_url: str) -> Response:
    # sent unchanged, because digests are computed over it; canonical JSON has no characters that need cleaning
    if route.streams:
        return Response(200, (("content-type", "application/json"), *CORS), msgspec.json.encode(answer))
    items: list[Any] = getattr(answer, "items", [answer])
    texts = [one.text for one in items if getattr(one, "text", None) is not None]
    is_gone = route.may_be_gone and not texts
    value = with_file_urls(msgspec.to_builtins(answer), public_url)
    if selection and "items" in value:
        value["items"] = [select(one, selection) for one in value["items"]]
    elif selection:
        value = select(value, selection)
    response = _json(value, status=HTTPStatus.GONE if is_gone else HTTPStatus.OK)
    return msgspec.structs.replace(response, named_texts=linked_texts(*texts))


def _json(value: object, *, status: int = 200, media_type: str = "application/json") -> Response:
    body = msgspec.json.encode(xml_safe_values(msgspec.to_builtins(value)))
    return Response(int(status), (("content-type", media_type), *CORS), body)
