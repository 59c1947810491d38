"""What can be wrong with a question."""


class ApiError(Exception):
    """Base of this package's errors."""


class ProblemError(ApiError):
    """A question has no answer.

    Attributes:
        status: of the answer.
        detail: a sentence that says what to do.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
