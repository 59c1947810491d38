"""What pings refuse."""


class PingsError(Exception):
    """Base of this package's errors."""


class NotWiredError(PingsError):
    """Nobody has handed in what this package is told from outside."""

    def __init__(self) -> None:
        super().__init__("pings are not wired: `dateline.config` hands in clock, archive and pages")


class UnsealedError(PingsError):
    """A secret cannot be read with the key of this installation."""

    def __init__(self) -> None:
        super().__init__("the secret was kept under another DATELINE_SECRET_KEY: make a new one")
