"""Errors of the API."""


class ApiError(Exception):
    """Base of this package's errors."""


class ProblemError(ApiError):
    """A request has no answer.

    Attributes:
        status: HTTP status of the response.
        detail: a sentence for the caller.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
