import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.headers import entity_tags, media_type_of, parse_retry_after_s, preferred_language, weighted_values


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("", []),
        ("br, gzip;q=0.5", [("br", 1.0), ("gzip", 0.5)]),
        ("Text/HTML; level=1; q=0.3", [("text/html", 0.3)]),
        ("fr ; Q=0.7,*;q=0", [("fr", 0.7), ("*", 0.0)]),
        ("a;q=x, b;q=, c;q=nan, d;q=inf, e;q=2, f;q=-1, g", [("g", 1.0)]),
        (", ,;;;", []),
    ],
)
def test_values_have_weights(header, values):
    assert weighted_values(header) == values


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA, en;q=0.9", "fr"),
        ("en;q=0.5, ru;q=0.9", "ru"),
        ("de, ar;q=0.1", "ar"),
        ("fr;q=0", "en"),
        ("*", "en"),
        ("ru, fr", "ru"),
        ("fr;q=nan, ar", "ar"),
    ],
)
def test_the_language_that_the_reader_prefers(header, language):
    assert preferred_language(header) == language


def test_of_languages_that_are_not_offered_none_is_chosen():
    assert preferred_language("fr, ru;q=0.5", ("ar", "ru")) == "ru"
    assert preferred_language("fr", ("ar", "ru")) == "ar"


@given(st.text())
def test_any_header_is_read_without_a_fault(header):
    assert all(value and 0 <= weight <= 1 for value, weight in weighted_values(header))
    assert preferred_language(header) in {"en", "fr", "ru", "ar"}
    assert parse_retry_after_s(header) >= 0


def test_entity_tags_are_compared_without_the_mark_of_weakness():
    assert entity_tags('"a", W/"b-br" ,*') == {'"a"', '"b-br"', "*"}


def test_a_media_type_has_no_parameters():
    assert media_type_of("Text/HTML; charset=utf-8") == "text/html"
    assert media_type_of("") == ""
