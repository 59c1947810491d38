"""ActivityPub on the public site: actors, notes, outboxes, and discovery of handles."""

import datetime as dt

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.port import Removal
from dateline.editions.parts import Picture, Rendition
from dateline.public import activitypub
from dateline.public.pages import DEFAULT_FEATURES, PublicFeatures, PublicPages
from dateline.runtime.errors import SettingError
from dateline.runtime.public_features import build_with_features, public_features
from dateline.runtime.public_settings import actor_name_of
from dateline.web.activitypub import ActorAddress, note_path, parse_actor_path
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, a_topic, an_edition, an_office, refs

SITE = "https://news.example.org"
KEY = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
LATER = NOON + dt.timedelta(days=1)


def setup_of(key=KEY, name="news"):
    return activitypub.ActorSettings(
        name=name, inbox="https://desk.example.org/account/activitypub", public_key=lambda: key
    )


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(home_url="https://exo.example"), an_office("mission"), an_office("hq"))
    return log


def ask(log, address, *, setup=None, archive=None):
    path, _, query = address.partition("?")
    pages = PublicPages(SITE, "b", features=PublicFeatures(actors=setup or setup_of()))
    return pages.respond(Request(path, query), archive or NaiveArchive(log.records), today=NOON.date())


def said(log, address, status=200, **options):
    answer = ask(log, address, **options)
    assert answer.status == status, answer.body
    return msgspec.json.decode(answer.body)


# Finding -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("resource", "actor"),
    [
        ("acct:news@news.example.org", "newsroom"),
        ("acct:NEWS@News.Example.org", "newsroom"),
        ("news@news.example.org", "newsroom"),
        ("@news@news.example.org", "newsroom"),
        ("acct:mission@news.example.org", "offices/mission"),
        ("acct%3Amission%40news.example.org", "offices/mission"),
        (f"{SITE}/activitypub/newsroom", "newsroom"),
        (f"{SITE}/activitypub/offices/hq", "offices/hq"),
    ],
)
def test_a_handle_leads_to_its_actor(log, resource, actor):
    found = said(log, f"/.well-known/webfinger?rel=self&resource={resource}")

    [link] = [one for one in found["links"] if one["rel"] == "self"]
    assert link == {"rel": "self", "type": "application/activity+json", "href": f"{SITE}/activitypub/{actor}"}
    assert said(log, link["href"].removeprefix(SITE))["id"] == link["href"]
    handle = said(log, link["href"].removeprefix(SITE))["preferredUsername"]
    assert found["subject"] == f"acct:{handle}@news.example.org"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?resource=", 400),
        ("?resource=news", 400),
        ("?resource=acct:news", 400),
        ("?resource=acct:@news.example.org", 400),
        ("?resource=http://[x", 400),
        ("?resource=javascript:alert(1)", 400),
        ("?resource=%ff", 400),
        ("?resource=acct:news@news.example.org&resource=acct:hq@news.example.org", 400),
        ("?resource=acct:nobody@news.example.org", 404),
        ("?resource=acct:news@elsewhere.example", 404),
        ("?resource=https://elsewhere.example/activitypub/newsroom", 404),
        (f"?resource={SITE}/activitypub/offices/nowhere", 404),
        (f"?resource={SITE}/activitypub/newsroom/outbox", 404),
        (f"?resource={SITE}/en/news", 404),
    ],
)
def test_an_invalid_handle_is_refused_with_a_sentence(log, query, status):
    answer = ask(log, f"/.well-known/webfinger{query}")

    assert answer.status == status
    assert answer.body.decode().strip().endswith(".")
    assert answer.headers[0] == ("content-type", "text/plain; charset=utf-8")


def test_nodeinfo_says_what_this_is(log):
    log.publish(an_edition(1))
    [link] = said(log, "/.well-known/nodeinfo")["links"]

    info = said(log, link["href"].removeprefix(SITE))

    assert (info["version"], info["protocols"], info["usage"]["localPosts"]) == ("2.1", ["activitypub"], 1)


@pytest.mark.parametrize("address", ["/.well-known/webfinger?resource=acct:news@news.example.org", "/nodeinfo/2.1",
                                     "/activitypub/newsroom", "/activitypub/newsroom/1.en"])  # fmt: skip
