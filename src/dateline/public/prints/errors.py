"""Errors of printing."""


class PrintsError(Exception):
    """Base of this package's errors."""


class NotPrintedError(PrintsError):
    """A file could not be printed.

    Attributes:
        reason: a sentence for the operator of the site.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
