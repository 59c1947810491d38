"""What can go wrong with pages."""


class WebsiteError(Exception):
    """Base of this package's errors."""


class NotPrintedError(WebsiteError):
    """A print could not be made.

    Attributes:
        reason: a sentence for who runs the site.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
