import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded.search.did_you_mean import is_within
from tests.support.archives.naive_search import distance

_words = st.text(alphabet="abc", max_size=7)


@given(_words, _words, st.sampled_from([1, 2]))
def test_near_words_are_those_a_table_of_edits_calls_near(one, other, edits):
    assert is_within(one, other, edits) == (distance(one, other) <= edits)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("korcka", "korca", 1), ("elecitons", "elections", 1), ("tirna", "tirana", 1), ("ab", "b", 1)],
)
def test_a_usual_slip_is_near(one, other, edits):
    assert is_within(one, other, edits)
