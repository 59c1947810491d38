import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded.search.highlight import EXTRACT_CHARS, Highlighter
from dateline.archive.search_parser import parse_query

_MARK = re.compile(r"</?mark>")


def marked(text, typed, language="en"):
    return Highlighter(parse_query(typed).terms, language).headline(text)


@pytest.mark.parametrize(
    ("text", "typed", "language", "expected"),
    [
        ("Mayor of Korça re-elected", "korca", "en", "Mayor of <mark>Korça</mark> re-elected"),
        ("Elections observed", "election", "en", "<mark>Elections</mark> observed"),
        ("L’élection d’hier", "elections", "fr", "L’<mark>élection</mark> d’hier"),
        ("Объявлены итоги выборов", "ВЫБОРЫ", "ru", "Объявлены итоги <mark>выборов</mark>"),
        ("إعلان نتائج الانتخابات", "انتخابات", "ar", "إعلان نتائج <mark>الانتخابات</mark>"),
        ("東京都の選挙", "東京", "ja", "<mark>東京</mark>都の選挙"),
        ("human rights and rights", '"human rights"', "en", "<mark>human rights</mark> and rights"),
        ("a <b> & “c” news", "news", "en", "a &lt;b&gt; &amp; “c” <mark>news</mark>"),
        ("м'яч і м’яч", "м'яч", "uk", "<mark>м&#x27;яч</mark> і <mark>м’яч</mark>"),
        ("nothing here", "else", "en", "nothing here"),
    ],
)
def test_hits_are_marked_in_the_text_as_it_stands(text, typed, language, expected):
    assert marked(text, typed, language) == expected


@given(st.text(), st.text(max_size=40), st.sampled_from(["en", "fr", "ru", "ar", "uk", "ja"]))
def test_marking_adds_nothing_but_marks(text, typed, language):
    assert html.unescape(_MARK.sub("", marked(text, typed, language))) == html.unescape(html.escape(text))
    assert "<" not in _MARK.sub("", marked(text, typed, language))


def test_an_extract_is_of_the_first_passage_that_holds_a_word():
    marker = Highlighter(parse_query("river").terms, "en")

    assert marker.extract(["The lead.", "A river.", "Another river."]) == "A <mark>river</mark>."
    assert marker.extract(["The <lead>.", "Nothing."]) == "The &lt;lead&gt;."


def test_an_extract_is_cut_between_words_around_the_hit():
    passage = "one two three " * 60 + "river " + "four five six " * 60

    extract = Highlighter(parse_query("river").terms, "en").extract([passage])

    assert "<mark>river</mark>" in extract
    assert extract.startswith("… ")
    assert extract.endswith(" …")
    assert set(_MARK.sub("", extract).strip("… ").split()) <= {"one", "two", "three", "river", "four", "five", "six"}
    assert len(_MARK.sub("", extract)) <= EXTRACT_CHARS + 4
