"""Losses: words and addresses of pasted or imported HTML that its clean form does not have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Sort = Literal[
    "picture",  # an image of the source, with its alternative text
    "drawing",  # vector graphics, with their words
    "embedded",  # sound, video or a frame whose address readers cannot open
    "link",  # an address that readers cannot open, or a link around no words
    "deleted",  # a tracked deletion
    "hidden",  # words that the source does not show
    "comment",  # a reviewer's comment, or a comment of HTML that never ends
    "field",  # the text of a button or form field
    "struck",  # struck text in a table, where it cannot be struck; its words stay
    "formula",  # a formula: its words stay, as plain text
    "words",  # words that were lost for another reason
    "length",  # the end of a text that is too long
]


@dataclass(frozen=True)
class Loss:
    """One thing that is left out; at least one of ``words`` and ``address`` is not empty.

    Attributes:
        words: with single spaces.
        address: of a picture, sound, frame or link.
    """

    sort: Sort
    words: str = ""
    address: str = ""


_FROM_TEXT = frozenset({"drawing", "deleted", "hidden", "comment", "length"})
"""Sorts of losses whose words were in the text; words of other sorts were in attributes, or are in the result."""


class Losses:
    """Collects losses while HTML is cleaned."""

    def __init__(self) -> None:
        self._found: list[Loss] = []
        self._furniture: list[str] = []

    def add(self, sort: Sort, words: str = "", address: str = "") -> None:
        """Add a loss; one without words and address is none."""
        loss = Loss(sort, " ".join(words.split()), " ".join(address.split()))
        if loss.words or loss.address:
            self._found.append(loss)

    def add_furniture(self, words: str) -> None:
        """Note words that are left out and need no report, because a program wrote them, such as an item's number."""
        self._furniture.append(words)

    def add_missing(self, source: str, result: str) -> None:
        """Report the words of the source that are neither in the result nor in a loss.

        Args:
            source: plain text of the source.
            result: plain text of the result.
        """
        if source.split() == result.split():
            return
        accounted = [result, *self._furniture, *(loss.words for loss in self._found if loss.sort in _FROM_TEXT)]
        if not _letter_counts([source]) - _letter_counts(accounted):
            return  # the letters are the same, so words are only divided in another way
        missing = Counter(source.split()) - Counter(word for text in accounted for word in text.split())
        self.add("words", " ".join(_in_order(source.split(), missing)))

    def found(self) -> tuple[Loss, ...]:
        """Return the losses in the order in which they were added, each once."""
        return tuple(dict.fromkeys(self._found))


def _letter_counts(texts: Iterable[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(text)
    return Counter({letter: count for letter, count in counted.items() if not letter.isspace()})


def _in_order(words: list[str], missing: Counter[str]) -> list[str]:
    left = Counter(missing)
    found = []
    for word in words:
        if left[word] > 0:
            left[word] -= 1
            found.append(word)
    return found
