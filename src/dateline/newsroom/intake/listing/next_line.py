"""Labels without a value: whether the next line is the value, or the label says nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.names import name_key, split_names
from dateline.newsroom.intake.listing.stamps import read_stamp
from dateline.newsroom.intake.listing.words import Field
from dateline.text.datelines import find_dateline
from dateline.text.months import Order

_LONGEST = {"kind": 60, "offices": 400, "topics": 400}  # letters; a kind is a word or three
_STOPS = (".", "!", "?", "…", ".”", ".»", "؟", "۔", "。")


class Verdict(Enum):
    """Whether a line is the value of the label above it."""

    VALUE = "it is"
    NONE = "the label says nothing, and the line is one of the item"
    DOUBT = "nobody can say"


@dataclass(frozen=True)
class Labels:
    """The lines of a listing with the labels in each, by index.

    Attributes:
        names: of offices, topics and kinds that are known.
        is_page: whether they are lines of a saved page, where label and value often have elements of their own.
    """

    lines: Sequence[Line]
    fields: Mapping[int, tuple[Field, ...]]
    names: frozenset[str]
    language: str
    order: Order
    is_page: bool = False

    def verdict(self, index: int, candidate: int) -> Verdict:
        """Say whether the line at ``candidate`` is the value of the label at ``index``, the line before it."""
        meaning, text = self.fields[index][-1].meaning, self.lines[candidate].text
        if meaning == "date":
            stamp = read_stamp(text, self.language, self.order)
            is_day = stamp is not None and stamp.alone
            return Verdict.VALUE if is_day or self._stand_alone(meaning) else Verdict.NONE
        if meaning not in _LONGEST:
            return Verdict.VALUE
        if self._is_known(meaning, text):
            return Verdict.VALUE
        if not self._could_be(meaning, text) or self._is_next_title(index, candidate):
            return Verdict.NONE
        return Verdict.VALUE if self._stand_alone(meaning) else Verdict.DOUBT

    def _could_be(self, meaning: str, text: str) -> bool:
        is_sentence = text.endswith(_STOPS) and len(text.split()) > 1
        return len(text) <= _LONGEST[meaning] and not is_sentence and find_dateline(text, self.language) is None

    def _is_known(self, meaning: str, text: str) -> bool:
        known = self._known[meaning]
        return name_key(text) in known or all(name_key(name.name) in known for name in split_names(text, known))

    @cached_property
    def _known(self) -> Mapping[str, frozenset[str]]:
        """Keys of names, by meaning: of those the newsroom has, and those that stand beside their label here."""
        outside = frozenset(map(name_key, self.names))
        return {meaning: outside | frozenset(self._beside(meaning)) for meaning in _LONGEST}

    def _beside(self, meaning: str) -> Iterable[str]:
        for field in (field for fields in self.fields.values() for field in fields):
            if field.meaning == meaning and field.value:
                yield name_key(field.value)
                yield from (name_key(name.name) for name in split_names(field.value))

    def _stand_alone(self, meaning: str) -> bool:
        """Tell whether labels stand on lines of their own here: most of this meaning, and most of all."""
        last = [fields[-1] for fields in self.fields.values()]
        own = [field for field in last if field.meaning == meaning]
        return self.is_page or all(sum(not f.value for f in some) > len(some) / 2 for some in (own, last))

    def _is_next_title(self, index: int, candidate: int) -> bool:
        """Tell whether the next item begins with the line: its labels follow, and the item above has its day."""
        following = next((i for i in range(candidate + 1, len(self.lines)) if self.lines[i].text), None)
        begins = following is not None and any(f.meaning == "date" for f in self.fields.get(following, ()))
        return begins and self._is_dated(index)

    def _is_dated(self, index: int) -> bool:
        """Tell whether a label for the day stands in the run of labels that ends at an index."""
        free = 0
        for before in range(index, -1, -1):
            if any(f.meaning == "date" for f in self.fields.get(before, ())):
                return True
            free = 0 if before in self.fields else free + bool(self.lines[before].text)
            if free > 1:
                return False
        return False
