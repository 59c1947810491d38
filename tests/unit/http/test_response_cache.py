import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.public.feeds.registry import FEED_FORMATS
from dateline.public.formats import event_calendar
from dateline.public.formats.serving import FORMATS
from dateline.public.http import encodings
from dateline.public.http.response_cache import (
    CachedResponse,
    ResponseCache,
    matching_tag,
    matching_tag_or_any,
    tag_of,
    variant_tag,
)
from dateline.web.http import Response

HTML = (("content-type", "text/html; charset=utf-8"),)


def a_ready(body: bytes = b"<p>page</p>" * 100, tag: str = "tag", headers=HTML) -> CachedResponse:
    return CachedResponse(Response(200, headers, body), list(headers), [], tag=tag, valid=1)


# encodings


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("GZIP", "gzip"),
        ("gzip;q=nonsense, br", "br"),
        ("nonsense,,;;=", ""),
    ],
)
def test_a_client_gets_the_best_encoding_it_takes(accepted, chosen):
    assert encodings.negotiate(accepted) == chosen


MEDIA_TYPES = sorted(
    {row.media_type for row in FEED_FORMATS.values()}
    | {media_type for row in FORMATS.values() for media_type in (row.media_type, row.package_type) if media_type}
    | {event_calendar.MEDIA_TYPE}
)
"""Of every registered feed and format."""


@pytest.mark.parametrize(
    "media_type",
    [
        *MEDIA_TYPES,
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "application/problem+json",
        "application/activity+json",
        "application/jrd+json",
        "application/xml",
        "image/svg+xml",
    ],
)
def test_text_is_compressed_in_every_format(media_type):
    assert encodings.is_compressible(media_type, 10_000)
    assert encodings.is_compressible(f"{media_type.upper()}; charset=utf-8", 10_000)
    assert not encodings.is_compressible(media_type, encodings.MIN_BYTES - 1)


@pytest.mark.parametrize(
    "media_type",
    ["application/zip", "application/epub+zip", "application/pdf", "image/png", "image/webp", "font/woff2", ""],
)
def test_what_is_compressed_already_is_sent_as_it_is(media_type):
    assert not encodings.is_compressible(media_type, 10_000)


@given(st.binary(max_size=5_000), st.sampled_from(["", "br", "gzip"]))
def test_what_is_packed_comes_out_as_it_was(body, encoding):
    assert encodings.decompress(encodings.compress(body, encoding), encoding) == body


@pytest.mark.parametrize("encoding", ["", "br", "gzip"])
def test_a_variant_holds_the_whole_body_and_says_its_length(encoding):
    body = b"<p>page</p>" * 100

    headers, packed = a_ready(body).variant(encoding)

    assert encodings.decompress(packed, encoding) == body
    assert dict(headers)["content-length"] == str(len(packed))
    assert dict(headers).get("content-encoding", "") == encoding


def test_variants_have_tags_of_their_own():
    ready = a_ready()

    tags = {dict(ready.variant(encoding)[0])["etag"] for encoding in ("", "br", "gzip")}

    assert tags == {'"tag"', '"tag-br"', '"tag-gzip"'}


@pytest.mark.parametrize(
    ("body", "kind"), [(b"small", "text/html"), (bytes(9_000), "image/png"), (bytes(9_000), "application/pdf")]
)
def test_what_would_not_shrink_is_sent_as_it_is(body, kind):
    headers, sent = a_ready(body, headers=(("content-type", kind),)).variant("br")

    assert sent == body
    assert "content-encoding" not in dict(headers)


def test_a_page_is_kept_packed():
    ready = a_ready(b"<p>page</p>" * 10_000)

    assert ready.size_bytes < 5_000
    assert brotli.decompress(ready.variant("br")[1]) == b"<p>page</p>" * 10_000


