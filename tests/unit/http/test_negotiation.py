"""The form of a list is negotiate by what the reader accepts, where the address names none."""

import pytest

from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.negotiation import has_forms, negotiate, preferred_suffix, with_content_location

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", ""),
        ("*/*", ""),
        (BROWSER, ""),
        ("application/atom+xml", "atom"),
        ("Application/RSS+XML; charset=utf-8", "rss"),
        ("application/feed+json, application/json;q=0.9, */*;q=0.1", "json"),
        ("application/json", "json"),
        ("application/rss+xml;q=0.5, application/atom+xml", "atom"),
        ("application/atom+xml;q=0.5, text/html", ""),
        ("application/atom+xml, text/html", ""),
        ("application/atom+xml, text/html;q=0.9", "atom"),
        ("application/atom+xml;q=0", ""),
        ("application/atom+xml;q=x", ""),
        ("image/png, , ;;;", ""),
    ],
)
def test_a_form_is_wanted_where_it_is_asked_for_more_than_the_page(accept, suffix):
    assert preferred_suffix(accept) == suffix


def test_a_form_that_was_chosen_is_the_one_under_its_own_address():
    asked = Incoming(path="/en/news", query="office=mission")

    given = negotiate(asked, "application/rss+xml")
    sent = with_content_location(Outgoing(200, [("vary", "accept-encoding")]), given)

    assert given.path == "/en/news.rss"
    assert ("content-location", "/en/news.rss?office=mission") in sent.headers
    assert ("vary", "accept-encoding, accept") in sent.headers


def test_the_page_of_a_list_is_what_browsers_get():
    asked = Incoming(path="/en/news")

    assert has_forms(asked.path)
    assert negotiate(asked, BROWSER) is asked


@pytest.mark.parametrize("path", ["/en/news.atom", "/en/news/7/headline", "/en/offices", "/"])
def test_other_addresses_have_one_form(path):
    asked = Incoming(path=path)

    assert not has_forms(path)
    assert negotiate(asked, "application/rss+xml") is asked
