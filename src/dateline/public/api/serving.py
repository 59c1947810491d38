"""The addresses of the API: what is asked, and the answer."""

from http import HTTPStatus

import msgspec

from dateline.archive.port import Archive
from dateline.public.api import docs, oembed, openapi
from dateline.public.api.asking import asked_of
from dateline.public.api.errors import ProblemError
from dateline.public.api.routes import ROUTES, Route
from dateline.public.api.types import Problem, Reading
from dateline.text.xmltext import carried_all
from dateline.web.http import Request, Response, redirect

PREFIX = "/api/"
OPEN = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "dateline-position, etag"),
    ("x-robots-tag", "noindex"),
)


def respond(request: Request, archive: Archive, *, public_url: str) -> Response | None:
    """Answer a question to the API, or say as RFC 9457 wants it why not; None for addresses outside ``/api/``.

    ``public_url`` stands without the last slash; every address in an answer begins with it.
    """
    if not request.path.startswith(PREFIX):
        return None
    try:
        if request.path == oembed.PATH:
            answer = oembed.answer(request, archive, public_url)
            return msgspec.structs.replace(answer, headers=(*answer.headers, *OPEN))
        return _told(request, public_url) or _answered(request, archive, public_url)
    except ProblemError as error:
        return problem(error.status, error.detail)


def problem(status: int, detail: str) -> Response:
    """Return what is wrong as RFC 9457 wants it; ``detail`` is a sentence."""
    said = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return _json(said, status=status, media_type="application/problem+json")


def _told(request: Request, public_url: str) -> Response | None:
    """Return what the API says about itself."""
    match request.path:
        case "/api/v1" | "/api/v1/" | "/api/":
            return redirect("/api/v1/docs")
        case "/api/v1/openapi.json":
            return _json(openapi.description(public_url))
        case "/api/v1/docs":
            return Response(200, (("content-type", "text/html; charset=utf-8"),), docs.page(public_url))
        case "/api/v1/docs.css":
            return Response(200, (("content-type", "text/css; charset=utf-8"),), docs.STYLE)
        case "/api/v1/docs.svg":
            return Response(200, (("content-type", "image/svg+xml"),), docs.ICON)
    return None


def _answered(request: Request, archive: Archive, public_url: str) -> Response:
    for route in ROUTES:
        matched = route.pattern.fullmatch(request.path)
        if matched:
            asked = asked_of(request, archive, public_url, named=matched.groupdict(), known=route.known)
            return _json_of(route, route.handler(asked))
    raise ProblemError(404, "There is no such question; /api/v1/docs lists them.")


def _json_of(route: Route, answer: msgspec.Struct) -> Response:
    if route.streams:  # to the letter, since digests are over it; as canonical JSON it is plain text
        return Response(200, (("content-type", "application/json"), *OPEN), msgspec.json.encode(answer))
    gone = route.gone and isinstance(answer, Reading) and answer.text is None
    return _json(answer, status=HTTPStatus.GONE if gone else HTTPStatus.OK)


def _json(value: object, *, status: int = 200, media_type: str = "application/json") -> Response:
    body = msgspec.json.encode(carried_all(msgspec.to_builtins(value)))
    return Response(int(status), (("content-type", media_type), *OPEN), body)
