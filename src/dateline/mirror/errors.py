"""What a mirror can meet with, each in a sentence that says what to do."""


class MirrorError(Exception):
    """Base of this package's errors."""


class OriginAwayError(MirrorError):
    """The origin does not answer, or not as it should; it is asked again later.

    Attributes:
        again_s: after how many seconds it wants to be asked again; 0 where it does not say.
    """

    def __init__(self, origin: str, reason: str, *, again_s: float = 0) -> None:
        super().__init__(f"the origin {origin} {reason}")
        self.again_s = again_s


class RewrittenPastError(MirrorError):
    """The origin's log is not the one that was followed so far, or contradicts itself; nothing of it is applied.

    Attributes:
        may_pass: whether it may be nothing but a process of the origin that is a moment late.
    """

    def __init__(self, position: int, reason: str, *, may_pass: bool = False) -> None:
        super().__init__(
            f"the origin's past is not what it was: {reason}. Nothing more is taken over, and what was good is served "
            "on. Ask the newsroom what happened; to follow another log, begin with an empty home"
        )
        self.position = position
        self.may_pass = may_pass


class TooNewError(MirrorError):
    """The origin's log says what this version does not understand."""

    def __init__(self, position: int) -> None:
        super().__init__(f"position {position} was written by a newer Dateline; install that version here too")
        self.position = position


class BeginAnewError(MirrorError):
    """What is here has to be made again from the origin's log."""


class WordsAreBackError(BeginAnewError):
    """Words that the origin withheld may be read again."""

    def __init__(self, position: int) -> None:
        super().__init__(f"words that were withheld at position {position} may be read again")


class OwnLogDamagedError(BeginAnewError):
    """The log that is kept here is not what it was."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the log that is kept here is damaged at position {position}")
