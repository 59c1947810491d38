"""What can go wrong with feeds."""


class FeedsError(Exception):
    """Base of this package's errors."""


class RefusedError(FeedsError):
    """What is asked has no answer.

    Attributes:
        sentence: what to tell the person who asked, in the language of the address.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
