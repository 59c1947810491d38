import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.words import (
    _KEEP_FIRST,
    fold,
    has_stemmer,
    initial,
    is_unspaced,
    spellings,
    stem,
    token_spans,
    tokenize,
    typed_stems,
    without_digraphs,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Korça", "korca"),
        ("ШУШАРИ", "Шушари"),
        ("ёлка", "елка"),
        ("straße", "STRASSE"),
        ("Đukanović", "djukanovic".replace("dj", "d")),
        ("Łódź", "lodz"),
        ("Çeşme", "cesme"),
        ("ISTANBUL", "istanbul"),
        ("ıstanbul", "Istanbul"),
        ("œuvre", "oeuvre"),
        ("Ærø", "aero"),
        ("Þórður", "thordur"),
        ("İstanbul", "istanbul"),
        ("أُعلنت", "اعلنت"),
        ("المدينة", "المدينه"),
        ("على", "علي"),
        ("مـــدينة", "مدينة"),
        ("٢٠٢٤", "2024"),
        ("ｆｕｌｌ", "full"),
        ("氣", "气"),
        ("ﾊﾞ", "バ"),
        ("co\u00adoperation", "cooperation"),
        ("Ελλάδα", "ελλαδα"),
        ("o\u02bbzbek", "o'zbek"),
        (unicodedata.normalize("NFD", "élection"), "election"),
    ],
)
def test_forms_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["が", "ธุ", "हिन्दी", "தமிழ்", "한국"])
def test_marks_that_are_letters_stay(word):
    assert unicodedata.normalize("NFD", fold(word)) == unicodedata.normalize("NFD", word)
    assert fold("が") != fold("か")


@given(st.text())
def test_folding_twice_changes_nothing_and_leaves_no_space(text):
    for folded in map(fold, tokenize(text)):
        assert not any(letter.isspace() for letter in folded)
        assert fold(folded) == folded


@given(st.text(), st.sampled_from(["", "en", "uk", "zh", "ar", "hi"]))
def test_words_stand_in_order_apart_and_where_spans_say(text, language):
    places = list(token_spans(text, language))

    assert [text[start:end] for start, end in places] == tokenize(text, language)
    assert all(before[1] <= behind[0] for before, behind in pairwise(places))
    assert all(start < end for start, end in places)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("L’élection, à Sarajevo-Est (2024)!", "fr", ["L", "élection", "à", "Sarajevo", "Est", "2024"]),
        ("snake_case", "en", ["snake", "case"]),
        ("обʼєднання м'яч", "uk", ["обʼєднання", "м'яч"]),
        ("ﾌｪﾘｰﾊﾞｽ", "ja", ["ﾌ", "ｪ", "ﾘ", "ｰ", "ﾊﾞ", "ｽ"]),
        ("東京tower", "ja", ["東", "京", "tower"]),
        ("ธุรกิจ", "th", ["ธุ", "ร", "กิ", "จ"]),
        ("हिन्दी समाचार", "hi", ["हिन्दी", "समाचार"]),
        ("می\u200cخواهم", "fa", ["می\u200cخواهم"]),
        ("الأَمْن، والتعاون؟", "ar", ["الأَمْن", "والتعاون"]),
        (
            unicodedata.normalize("NFD", "Korça élue"),
            "en",
            [unicodedata.normalize("NFD", w) for w in ("Korça", "élue")],
        ),
    ],
)
def test_text_is_cut_as_its_script_wants(text, language, words):
    assert tokenize(text, language) == words


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("elections", "Election", "en"),
        ("électorale", "électoraux", "fr"),
        ("выборов", "Выборы", "ru"),
        ("انتخابات", "الانتخابات", "ar"),
        ("والانتخابات", "انتخابي", "ar"),
        ("الصحافة", "صحافه", "ar"),
        ("لله", "لله", "ar"),
        ("Wahlen", "wahl", "de-CH"),
        ("elezioni", "elezione", "it-CH"),
        ("izbora", "izbori", "sr-Latn"),
        ("izbora", "izbori", "hr"),
        ("وبالمدينة", "المدينة", "ar"),
        ("وللمدينة", "مدينة", "ar"),
        ("فالمدينة", "مدينة", "ar"),
        ("Київ", "Києві", "uk"),
        ("Львова", "Львів", "uk"),
        ("рік", "років", "uk"),
        ("виборів", "вибір", "uk"),
        ("міністрові", "міністри", "uk"),
        ("бібліотеці", "бібліотекою", "uk"),
        ("новий", "нової", "uk"),
        ("об'єднання", "обʼєднанням", "uk"),
    ],
)
def test_forms_of_one_word_share_a_stem(one, other, language):
    assert has_stemmer(language)
    assert stem(one, language) == stem(other, language) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("ліс", "лист"), ("вода", "від"), ("под", "під"), ("закон", "законодавець"), ("мова", "море")],
)
def test_ukrainian_words_of_different_meaning_keep_different_stems(one, other):
    assert stem(one, "uk") != stem(other, "uk")


@given(st.text(st.characters(min_codepoint=0x410, max_codepoint=0x45F), min_size=1, max_size=14))
def test_a_ukrainian_stem_keeps_three_letters(word):
    assert len(stem(word, "uk")) >= min(3, len(fold(word)))


def test_a_typed_arabic_word_is_found_with_and_without_a_preposition_of_one_letter():
    for text in ("مدينة", "بمدينة", "لمدينة", "كمدينة", "وبمدينة", "المدينة"):
        assert stem(text, "ar") in typed_stems("مدينة", "ar")
    assert stem("مدينة", "ar") in typed_stems("بمدينة", "ar")
    assert stem("لديه", "ar") not in typed_stems("بلدية", "ar")
    assert typed_stems("police", "ar") == ("police",)
    assert typed_stems("東", "zh") == ()


def test_one_hamza_stands_on_several_letters():
    assert "مسؤول" in spellings("مسئول")
    assert "شئون" in spellings("شؤون")
    assert "مسألة" in spellings("مسئلة")
    assert spellings("Ålborg") == ("Aalborg",)
    assert without_digraphs("muenchen") == "munchen"
    assert spellings("word") == ()


def test_languages_without_a_stemmer_have_no_stems():
    assert stem("東京", "zh") == ""
    assert not has_stemmer("zh-Hant")


@given(st.text(min_size=1), st.sampled_from(["en", "fr", "ru", "ar", "tr", "el", "hi"]))
def test_any_text_can_be_stemmed(text, language):
    for word in tokenize(text):
        assert not any(letter.isspace() for letter in stem(word, language))


def test_letters_of_scripts_without_spaces_are_known():
    assert is_unspaced("東")
    assert is_unspaced("ร")
    assert not is_unspaced("word")
    assert not is_unspaced("слово")


LETTERS = st.characters(max_codepoint=0x58F, categories=("L", "M", "N", "Pd")) | st.sampled_from("aeiouyßœæёйьşıİ'’")


@given(st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(sorted(_KEEP_FIRST)))
def test_a_word_its_folded_form_and_its_stem_begin_alike(written, language):
    for word in tokenize(written, language):
        begun = initial(word[0])

        assert begun in ("", fold(word)[:1])
        assert begun in ("", stem(word, language)[:1])
