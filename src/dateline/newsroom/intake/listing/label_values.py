"""Labels without a value on their line: whether the next line is the value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from dateline.newsroom.intake.listing.displayed_dates import find_displayed_date
from dateline.newsroom.intake.listing.labels import Field
from dateline.newsroom.intake.listing.lines import Line
from dateline.newsroom.intake.listing.names import name_key, split_names
from dateline.text.datelines import find_dateline
from dateline.text.days.orders import DayOrder

_MAX_VALUE = {"kind": 60, "offices": 400, "topics": 400}  # most letters of a kind, which is one to three words
_STOPS = (".", "!", "?", "…", ".”", ".»", "؟", "۔", "。")


class Verdict(Enum):
    """Whether a line is the value of the label above it."""

    VALUE = "it is the value"
    NOT_VALUE = "the label is empty, and the line is another line of the item"
    UNDECIDED = "it can be either"


@dataclass(frozen=True)
class LabelContext:
    """The lines of a listing, and their labelled fields by index.

    Attributes:
        names: known names of offices, topics and kinds.
        is_page: whether the lines come from HTML, where label and value often stand in different elements.
    """

    lines: Sequence[Line]
    fields: Mapping[int, tuple[Field, ...]]
    names: frozenset[str]
    language: str
    order: DayOrder
    is_page: bool = False

    def judge_next_line(self, index: int, candidate: int) -> Verdict:
        """Return whether the line at ``candidate`` is the value of the label at ``index``, the line before it."""
        meaning, text = self.fields[index][-1].meaning, self.lines[candidate].text
        if meaning == "date":
            date = find_displayed_date(text, self.language, self.order)
            is_date = date is not None and date.stands_alone
            return Verdict.VALUE if is_date or self._have_own_lines(meaning) else Verdict.NOT_VALUE
        if meaning not in _MAX_VALUE:
            return Verdict.VALUE
        if self._is_known(meaning, text):
            return Verdict.VALUE
        if not self._could_be(meaning, text) or self._is_next_title(index, candidate):
            return Verdict.NOT_VALUE
        return Verdict.VALUE if self._have_own_lines(meaning) else Verdict.UNDECIDED

    def _could_be(self, meaning: str, text: str) -> bool:
        is_sentence = text.endswith(_STOPS) and len(text.split()) > 1
        return len(text) <= _MAX_VALUE[meaning] and not is_sentence and find_dateline(text, self.language) is None

    def _is_known(self, meaning: str, text: str) -> bool:
        known = self._known[meaning]
        return name_key(text) in known or all(name_key(name.name) in known for name in split_names(text, known))

    @cached_property
    def _known(self) -> Mapping[str, frozenset[str]]:
        """Keys of names by meaning: known ones, and those that stand on the line of their label here."""
        known = frozenset(map(name_key, self.names))
        return {meaning: known | frozenset(self._beside_labels(meaning)) for meaning in _MAX_VALUE}

    def _beside_labels(self, meaning: str) -> Iterable[str]:
        for field in (field for fields in self.fields.values() for field in fields):
            if field.meaning == meaning and field.value:
                yield name_key(field.value)
                yield from (name_key(name.name) for name in split_names(field.value))

    def _have_own_lines(self, meaning: str) -> bool:
        """Return whether most labels of a meaning, and most labels of all, stand on lines of their own."""
        last = [fields[-1] for fields in self.fields.values()]
        own = [field for field in last if field.meaning == meaning]
        return self.is_page or all(sum(not f.value for f in some) > len(some) / 2 for some in (own, last))

    def _is_next_title(self, index: int, candidate: int) -> bool:
        """Return whether the line is the title of the next item: labels follow it, and the item above has its date."""
        following = next((i for i in range(candidate + 1, len(self.lines)) if self.lines[i].text), None)
        begins = following is not None and any(f.meaning == "date" for f in self.fields.get(following, ()))
        return begins and self._is_dated(index)

    def _is_dated(self, index: int) -> bool:
        """Return whether the run of labels that ends at an index has one for the date."""
        free = 0
        for before in range(index, -1, -1):
            if any(f.meaning == "date" for f in self.fields.get(before, ())):
                return True
            free = 0 if before in self.fields else free + bool(self.lines[before].text)
            if free > 1:
                return False
        return False
