import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.typography import join_names, prevent_breaks


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "one – two", "one\u00a0– two"),
        ("ar", "يومي 3–4 يونيو", "يومي 3\u2060–\u20604 يونيو"),
        ("en", '<a href="/3–4">3–4</a>', '<a href="/3–4">3\u2060–\u20604</a>'),
        ("fr", "« Oui » ; non !", "«\u00a0Oui\u202f»\u202f; non\u202f!"),
        ("fr", "12 500 voix : 3", "12\u00a0500 voix\u00a0: 3"),
        ("ru", "12 500 голосов — это", "12\u00a0500 голосов\u00a0— это"),
        ("en", "from 1 200 places", "from 1 200 places"),
        ("fr", "le 4 2021", "le 4 2021"),
    ],
)
def test_spaces_are_kept_where_the_language_wants_it(language, typed, shown):
    assert prevent_breaks(typed, language) == shown


@given(st.text(), st.sampled_from(["en", "fr", "ru", "ar"]))
def test_no_letter_changes(text, language):
    def plain(said):
        return said.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")

    assert plain(prevent_breaks(text, language)) == plain(text)


def test_names_are_listed_with_the_comma_of_their_language():
    assert join_names(["a", "", "b"], "en") == "a, b"
    assert join_names(["أ", "ب"], "ar") == "أ، ب"
