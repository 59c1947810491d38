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


class SignatureRefusedError(PingsError):
    """A request is not signed as it should be; what can be seen of it says so."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The signature is refused: {reason}.")
        self.reason = reason


class ActorRefusedError(PingsError):
    """Somebody elsewhere is not who they say, or cannot be written to."""


class ActorGoneError(PingsError):
    """Where an actor was there is none any more; its own server says so."""

    def __init__(self, actor: str) -> None:
        super().__init__(f"{actor} is gone")
        self.actor = actor
