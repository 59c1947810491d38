"""Every language tag that the desk accepts is served at every address of a text."""

import json
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.newsroom.desk.fields import valid_tag
from dateline.newsroom.desk.models.texts import ReleasePage
from dateline.public import activitypub
from dateline.public.formats.serving import FORMATS
from dateline.public.linked_texts import linked_texts
from dateline.public.pages import PublicFeatures, PublicPages
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, an_edition

SITE = "https://news.example.org"
MAX_CHARS = ReleasePage._meta.get_field("language").max_length
FOUR_PARTS, LONGEST = "sl-rozaj-biske-1994", "aa" + "-bb" * 11

tags = st.from_regex(valid_tag.regex, fullmatch=True).map(str.strip).filter(lambda tag: len(tag) <= MAX_CHARS)


def pages_of(tag):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(7, tag))
    setup = activitypub.ActorSettings(name="news", inbox=f"{SITE}/account/activitypub", public_key=lambda: "KEY")
    pages = PublicPages(SITE, "b", printer=lambda _job: b"%PDF", features=PublicFeatures(actors=setup))
    archive = NaiveArchive(log.records)

    def ask(address):
        path, _, query = address.partition("?")
        response = pages.respond(Request(path, query), archive, today=NOON.date())
        if response.status != 301:
            return response
        # a filter by a tag in another case leads to the case of RFC 5646
        moved = dict(response.headers)["location"].removeprefix(SITE)
        assert moved.lower() == address.lower()
        path, _, query = moved.partition("?")
        return pages.respond(Request(path, query), archive, today=NOON.date())

    return ask


def addresses_of(tag):
    yield f"/{tag}/news/7/headline-7"
    yield from (f"/{tag}/news/7.{suffix}" for suffix in ("pdf", "png", *FORMATS))
    yield f"/api/v1/releases/7/{tag}"
    yield f"/api/v1/releases?reader={tag}&language={tag}"
    yield f"/api/oembed?url={quote(f'{SITE}/{tag}/news/7/headline-7', safe='')}"
    yield f"/activitypub/newsroom/7.{tag}"
    yield f"/en/news?language={tag}"
    yield f"/en/news.atom?language={tag}"


@example(FOUR_PARTS)
@example(LONGEST)
@example("es-419")
@settings(max_examples=25, deadline=None)
@given(tags)
def test_every_tag_is_served_at_every_address(tag):
    ask = pages_of(tag)

    assert {address: ask(address).status for address in addresses_of(tag)} == dict.fromkeys(addresses_of(tag), 200)


@pytest.mark.parametrize("tag", [FOUR_PARTS, LONGEST, "es-419"])
def test_every_tag_is_in_the_map_of_the_site_and_in_lists(tag):
    ask = pages_of(tag)

    assert f"{SITE}/{tag}/news/7/headline-7" in ask("/sitemap.xml").body.decode()
    assert json.loads(ask("/api/v1/releases").body)["items"][0]["language"] == tag


@pytest.mark.parametrize("tag", [FOUR_PARTS, LONGEST, "es-419"])
def test_a_link_to_a_text_in_any_language_names_it(tag):
    edition = an_edition(1, notes=f'<p><a href="/{tag}/news/7/headline-7">there</a></p>')

    assert linked_texts(edition) == {(7, tag)}
