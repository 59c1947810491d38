"""Decoding of sources: any bytes become text or one of our own errors."""

import contextlib
import io
import os
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.newsroom.intake.errors import IntakeError, UnreadableError
from dateline.newsroom.intake.listing import decoding
from dateline.newsroom.intake.listing.decoding import decode, is_html, read_source
from dateline.newsroom.intake.listing_reader import read_listing

TEXT = "Título: “Korça”\nPublishing date: 4 March 2021\nContent type: News\nThe café’s owner – a man – said no.\n"
RUSSIAN = (
    "Заседание Постоянного совета\nДата публикации: 4 марта 2021 года\nТип контента: Новость\nОно прошло в Вене.\n"
)
ARABIC = "اجتماع المجلس الدائم\nتاريخ النشر: 4 مارس 2021\nنوع المحتوى: خبر\nعقد الاجتماع في فيينا.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [TEXT, RUSSIAN, ARABIC])
def test_unicode_is_recognised_by_its_mark_or_its_bytes(text, encoding):
    assert decode(text.encode(encoding), "x").lstrip("\ufeff") == text


@pytest.mark.parametrize(("text", "encoding"), [(TEXT, "cp1252"), (RUSSIAN, "cp1251"), (ARABIC, "cp1256")])
def test_single_byte_encodings_are_recognised_by_their_letters(text, encoding):
    assert decode(text.encode(encoding), "x") == text


def test_the_declared_encoding_of_a_page_is_used():
    page = '<html><head><meta charset="windows-1251"></head><body>Вена, die Café</body></html>'

    assert "Вена" in decode(page.encode("cp1251", "replace"), "x")
    assert "naïve" in decode("<html><meta charset=iso-8859-1>na\u00efve “x”".encode("cp1252"), "x")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 50])
def test_an_empty_file_is_reported_as_empty(data):
    with pytest.raises(UnreadableError, match="it is empty"):
        decode(data, "x")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, b"%PDF-1.7\n" + os.urandom(4000), os.urandom(3000)]
)
def test_a_binary_file_is_reported_as_not_text(data):
    with pytest.raises(UnreadableError, match="it is no text"):
        decode(data, "x")


def test_a_missing_file_is_reported_in_a_sentence(tmp_path):
    with pytest.raises(UnreadableError, match="it is a folder"):
        read_source(str(tmp_path))
    with pytest.raises(UnreadableError, match="no such file"):
        read_source(str(tmp_path / "none"))
    with pytest.raises(UnreadableError, match="name too long"):
        read_source("x" * 5000)


def test_an_unreadable_file_is_reported_in_a_sentence(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    monkeypatch.setattr(decoding.Path, "open", refuse)  # root may read everything, so the system cannot refuse

    with pytest.raises(UnreadableError, match="permission denied"):
        read_source(str(path))


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(decoding.MAX_BYTES * 20)

    with pytest.raises(UnreadableError, match="larger than 50 MB"):
        read_source(str(path))
    with pytest.raises(UnreadableError, match="larger than 50 MB"):
        read_source("/dev/zero")


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))

    assert read_source("-") == TEXT.encode()


def test_html_is_distinguished_from_text():
    assert is_html("<!DOCTYPE html><p>x")
    assert is_html("<div><p>x</p><p>y</p></div>")
    assert not is_html(TEXT)
    assert not is_html("The <b>bold</b> and the beautiful\n2 < 3 > 1\n")


PIECES = [
    *(
        "<div>",
        "</div>",
        "<p>",
        "<html>",
        "<a href='http://[x'>",
        "</a>",
        "<time datetime='",
        "2021-03-04",
        "'>",
        "&nbsp;",
    ),
    *(
        "4 March 2021",
        "Publishing date:",
        "Publishing date: 4 March 2021",
        "Content type: News",
        "Where we are:",
        "(closed)",
    ),
    *(
        "Title here",
        "\n",
        "\r\n",
        "\x00",
        "\ufeff",
        "\u2028",
        " – ",
        ",",
        "#:",
        "&#x110000;",
        "٤ مارس ٢٠٢١",
        "yesterday",
    ),
    "ſept 5 2020",
]
NASTY = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=300)
@given(NASTY | st.text(max_size=300))
@example("4 ſept 2020\nTitle\n5 ſept 2020\nTitle\n")
def test_any_text_gives_items_or_our_own_error(text):
    try:
        listing = read_listing(text.encode("utf-8", "surrogatepass"), "x", "en")
    except IntakeError:
        return
    assert listing.items or listing.rejected
    assert all(item.title and item.line >= 0 for item in listing.items)


@given(st.binary(max_size=400))
def test_any_bytes_give_items_or_our_own_error(data):
    with contextlib.suppress(IntakeError):
        read_listing(data, "x", "ru")


@pytest.mark.parametrize(
    "line",
    [
        "next " * 2000,
        "a" * 2_000_000,
        "1" * 500_000,
        "<div>" * 5000,
        "release " * 300,
        "4 March 2021 " * 20_000,
        "| " * 9000 + "4 May 2020",
    ],
)
def test_long_lines_are_parsed_quickly(line):
    text = f"{line}\nTitle of one\nPublishing date: 4 March 2021\nContent type: News\nLead.\n{line}\n"

    start = time.monotonic()
    with contextlib.suppress(IntakeError):
        assert len(read_listing(text.encode(), "x", "en").items) <= 2
    assert time.monotonic() - start < 20
