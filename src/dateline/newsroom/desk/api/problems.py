"""Refusals of the API as problem documents. Source: RFC 9457."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from dateline.newsroom.desk import errors

_log = logging.getLogger("desk")
_STATUS = {
    errors.OutdatedError: HTTPStatus.PRECONDITION_FAILED,
    errors.NotAllowedError: HTTPStatus.FORBIDDEN,
    errors.WrongStateError: HTTPStatus.CONFLICT,
    errors.ScheduledError: HTTPStatus.CONFLICT,
}


class RefusalError(Exception):
    """A request is refused with a status and a sentence; ``retry_after_s`` is the delay before a retry, 0 for none."""

    def __init__(self, status: int, detail: str, *, retry_after_s: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s


def problem(status: int, detail: str, *, retry_after_s: int = 0) -> HttpResponse:
    """Return a problem document as response."""
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}
    response = JsonResponse(document, status=int(status), content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="drafts"'
    if retry_after_s:
        response["Retry-After"] = str(retry_after_s)
    return response


def register(api: NinjaAPI) -> None:
    """Answer every exception of an endpoint with a problem document."""
    for exception, handler in _HANDLERS.items():
        api.add_exception_handler(exception, handler)


def _refused(_request: HttpRequest, error: RefusalError) -> HttpResponse:
    return problem(error.status, error.detail, retry_after_s=error.retry_after_s)


def _refused_by_desk(_request: HttpRequest, error: errors.DeskError) -> HttpResponse:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return problem(status, str(error))


def _invalid_body(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, " ".join(_sentence(one) for one in error.errors[:10]))


def _invalid(_request: HttpRequest, error: DjangoValidationError) -> HttpResponse:
    return problem(422, " ".join(error.messages))


def _unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problem(401, "Send a token: Authorization: Bearer dateline_…; administrators of the desk issue them.")


def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, "There is no such item, or another office owns it.")


def _http(_request: HttpRequest, error: HttpError) -> HttpResponse:
    is_unread = error.status_code == HTTPStatus.BAD_REQUEST
    return problem(error.status_code, "The body cannot be read; it is JSON in UTF-8." if is_unread else str(error))


def _large(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(413, "The body is too large.")


def _unreadable(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(400, "The body cannot be read.")


def _internal_error(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("no answer for %s %s", request.method, request.path, exc_info=error)
    return problem(500, "Something went wrong here. Please try again in a few minutes.")


_HANDLERS: dict[type[Exception], Any] = {
    RefusalError: _refused,
    errors.DeskError: _refused_by_desk,
    ValidationError: _invalid_body,
    DjangoValidationError: _invalid,
    AuthenticationError: _unauthenticated,
    Http404: _not_found,
    HttpError: _http,
    RequestDataTooBig: _large,
    TooManyFilesSent: _large,
    MultiPartParserError: _unreadable,
    RecursionError: _unreadable,
    Exception: _internal_error,
}


def _sentence(error: dict[str, object]) -> str:
    """Return a validation error as a sentence: the place, then the fault."""
    place = error.get("loc")
    names = [str(part) for part in place] if isinstance(place, list | tuple) else []
    where = ".".join(name for name in names if name not in {"body", "query", "path", "sent", "form"})
    message = str(error.get("msg", "")).removeprefix("Value error, ").rstrip(".")
    return f"{where or 'The body'}: {message}."
