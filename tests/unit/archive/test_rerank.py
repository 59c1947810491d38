import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded.search.rerank import MAX_WORDS, MODELS, similarities

COMMON = {"the", "of"}


def rarity(word):
    return 0.0 if word in COMMON else 2.0


def shares(*texts):
    return similarities([text.split() for text in texts], rarity)


def test_a_text_that_says_what_the_best_say_resembles_them_more_than_one_that_does_not():
    best = ["flood river dam"] * MODELS

    *_, alike, other = shares(*best, "the dam of the river", "the harvest of plums")

    assert alike > other == 0


def test_the_text_that_resembles_most_has_the_whole_share():
    assert max(shares("flood river", "river dam", "plums")) == 1


def test_what_tells_nothing_makes_no_text_resemble_another():
    assert shares("the of", "the of the", "of") == [0, 0, 0]


def test_a_long_text_gains_nothing_by_its_length():
    short, long = "dam", "dam " + " ".join(f"word{number}" for number in range(200))

    _, *_, of_short, of_long = shares(*["dam river"] * MODELS, short, long)

    assert of_short > of_long > 0


def test_only_the_beginning_of_a_text_is_read():
    behind = "plums " * MAX_WORDS + "dam"

    assert shares(*["dam"] * MODELS, behind)[-1] == 0


@pytest.mark.parametrize("texts", [[[]], [[], ["dam"]], [["dam"]]])
def test_texts_without_words_are_no_trouble(texts):
    assert len(similarities(texts, rarity)) == len(texts)


@given(st.lists(st.lists(st.sampled_from(["the", "dam", "river", "plums"]), max_size=6), min_size=1, max_size=8))
def test_every_share_is_between_none_and_all(texts):
    assert all(0 <= share <= 1 for share in similarities(texts, rarity))
