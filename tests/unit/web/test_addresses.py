import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.addresses import (
    LANGUAGE_TAG,
    MAX_SLUG,
    ListAddress,
    TextAddress,
    is_language_tag,
    parse_list_path,
    parse_text_path,
    release_path,
    short_path,
    slug_in,
    slugify,
)


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


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/fr/news/812", TextAddress("fr", 812)),
        ("/fr/news/812/", TextAddress("fr", 812)),
        ("/fr/news/812/accord-signe", TextAddress("fr", 812, "accord-signe")),
        ("/fr/news/812.pdf", TextAddress("fr", 812, suffix="pdf")),
        ("/es-419/news/1.ninjs.json", TextAddress("es-419", 1, suffix="ninjs.json")),
        ("/EN/news/1", TextAddress("EN", 1)),
        ("/fr/news", None),
        ("/fr/news/812/a/b", None),
        ("/fr/news/8123456789", None),
        ("/f/news/812", None),
        ("fr/news/812", None),
        ("/fr/news/812.PDF", None),
    ],
)
def test_the_path_of_a_text_is_read(path, address):
    assert parse_text_path(path) == address


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/fr/news", ListAddress("fr")),
        ("/fr/news.atom", ListAddress("fr", "atom")),
        ("/fr/news.ninjs.json", ListAddress("fr", "ninjs.json")),
        ("/fr/news/", None),
        ("/fr-CA/news", None),
        ("/fr/news.", None),
    ],
)
def test_the_path_of_a_list_is_read(path, address):
    assert parse_list_path(path) == address


@given(
    st.from_regex(LANGUAGE_TAG, fullmatch=True).filter(is_language_tag),
    st.integers(0, 999_999_999),
    st.text(),
    st.sampled_from(["", "pdf", "txt", "newsml.xml"]),
)
def test_every_address_that_is_built_can_be_read(tag, number, text, suffix):
    slug = slugify(text)

    assert parse_text_path(release_path(tag, number, slug)) == TextAddress(tag, number, slug)
    assert parse_text_path(short_path(tag, number, suffix)) == TextAddress(tag, number, suffix=suffix)


@pytest.mark.parametrize("tag", ["EN", "e", "english", "de_AT", "de-", "en-x", "aa" + "-bb" * 12, "", "en\n"])
def test_what_is_no_language_tag(tag):
    assert not is_language_tag(tag)


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://news.example.org/fr/news/812/accord-signe", "accord-signe"),
        ("https://news.example.org/fr/news/812", ""),
        ("https://news.example.org/fr/news/812/Accord%20sign%C3%A9", ""),
        ("https://[news/fr/news/812/accord-signe", ""),
        ("https://news.example.org/else/812/accord-signe", ""),
    ],
)
def test_the_slug_in_an_address(url, slug):
    assert slug_in(url) == slug
