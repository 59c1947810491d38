import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.compounds import compounds, ungrouped
from dateline.text.words import fold


def forms(text, language=""):
    return {form for _, _, form in compounds(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Two F-16 and MH–17", "en", {"f16", "mh17"}),
        ("e‑government", "en", {"egovernment"}),
        ("O’Brien’s", "en", {"obrien", "obriens", "briens"}),
        ("L’élection", "fr", {"lelection"}),
        ("об'єднання", "uk", set()),
        ("1,250,000 for 10\u00a0000", "en", {"1250", "1250000", "250000", "10000"}),
        ("1 480 agents", "fr", {"1480"}),
        ("in 2020 300 people", "en", set()),
        ("999 555 0151", "en", set()),
        ("word--word, word - word (a) -b", "en", set()),
        ("東京-大阪", "ja", set()),
        ("press.x@exo.example", "en", {"pressx", "pressxexo", "pressxexoexample", "xexo", "xexoexample", "exoexample"}),
        ("a/b/c/d/e/f", "en", {"abcdef", *("abcdef"[i : i + n] for n in (2, 3, 4) for i in range(7 - n))}),
    ],
)
def test_words_with_one_sign_between_them_are_also_one_word(text, language, found):
    assert forms(text, language) == found


@given(st.text() | st.text(alphabet="aé1 -’.,東\u00a0٣_"))
def test_a_compound_is_what_stands_there_without_its_signs(text):
    for start, end, form in compounds(text):
        written = fold("".join(char for char in text[start:end] if char.isalnum()))

        assert len(form) > 1
        assert form == written or not written.isascii()


@given(st.integers(1000, 10**12), st.sampled_from(" ,.’'\u00a0\u202f٬"))
def test_a_number_is_the_same_number_with_any_grouping(number, sign):
    grouped = f"{number:,}".replace(",", sign)

    assert ungrouped(grouped) == str(number)
    assert str(number) in forms(f"It cost {grouped} crowns")


@pytest.mark.parametrize("typed", ["61.4", "31/2024", "17.05.2023", "+999 555 0151", "120 2026", "1,48", "2023-05-17"])
def test_what_is_no_grouped_number_stays(typed):
    assert ungrouped(typed) == typed
