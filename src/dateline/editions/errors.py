"""Errors of editions."""


class EditionsError(Exception):
    """Base of this package's errors."""


class NotCanonicalError(EditionsError):
    """A value has no canonical form."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"this {kind} cannot be stored: {reason}")
        self.kind = kind
        self.reason = reason
