"""Errors of feeds."""


class FeedsError(Exception):
    """Base of this package's errors."""


class RefusedError(FeedsError):
    """There is no answer to a request.

    Attributes:
        message: for the reader, in the language of the address.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