def test_without_the_setting_there_are_no_actors(log, address):
    log.publish(an_edition(1))
    path, _, query = address.partition("?")
    pages = PublicPages(SITE, "b", features=DEFAULT_FEATURES)

    answer = pages.respond(Request(path, query), NaiveArchive(log.records), today=NOON.date())

    assert answer.status == 404
    assert b"activity+json" not in pages.respond(
        Request("/en/news/1/headline-1"), NaiveArchive(log.records), today=NOON.date()
    ).body  # fmt: skip


# Actors --------------------------------------------------------------------------------------------


def test_an_actor_document_names_the_office_and_its_key(log):
    actor = said(log, "/activitypub/offices/mission")

    assert actor["type"] == "Organization"
    assert actor["name"] == "Mission"
    assert actor["inbox"] == actor["endpoints"]["sharedInbox"] == "https://desk.example.org/account/activitypub"
    key = actor["publicKey"]
    assert key == {"id": f"{actor['id']}#main-key", "owner": actor["id"], "publicKeyPem": KEY}
    assert actor["url"] == f"{SITE}/en/offices/mission"


def test_an_actor_is_unavailable_until_its_key_exists(log):
    answer = ask(log, "/activitypub/newsroom", setup=setup_of(key=""))

    assert answer.status == 503
    assert b"not made yet" in answer.body


def test_an_office_with_the_newsrooms_own_name_is_no_actor(log):
    setup = setup_of(name="mission")

    assert said(log, "/activitypub/newsroom", setup=setup)["preferredUsername"] == "mission"
    assert ask(log, "/activitypub/offices/mission", setup=setup).status == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/activitypub/", 404),
        ("/activitypub/offices/nowhere", 404),
        ("/activitypub/newsroom/", 404),
        ("/activitypub/newsroom/9.en", 404),
        ("/activitypub/newsroom/1.xx", 404),
        ("/activitypub/newsroom/1", 404),
        ("/activitypub/newsroom/99999999999.en", 404),
        ("/activitypub/offices/hq/1.en", 404),
        ("/activitypub/newsroom/outbox?page=0", 400),
        ("/activitypub/newsroom/outbox?page=x", 400),
        ("/activitypub/newsroom/outbox?page=%ff", 400),
        ("/activitypub/newsroom/outbox?page=9", 404),
    ],
)
def test_an_invalid_address_is_refused_with_a_sentence(log, address, status):
    log.publish(an_edition(1, offices=refs("mission")))

    answer = ask(log, address)

    assert answer.status == status
    assert answer.body.decode().strip().endswith(".")


# Texts ---------------------------------------------------------------------------------------------


def test_a_text_is_a_note_with_headline_lead_pictures_and_topics(log):
    rendition = Rendition(file="a" * 64 + ".jpg", type="image/jpeg", width=800, height=450, size_bytes=9)
    picture = Picture(renditions=(rendition,), alt="A bridge")
    facts = {"headline": "A <b> & c", "picture": picture}
    log.publish(an_edition(1, "fr", **facts, offices=refs("mission"), topics=refs("border-control", "2024")))

    note = said(log, "/activitypub/offices/mission/1.fr")

    assert note["type"] == "Note"
    assert note["attributedTo"] == f"{SITE}/activitypub/offices/mission"
    assert note["to"] == ["https://www.w3.org/ns/activitystreams#Public"]
    assert note["cc"] == [f"{SITE}/activitypub/offices/mission/followers"]
    assert note["url"] == f"{SITE}/fr/news/1/headline-1"
    assert note["contentMap"] == {"fr": note["content"]}
    assert note["content"].startswith("<p><strong>A &lt;b&gt; &amp; c</strong></p><p>Lead 1.</p>")
    assert [(one["url"], one["name"]) for one in note["attachment"]] == [(f"{SITE}/media/{rendition.file}", "A bridge")]
    assert [one["name"] for one in note["tag"]] == ["#BorderControl"]
    assert "updated" not in note


def test_a_correction_is_named_in_a_note_that_is_newer(log):
    log.publish(an_edition(1))
    log.publish(an_edition(1, version=2, headline="Better", edited_at=LATER), "corrected", "The day was wrong.")

    note = said(log, "/activitypub/newsroom/1.en")

    assert "Better" in note["content"]
    assert "Corrected on 4\xa0June\xa02024:" in note["content"]
    assert "The day was wrong." in note["content"]
    assert note["updated"] == "2024-06-04T12:00:00Z"


def test_a_withdrawn_text_shows_only_headline_and_reason(log):
    log.publish(an_edition(1))
    log.publish(an_edition(1, version=2, edited_at=LATER), "withdrawn", "It was a draft.")

    note = said(log, "/activitypub/newsroom/1.en")

    assert "Withdrawn: Headline 1" in note["content"]
    assert "It was a draft." in note["content"]
    assert "Lead 1" not in note["content"]


