"""Errors of imports."""


class IntakeError(Exception):
    """Base of this package's errors; the message says what happened and what to do next."""


class UnreadableError(IntakeError):
    """A source cannot be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} cannot be read: {reason}")
        self.name = name
        self.reason = reason


class NoListError(IntakeError):
    """A source was read, and contains no list of releases."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: 0 items; {reason}")
        self.name = name
        self.reason = reason


class ItemRefusedError(IntakeError):
    """A document cannot be imported; the reason is a sentence without full stop."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class NotFetchedError(IntakeError):
    """A file cannot be fetched; the reason continues a sentence that begins with its address, without full stop."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address} {reason}")
        self.address = address
        self.reason = reason
