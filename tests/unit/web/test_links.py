import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.links import MAX_SLUG, release_path, slugify


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Guardians of Safety: K9 Units Compete", "guardians-of-safety-k9-units-compete"),
        ("Executive Master’s Programme", "executive-masters-programme"),
        ("Élections à Korça", "elections-a-korca"),
        ("Шушари", "shushari"),
        ("122th meeting & more", "122th-meeting-more"),
        ("…", "release"),
    ],
)
def test_a_slug_reads_like_its_headline(headline, slug):
    assert slugify(headline) == slug


@given(st.text())
def test_a_slug_is_made_of_ascii_words(text):
    slug = slugify(text)

    assert 0 < len(slug) <= MAX_SLUG
    assert all(word.isalnum() and word.isascii() and word == word.lower() for word in slug.split("-"))
    assert slugify(slug) == slug


def test_a_long_slug_is_cut_between_words():
    assert slugify("word " * 40) == "-".join(["word"] * 16)


def test_the_address_of_a_text_names_language_number_and_slug():
    assert release_path("fr", 812, "accord-signe") == "/fr/news/812/accord-signe"
