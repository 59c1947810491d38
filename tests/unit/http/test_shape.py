import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dateline.public.http.media import find, part_of
from dateline.public.http.refusals import SENTENCES, error_response, invalid_request_status, without_invisible

NAME = "ab" * 32


@pytest.mark.parametrize(
    ("request_", "headers", "status"),
    [
        (("GET", "/en/news", ""), [], 0),
        (("HEAD", "/en/news", ""), [], 0),
        (("GET", "/en/offices/élan", ""), [], 0),
        (("POST", "/en/news", ""), [], 405),
        (("OPTIONS", "*", ""), [], 405),
        (("GET", "*", ""), [], 400),
        (("GET", "/en/\ufffd", ""), [], 400),
        (("GET", "/en/a\x00b", ""), [], 400),
        (("GET", "/en/a\nb", ""), [], 400),
        (("GET", "/" + "a" * 1_000, ""), [], 414),
        (("GET", "/", "a" * 4_001), [], 414),
        (("GET", "/", ""), [("cookie", "a" * 16_000)], 431),
    ],
)
def test_what_has_a_wrong_shape_is_refused(request_, headers, status):
    assert invalid_request_status(*request_, headers) == status


@pytest.mark.parametrize(
    ("copied", "path"),
    [
        ("/en/news/20/slug\u200b", "/en/news/20/slug"),
        ("/en/news/20\ufeff", "/en/news/20"),
        ("/en/news/20 ", "/en/news/20"),
        ("/en/news/20\u00a0\n", "/en/news/20"),
        ("/en/ne\u00adws/20\u200e\u2060", "/en/news/20"),
        ("/en/offices/élan", "/en/offices/élan"),
        ("/en/a\nb", "/en/a\nb"),
        ("/en/\x00", "/en/\x00"),
        ("\u200b", "/"),
    ],
)
def test_a_copied_address_loses_its_invisible_characters(copied, path):
    assert without_invisible(copied) == path


@pytest.mark.parametrize("status", SENTENCES)
@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
def test_every_refusal_is_a_sentence_in_the_readers_language(status, language):
    response = error_response(status, language)

    page = LexborHTMLParser(response.body.decode())
    said = page.css_first("main h1").text()
    assert response.status == status
    assert (said == SENTENCES[status]) == (language == "en")
    assert said.endswith(".")
    assert page.css_first("title").text() == said
    assert page.css_first("html").attributes == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert dict(response.headers)["content-language"] == language


def test_a_refusal_speaks_the_language_of_the_address_first():
    assert b'<html lang="ar" dir="rtl">' in error_response(400, "fr", path="/ar/news").body
    assert b'<html lang="fr" dir="ltr">' in error_response(404, "fr", path="/media/x").body


def test_a_refused_method_names_those_that_are_not():
    assert dict(error_response(405, "").headers)["allow"] == "GET, HEAD"


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("webp", "image/webp"),
        ("pdf", "application/pdf"),
        ("html", "application/octet-stream"),
        ("js", "application/octet-stream"),
    ],
)
def test_a_file_is_sent_as_what_it_is_or_to_be_saved(media, ending, kind):
    (media / f"{NAME}.{ending}").write_bytes(b"bytes")

    headers = dict(find(media, f"/media/{NAME}.{ending}").headers)

    assert headers["content-type"] == kind
    assert headers["content-length"] == "5"
    assert headers["cache-control"] == "public, max-age=600, stale-while-revalidate=60, stale-if-error=3600"
    assert headers["x-content-type-options"] == "nosniff"
    assert ("content-disposition" in headers) == (kind == "application/octet-stream")


def test_a_drawing_may_not_run_scripts(media):
    (media / f"{NAME}.svg").write_bytes(b"<svg/>")

    assert "sandbox" in dict(find(media, f"/media/{NAME}.svg").headers)["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/media/",
        "/media/secret.pdf",
        "/media/../secret.pdf",
        f"/media/../media/{NAME}.pdf",
        f"/media/{NAME}.pdf/",
        f"/media/{NAME}.pdf\x00",
        f"/media/{NAME}.pdf\n",
        f"/media/{NAME.upper()}.pdf",
        f"/media/{NAME}",
        f"/media/{NAME[:-1]}.pdf",
        f"/media/{NAME}.folder",
    ],
)
def test_no_other_name_leads_to_a_file(media, address):
    (media / f"{NAME}.pdf").write_bytes(b"bytes")
    (media / f"{NAME}.folder").mkdir()

    assert find(media, address) is None


@given(st.text(max_size=100))
def test_whatever_is_asked_for_nothing_but_media_comes(name):
    from pathlib import Path

    assert find(Path("/etc"), f"/media/{name}") is None


@pytest.mark.parametrize(
    ("range_", "part"),
    [
        ("", None),
        ("bytes=0-4", (0, 5)),
        ("bytes=4-", (4, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=8-30", (8, 10)),
        ("Bytes= 9 - 9", (9, 10)),
        ("bytes=10-", (10, 10)),
        ("bytes=-0", (10, 10)),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
    ],
)
def test_a_range_names_a_part_or_nothing_of_it_or_is_passed_over(range_, part):
    assert part_of(range_, 10) == part


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_part_lies_within_its_file(start, end, size):
    for range_ in (f"bytes={start}-{end}", f"bytes={start}-", f"bytes=-{end}"):
        part = part_of(range_, size)

        assert part is None or 0 <= part[0] <= part[1] <= size


@pytest.mark.parametrize("status", SENTENCES)
def test_the_api_is_refused_as_a_problem(status):
    response = error_response(status, "fr", path="/api/v1/releases", retry_after_s=7)

    headers = dict(response.headers)
    said = json.loads(response.body)
    assert headers["content-type"] == "application/problem+json"
    assert headers["access-control-allow-origin"] == "*"
    assert (said["status"], said["detail"]) == (status, SENTENCES[status])
    assert headers.get("retry-after") == ("7" if status in {429, 503} else None)
    assert ("allow" in headers) == (status == 405)
