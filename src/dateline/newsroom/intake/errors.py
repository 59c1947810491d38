"""What can go wrong while news is taken in."""


class IntakeError(Exception):
    """Base of this package's errors; the message says what happened and what to do next."""


class UnreadableError(IntakeError):
    """A source cannot be read as text at all."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} cannot be read: {reason}")
        self.name = name
        self.reason = reason


class NoListError(IntakeError):
    """A source was read, and holds no list of releases."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: 0 items; {reason}")
        self.name = name
        self.reason = reason


class ItemRefusedError(IntakeError):
    """A document is no text that could be taken in; the reason is a sentence without stop."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class NotFetchedError(IntakeError):
    """A file could not be had from where it should be; the reason is a sentence without stop."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address} {reason}")
        self.address = address
        self.reason = reason
