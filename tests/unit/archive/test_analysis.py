from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded.text_index.analysis import BORDER, analysed
from dateline.archive.search_parser import parse_query
from dateline.text.words import base_language, fold, stem, tokenize

_texts = st.lists(st.text() | st.text(alphabet="aBc'_ -Zé1"), max_size=4)


@given(_texts, st.sampled_from(["en", "fr", "ru", "ar", "uz", "uk", "zh", "de-CH"]))
def test_the_index_gets_each_word_folded_and_its_stem_with_its_language(passages, language):
    folded, stems = analysed(passages, language)

    words = [[fold(word) for word in tokenize(passage, language)] for passage in passages]
    stemmed = [stem(word, language) for passage in passages for word in tokenize(passage, language)]
    assert folded.split() == [word for passage in words for word in [*passage, BORDER] if word]
    assert stems.split() == [f"{base_language(language)}:{one}" for one in stemmed if one]


@given(st.text())
def test_nothing_typed_finds_the_border_between_passages(typed):
    assert all(BORDER not in term.folded for term in parse_query(typed + BORDER).terms)