def test_a_removed_text_is_a_tombstone_without_words(log):
    edition = an_edition(1, offices=refs("mission"))
    log.publish(edition)
    log.remove(edition)

    for actor in ("newsroom", "offices/mission"):
        gone = said(log, f"/activitypub/{actor}/1.en", 410)
        assert (gone["type"], gone["id"]) == ("Tombstone", f"{SITE}/activitypub/{actor}/1.en")


def test_an_override_is_obeyed(log, tmp_path):
    log.publish(an_edition(1))
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    left = open_reader(tmp_path).current.with_removals([Removal(number=1, notice="Closed.", at=LATER)])

    assert said(log, "/activitypub/newsroom/1.en", 410, archive=left)["type"] == "Tombstone"
    assert said(log, "/activitypub/newsroom/outbox?page=1", archive=left)["orderedItems"] == []


def test_a_translation_of_an_old_release_is_published_as_new(log):
    log.publish(an_edition(1))
    log.publish(an_edition(1, "fr", published_at=NOON + dt.timedelta(hours=1), edited_at=LATER))

    assert said(log, "/activitypub/newsroom/1.fr")["published"] == "2024-06-04T12:00:00Z"


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("/en/news/1/headline-1", note_path("", 1, "en")),
        ("/en/news", "/activitypub/newsroom"),
        ("/en/offices/mission", "/activitypub/offices/mission"),
        ("/en/offices/news", None),  # called as the newsroom's actor is
        ("/en/news?office=mission", None),
        ("/en/topics/mission", None),
    ],
)
def test_a_page_names_its_note_or_actor_by_a_whole_address(log, page, named):
    """Mastodon takes the address as it stands, and resolves nothing."""
    log.set(an_office("news"), a_topic("mission"))
    log.publish(an_edition(1, offices=refs("mission")))

    shown = LexborHTMLParser(ask(log, page).body.decode())

    links = [node.attributes["href"] for node in shown.css('link[type="application/activity+json"]')]
    assert links == ([f"{SITE}{named}"] if named else [])


def test_an_outbox_lists_all_texts_of_an_office_in_pages(log):
    for number in range(1, 26):
        log.publish(an_edition(number, offices=refs("mission" if number % 5 else "hq")))
    whole = said(log, "/activitypub/newsroom/outbox")
    assert whole["totalItems"] == 25

    told, address = [], whole["first"]
    while address:
        page = said(log, address.removeprefix(SITE))
        assert page["id"] == address
        told += [one["object"]["url"] for one in page["orderedItems"]]
        address = page.get("next")

    assert len(set(told)) == 25
    assert said(log, "/activitypub/offices/hq/outbox")["totalItems"] == 5
    assert ask(log, "/activitypub/newsroom/outbox?page=1&utm=2").headers[1] == (
        "location", "/activitypub/newsroom/outbox?page=1",
    )  # fmt: skip


def test_the_collection_of_followers_is_empty(log):
    assert set(said(log, "/activitypub/newsroom/followers")) == {"@context", "type", "id"}


# Settings and addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["", "  ", "news", "exo_news", "exo-news2"])
def test_an_actor_name_is_read(given):
    assert actor_name_of({"DATELINE_ACTIVITYPUB": given}) == given.strip()


@pytest.mark.parametrize("given", ["News", "a b", "@news", "news@host", "-news", "x" * 31, "новости"])
def test_an_invalid_actor_name_is_refused(given, tmp_path):
    with pytest.raises(SettingError, match=r"DATELINE_ACTIVITYPUB is .* such as news"):
        actor_name_of({"DATELINE_ACTIVITYPUB": given})


def test_processes_with_other_actors_share_no_tags():
    without, news, press = (PublicFeatures(actors=one) for one in (None, setup_of(), setup_of(name="press")))

    assert len({build_with_features("b", one) for one in (without, news, press)}) == 3


def test_actors_are_off_by_default(tmp_path):
    assert public_features({}, None).actors is None


def test_addresses_are_read_back():
    assert parse_actor_path(note_path("hq", 8, "zh-Hant")) == ActorAddress(office="hq", number=8, language="zh-Hant")
    assert parse_actor_path("/activitypub/offices/") is None
    assert parse_actor_path("/activitypub/newsroom/0.en") is None
    assert parse_actor_path("/activitypub/newsroom/01.en") is None
