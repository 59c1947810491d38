"""Finding texts that say much the same."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.desk.checks.types import SimilarText
from dateline.newsroom.desk.language.similarity import BANDS, fingerprint, similarity
from tests.support.desk.galleys import a_galley, said

WORDS = [f"{a}{b}{c}" for a in "bdfgklmn" for b in "aeiou" for c in "rst"]
texts = st.lists(st.sampled_from(WORDS), min_size=40, max_size=120).map(" ".join)


@given(texts, texts)
def test_likeness_is_mutual_and_whole_for_a_text_itself(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, one) == 1
    assert 0 <= similarity(one, other) <= 1


@given(texts)
def test_the_same_words_have_the_same_fingerprint_in_one_language_only(text):
    marks = fingerprint(text, "en")

    assert marks == fingerprint(text.upper(), "en")
    assert len(marks) == BANDS
    assert not set(marks) & set(fingerprint(text, "fr"))


def test_a_text_with_a_few_words_changed_shares_bands_and_another_does_not():
    text = " ".join(
        WORDS[place * 7 % len(WORDS)] + str(place // 17).translate({48: "a", 49: "b"}) for place in range(110)
    )
    changed = text.replace(text.split()[50], "otherwise")
    other = " ".join(reversed(text.split()))

    assert set(fingerprint(text, "en")) & set(fingerprint(changed, "en"))
    assert not set(fingerprint(text, "en")) & set(fingerprint(other, "en"))


def test_short_texts_are_alike_by_chance_and_have_none():
    assert fingerprint("It opened today.", "en") == ()
    assert similarity("It opened today.", "It opened today.") == 0


def test_the_likest_earlier_release_is_shown_beside_the_text():
    body = "<p>" + " ".join(WORDS[:60]) + ".</p>"
    whole = "\n".join(passage.text for passage in a_galley(body=[body]).passages)
    like = SimilarText("a", 7, dt.date(2024, 1, 1), "Before", whole + " more words.")
    unlike = SimilarText("b", 8, dt.date(2024, 1, 2), "Else", " ".join(WORDS[60:110]))

    assert len(said("duplicates", a_galley(body=[body], similar_texts=(unlike, like)))) == 1
    assert said("duplicates", a_galley(body=[body], similar_texts=(unlike,))) == []
