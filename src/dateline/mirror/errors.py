"""Errors of a mirror; each message says what to do."""


class MirrorError(Exception):
    """Base of this package's errors."""


class OriginUnavailableError(MirrorError):
    """The origin does not answer, or gives a wrong answer; the mirror retries.

    Attributes:
        retry_after_s: seconds that the origin wants the mirror to wait; 0 where it does not say.
    """

    def __init__(self, origin: str, reason: str, *, retry_after_s: float = 0) -> None:
        super().__init__(f"the origin {origin} {reason}")
        self.retry_after_s = retry_after_s


class RewrittenHistoryError(MirrorError):
    """The origin's log differs from the log followed so far, or contradicts itself; nothing of it is applied.

    Attributes:
        may_be_lag: True where the cause may be harmless: the origin runs several processes, and the one that answered
            may be a moment behind. The mirror then asks again before it reports the error.
    """

    def __init__(self, position: int, reason: str, *, may_be_lag: bool = False) -> None:
        super().__init__(
            f"the origin's past is not what it was: {reason}. The mirror takes over nothing more and goes on serving "
            "what it has verified. Ask the newsroom what happened; to follow another log, begin with an empty home"
        )
        self.position = position
        self.may_be_lag = may_be_lag


class TooNewError(MirrorError):
    """A newer version of Dateline wrote the entry, so this version cannot read it."""

    def __init__(self, position: int) -> None:
        super().__init__(f"position {position} was written by a newer Dateline; install that version here too")
        self.position = position


class RebuildNeededError(MirrorError):
    """The mirror's archive must be rebuilt from the origin's log."""


class WordsRestoredError(RebuildNeededError):
    """The origin shows words again that it had withheld."""

    def __init__(self, position: int) -> None:
        super().__init__(f"words that were withheld at position {position} may be read again")


class LocalLogDamagedError(RebuildNeededError):
    """The mirror's own copy of the log has changed."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the mirror's own log is damaged at position {position}")
