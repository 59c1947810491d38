"""Errors of this package."""


class DistributionError(Exception):
    """Base of this package's errors."""


class NotWiredError(DistributionError):
    """``set_wiring`` has not been called in this process."""

    def __init__(self) -> None:
        super().__init__("distribution is not wired: `dateline.runtime` sets clock, archive and public pages")


class UnsealedError(DistributionError):
    """A stored secret cannot be decrypted with the key of this installation."""

    def __init__(self) -> None:
        super().__init__("the secret was stored under another DATELINE_SECRET_KEY: make a new one")


class SignatureRefusedError(DistributionError):
    """The signature of a request is missing, incomplete, expired or about another body."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The signature is refused: {reason}.")
        self.reason = reason


class ActorRefusedError(DistributionError):
    """A remote actor is not who it claims to be, or cannot receive messages."""


class ActorGoneError(DistributionError):
    """The server of a remote actor says that the actor no longer exists."""

    def __init__(self, actor: str) -> None:
        super().__init__(f"{actor} is gone")
        self.actor = actor
