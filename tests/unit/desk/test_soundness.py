import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.desk.library import zips
from dateline.newsroom.desk.library.soundness import fault_of, is_two_in_one
from tests.support.desk.files import docx, jpeg, pdf, zipped


def fault(extension, data):
    return fault_of(extension, io.BytesIO(data))


def locked():
    data = bytearray(docx())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("pdf", pdf()),
        ("docx", docx()),
        ("xlsx", zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"<x/>"})),
        ("odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})),
        ("zip", zipped({"a/b.txt": b"hello"})),
        ("zip", zipped({})),
        ("csv", b"a;b\n1;2\n"),
        ("txt", "\ufeffhello".encode("utf-16")),
        ("json", b'{"a": 1}'),
        ("ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ],
)
def test_a_sound_file_has_no_fault(extension, data):
    assert fault(extension, data) is None


@pytest.mark.parametrize(
    ("extension", "data", "expected"),
    [
        ("pdf", b"<html>%PDF-", "mislabelled"),
        ("pdf", b"%PDF-1.7\n", "truncated"),
        ("pdf", pdf(b"x" * 5000)[:-300], "truncated"),
        ("pdf", b"%PDF-1.7\nstartxref\n99999\n%%EOF\n", "truncated"),
        ("pdf", pdf() + zipped({"a": b"b"}), "two-in-one"),
        ("docx", zipped({"a.txt": b"no text here"}), "mislabelled"),
        ("docx", docx()[:-10], "truncated"),
        (
            "docx",
            zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b""}, 0).replace(b"<w/>", b"<x/>"),
            "truncated",
        ),
        ("docx", docx(word__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin"), "macros"),
        ("docx", b"MZ" + docx(), "mislabelled"),
        ("docx", locked(), "locked"),
        ("odt", zipped({"mimetype": b"application/zip", "content.xml": b""}), "mislabelled"),
        ("zip", docx() + zipped({"b": b"c"}), "two-in-one"),
        ("zip", zipped({"../../etc/passwd": b"x"}), "mislabelled"),
        ("zip", zipped({"C:/x": b"x"}), "mislabelled"),
        ("txt", zipped({"a": b"b"}), "mislabelled"),
        ("csv", b"a,b\n" * 3000 + b"PK\x05\x06" + b"1" * 18, "two-in-one"),
        ("json", b"<script>", "mislabelled"),
        ("json", b"[" * 100_000, "mislabelled"),
        ("ics", b"hello", "mislabelled"),
    ],
)
def test_a_fault_has_a_name(extension, data, expected):
    assert fault(extension, data) == expected


def test_a_bomb_is_known_by_its_directory_and_never_unpacked():
    assert fault("xlsx", zipped({"xl/workbook.xml": b"\0" * 60_000_000})) == "bomb"


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb(monkeypatch):
    monkeypatch.setattr(zips, "MAX_UNPACKED_BYTES", 1_000_000)
    data = bytearray(zipped({"a": b"\0" * 3_000_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    assert fault("zip", bytes(data)) in {"bomb", "truncated"}


def test_many_members_are_a_bomb(monkeypatch):
    monkeypatch.setattr(zips, "MAX_MEMBERS", 20)

    assert fault("zip", zipped({str(number): b"" for number in range(21)}, zipfile.ZIP_STORED)) == "bomb"


@given(st.binary(max_size=400), st.sampled_from(["pdf", "docx", "odt", "zip", "json", "ics", "txt"]), st.booleans())
def test_no_bytes_break_the_check(data, extension, signed):
    begins = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "odt": b"PK\x03\x04", "zip": b"PK\x03\x04"}
    file = io.BytesIO((begins.get(extension, b"") if signed else b"") + data)

    fault_of(extension, file)

    assert file.tell() == 0


@given(st.integers(0, 500), st.binary(min_size=1, max_size=8))
def test_a_damaged_office_file_is_refused_or_whole(at, junk):
    data = docx(word__styles_xml=bytes(range(256)))
    data = data[: at % len(data)] + junk + data[at % len(data) + len(junk) :]

    found = fault("docx", data)

    assert found is not None or zipfile.ZipFile(io.BytesIO(data)).testzip() is None


@pytest.mark.parametrize(
    "more", [zipped({"a": b"b"}), b"<script>alert(1)</script>", b"\n<!DOCTYPE html>", b"<?php x", b"<SVG onload=x>"]
)
def test_a_picture_that_is_something_else_as_well_is_known(more):
    assert not is_two_in_one(io.BytesIO(jpeg()))
    assert is_two_in_one(io.BytesIO(jpeg() + more))
    assert is_two_in_one(io.BytesIO(jpeg(comment=b"%PDF-1.4 and so on")))


def test_what_stands_across_two_reads_is_found():
    assert is_two_in_one(io.BytesIO(b"\xff" * ((1 << 20) - 3) + b"<script>"))