def test_a_page_that_is_sent_once_is_packed_only_as_it_is_asked_for():
    body = b"<p>page</p>" * 100
    ready = a_ready(body, tag="")

    assert ready.variant("")[1] == body
    assert brotli.decompress(ready.variant("br")[1]) == body
    assert "etag" not in dict(ready.variant("br")[0])


# tags


def test_another_part_gives_another_tag():
    tags = {tag_of("/en", "", "", 1, "b"), tag_of("/en", "", "", 2, "b"), tag_of("/en", "1", "", "", "b"), tag_of("/e")}

    assert len(tags) == 4


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ('"tag-br"', '"tag-br"'),
        ('W/"tag-gzip"', '"tag-gzip"'),
        ('"other", "tag"', '"tag"'),
        ('"other"', ""),
        ("tag", ""),
        ("", ""),
    ],
)
def test_a_tag_is_known_in_every_encoding(header, known):
    assert matching_tag("tag", header) == known


def test_a_star_names_any_answer_there_is_once_it_is_there():
    assert matching_tag_or_any("tag", "*") == '"tag"'
    assert matching_tag_or_any("tag", '"tag-br"') == '"tag-br"'
    assert matching_tag_or_any("", "*") == matching_tag("tag", "*") == ""


def test_an_answer_without_tag_is_never_known():
    assert matching_tag("", '""') == ""
    assert variant_tag("tag", "br") == '"tag-br"'


# keeping


def test_the_answer_asked_for_longest_ago_goes_first():
    kept = ResponseCache(limit_bytes=4 * a_ready().size_bytes + 10)
    for address in "abcd":
        kept.put(address, a_ready())

    kept.get("a")
    kept.put("e", a_ready())

    assert [address for address in "abcde" if kept.get(address)] == ["a", "c", "d", "e"]


def test_an_answer_larger_than_a_quarter_of_everything_is_not_kept():
    kept = ResponseCache(limit_bytes=10_000)

    kept.put("a", a_ready(bytes(9_000), headers=(("content-type", "image/png"),)))

    assert kept.get("a") is None
    assert kept.size_bytes == 0


def test_a_new_answer_takes_the_place_of_the_old_one():
    kept = ResponseCache(limit_bytes=1_000_000)
    kept.put("a", a_ready(b"old"))

    kept.put("a", a_ready(b"new"))

    assert (len(kept), kept.get("a").variant("")[1]) == (1, b"new")
    assert kept.size_bytes == kept.get("a").size_bytes


def test_an_answer_that_grew_is_counted_again():
    kept, ready = ResponseCache(limit_bytes=1_000_000), a_ready()
    kept.put("a", ready)

    ready.variant("gzip")
    kept.remeasure("a", ready)

    assert kept.size_bytes == ready.size_bytes


def test_plain_bodies_give_way_to_packed_ones():
    kept, body = ResponseCache(limit_bytes=80_000), b"<p>page</p>" * 400
    for address in "abcd":
        ready = a_ready(body)
        kept.put(address, ready)
        assert ready.variant("")[1] == body
        kept.remeasure(address, ready)

    assert [kept.get(address).uncompressed_bytes > 0 for address in "abcd"] == [False, False, True, True]
    assert kept.size_bytes == sum(kept.get(address).size_bytes for address in "abcd")
    assert kept.get("a").variant("")[1] == body


steps = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3_000), st.booleans()), max_size=60)


@given(steps)
def test_never_more_is_kept_than_allowed_and_the_sum_is_right(steps):
    kept = ResponseCache(limit_bytes=20_000)
    for address, size, read in steps:
        if read and (ready := kept.get(address)):
            ready.variant("gzip")
            kept.remeasure(address, ready)
        else:
            kept.put(address, a_ready(bytes(size), headers=(("content-type", "image/png"),)))

        assert kept.size_bytes <= 20_000
        assert kept.size_bytes == sum(kept.get(a).size_bytes for a in "abcdefgh" if kept.get(a))
