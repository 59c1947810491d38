import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.html import clean
from dateline.text.links import ascii_host, is_followed


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("http://bücher.example/straße?q=ü", "http://xn--bcher-kva.example/straße?q=ü"),
        ("http://b%C3%BCcher.example/", "http://xn--bcher-kva.example/"),
        ("https://user@Straße.example:8080/a", "https://user@xn--strae-oqa.example:8080/a"),
        ("//президент.рф", "//xn--d1abbgf6aiiy.xn--p1ai"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://موقع.example", "https://xn--4gbrim.example"),
        ("https://example.org/ü", "https://example.org/ü"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("mailto:a@bücher.example", "mailto:a@bücher.example"),
        ("/en/news/ü", "/en/news/ü"),
        ("http://%FF%FE.example/", "http://%FF%FE.example/"),
        ("https://[::1]/", "https://[::1]/"),
    ],
)
def test_a_host_is_written_in_ascii(address, written):
    assert ascii_host(address) == written
    assert ascii_host(written) == written


@given(st.text(max_size=30).map(lambda rest: f"http://{rest}"))
def test_any_address_is_written_once(address):
    assert ascii_host(ascii_host(address)) == ascii_host(address)


def test_what_readers_get_has_hosts_in_ascii_from_every_door():
    html = '<p><a href="http://b%C3%BCcher.example/%C3%BC">x</a></p>'

    assert clean(html) == '<p><a href="http://xn--bcher-kva.example/%C3%BC">x</a></p>'


def test_readers_follow_the_web_mail_and_telephones():
    addresses = ("https://a", "HTTP://a", "mailto:a", "tel:1", "/en", "a:b@c", "javascript:x", " data:x", "ftp://a", "")

    assert [is_followed(one) for one in addresses] == [True] * 5 + [False] * 5
