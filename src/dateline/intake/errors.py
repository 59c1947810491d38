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
