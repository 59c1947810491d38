"""Errors of the publication log."""


class PublicationError(Exception):
    """Base of this package's errors."""


class NotInTransactionError(PublicationError):
    """A write outside a transaction."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} only inside a transaction, together with what it is about")


class AppendOnlyError(PublicationError):
    """An attempt to change or delete an entry."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the entry at position {position} cannot change; append another one")
        self.position = position


class NotPreparedError(PublicationError):
    """The head of the log is missing."""

    def __init__(self) -> None:
        super().__init__("the publication log has no head row: run `dateline manage migrate`")


class ForeignEntryError(PublicationError):
    """An entry cannot continue this log."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the entry at position {position} does not continue this log: it is another newsroom's")
        self.position = position


class WrongWordsError(PublicationError):
    """The words do not match the change or its subject."""

    def __init__(self, change: str, reason: str) -> None:
        super().__init__(f"the change {change!r} {reason}")
        self.change = change


class FollowerStoppedError(PublicationError):
    """A follower could not apply an entry; it stays before it until the cause is removed."""

    def __init__(self, name: str, position: int, reason: str) -> None:
        super().__init__(f"{name} stopped before position {position}: {reason}")
        self.name = name
        self.position = position
        self.reason = reason
