"""Feeds have nothing of which a validator would warn."""

import datetime as dt

import feedparser
import pytest
from lxml import etree

from dateline.editions.parts import Download, Picture, Ref, Rendition, Text
from dateline.public.feeds.build import entries
from dateline.text.xmltext import xml_safe
from tests.support.editions import NOON, Log, a_newsroom, an_edition
from tests.support.feeds import atom_rules, rss_rules
from tests.support.feeds.sound import asked, feed_of

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom())
    return log


def entry(log: Log):
    return etree.fromstring(asked(log, "/en/news.atom").body).find(f"{ATOM}entry")


def item(log: Log):
    return etree.fromstring(asked(log, "/en/news.rss").body).find("channel/item")


def test_no_two_entries_were_updated_at_the_same_moment(log):
    for number in (1, 2, 3):
        log.publish(an_edition(number, published_at=NOON, edited_at=NOON))

    moments = [dt.datetime.fromisoformat(entry.updated) for entry in feed_of(log).entries]

    assert len(set(moments)) == 3
    assert all(dt.timedelta() <= moment - NOON < dt.timedelta(seconds=1) for moment in moments)


def test_an_entry_keeps_its_moment_while_others_come(log):
    log.publish(an_edition(1, published_at=NOON, edited_at=NOON))
    before = feed_of(log).entries[0].updated
    log.publish(an_edition(2, published_at=NOON, edited_at=NOON))

    assert {entry.title: entry.updated for entry in feed_of(log).entries}["Headline 1"] == before


def test_removals_alone_bring_their_namespace(log):
    log.publish(an_edition(1))
    log.publish(an_edition(2))

    assert b"tombstones" not in asked(log, "/en/news.atom").body
    log.remove(an_edition(1), "At the request of a person named.")
    assert b"<at:deleted-entry" in asked(log, "/en/news.atom").body


@pytest.mark.parametrize(
    ("given", "told"), [("l\x92Office", "l’Office"), ("580\x91000", "580‘000"), ("a\x81b\x7fc\ufdd0\U0002ffff", "abc")]
)
def test_control_characters_of_old_systems_become_what_they_meant(log, given, told):
    log.publish(an_edition(headline=given, lead=given, body=(Text(html=f"<p>{given}</p>"),)))

    assert xml_safe(given) == told
    assert feed_of(log).entries[0].title == told
    assert f"<p>{told}</p>" in item(log).findtext("{*}encoded")


def test_a_letter_that_was_lost_long_ago_is_a_question_mark(log):
    log.publish(an_edition(headline="Caf\ufffd", body=(Text(html="<p>Caf\ufffd</p>"),)))

    assert feed_of(log).entries[0].title == "Caf?"
    assert rss_rules.findings(asked(log, "/en/news.rss").body) == []


@pytest.mark.parametrize("headline", ["S&P500 falls", "Say &nbsp; and &#8217;", "Levels <b", "R&D"])
def test_a_headline_with_signs_of_html_is_plain_text(log, headline):
    log.publish(an_edition(headline=headline, lead=headline, offices=(Ref(slug="mission", name=headline),)))

    atom, rss = asked(log, "/en/news.atom").body, asked(log, "/en/news.rss").body

    assert atom_rules.findings(atom) == rss_rules.findings(rss) == []
    assert entry(log).findtext(f"{ATOM}title") == item(log).findtext("title") == headline
    assert entry(log).find(f"{ATOM}title").get("type") is None


def test_a_headline_with_tags_is_said_to_be_html_in_atom_and_is_read_as_it_stands(log):
    log.publish(an_edition(headline="Use <b>bold</b> & so on", lead="See </p>"))

    parsed = feedparser.parse(asked(log, "/en/news.atom").body, sanitize_html=False).entries[0]

    assert atom_rules.findings(asked(log, "/en/news.atom").body) == []
    assert (parsed.title_detail.type, parsed.title) == ("text/html", "Use &lt;b&gt;bold&lt;/b&gt; &amp; so on")
    assert parsed.summary == "See &lt;/p&gt;"
    assert item(log).findtext("title") == "Use <b>bold</b> & so on"


@pytest.mark.parametrize("said", ["Levels <b", "R&D5", "one\nR&D5 two", "a\r\nb &amp; c", " \uffff "])
def test_names_and_descriptions_are_plain_text_on_whatever_line_they_stand(log, said):
    lines = Text(html="<p>One</p>\n<p>Two</p>")  # a new line begins in it
    file = Download(file="b.pdf", title=said, type="application/pdf", size_bytes=1)
    rendition = Rendition(file="a.jpg", type="image/jpeg", width=8, height=6, size_bytes=9)
    kind = Ref(slug="k", name=said)
    log.set(a_newsroom(tagline={"en": said}))
    log.publish(an_edition(1, kind=kind, body=(lines,)))
    named = {"kind": kind, "offices": (Ref(slug="o", name=said),), "issuer": said, "lead": said}
    log.publish(an_edition(2, body=(file, lines), picture=Picture(renditions=(rendition,), alt=said), **named))

    assert atom_rules.findings(asked(log, "/en/news.atom").body) == []
    assert rss_rules.findings(asked(log, "/en/news.rss").body) == []


def test_a_description_with_tags_is_said_to_be_html(log):
    rendition = Rendition(file="a.jpg", type="image/jpeg", width=8, height=6, size_bytes=9)
    log.publish(an_edition(picture=Picture(renditions=(rendition,), alt="The sign “</b>”")))

    assert rss_rules.findings(asked(log, "/en/news.rss").body) == []
    assert item(log).find("{*}content/{*}description").get("type") == "html"


def test_double_encoded_text_is_decoded(log):
    log.publish(an_edition(headline="CafÃ©", lead="Ã©, and – really – Ã©"))

    assert feed_of(log).entries[0].title == "Café"
    assert item(log).findtext("title") == "Café"
    assert item(log).findtext("description") == "Ã©, and – really – Ã©"  # all of it was not


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("<em><li></li></em>", "<em><li></li></em>"),
        ("<dl><dd><dl><dt>a</dt></dl></dd></dl>", "<dl><dd><dl><dt>a</dt></dl></dd></dl>"),
        ("<dt><h2><p></p><dt></dt></h2></dt>", "<dt><h2><p></p><dt></dt></h2></dt>"),
        ("<p>a<br>b&nbsp;&#1;c</p><hr>", "<p>a<br>b\xa0c</p><hr>"),
    ],
)
def test_odd_html_stays_as_the_cleaner_wrote_it(log, given, told):
    log.publish(an_edition(body=(Text(html=given),)))

    assert told in item(log).findtext("{*}encoded")
    assert rss_rules.findings(asked(log, "/en/news.rss").body) == []


def test_the_longest_entries_of_a_large_document_are_cut_to_their_leads(log, monkeypatch):
    monkeypatch.setattr(entries, "CONTENT_BYTES", 5_000)
    for number in range(1, 9):
        text = "word &amp; word " * 100 if number in (2, 4, 5, 6) else "Short &amp; whole"  # 1.5 kB
        log.publish(an_edition(number, body=(Text(html=f"<p>{text}</p>"),)))
    log.publish(an_edition(2, version=2, body=(Text(html="<p>word</p>" * 200),)), "corrected", "It was another bridge.")

    for suffix in ("atom", "rss", "json"):
        whole = asked(log, f"/en/news.{suffix}").body
        assert [whole.count(words) for words in (b"Short ", b"It was another bridge.")] == [
            4,
            2 if suffix == "json" else 1,
        ]
        assert all(f"Lead {number}.".encode() in whole for number in range(1, 9))
        assert 100 < whole.count(b"word") < 500


def test_thousands_of_elements_inside_one_another_break_nothing(log):
    log.publish(an_edition(body=(Text(html="<ul><li>" * 3000),)))

    assert rss_rules.findings(asked(log, "/en/news.rss").body) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('<bdo dir="rtl">abc</bdo>', '<bdi dir="rtl">\u202eabc\u202c</bdi>'),
        ('<bdo dir="ltr">a<b>b</b>c</bdo>', '<bdi dir="ltr">\u202da<b>b</b>c\u202c</bdi>'),
        ("<bdo>abc</bdo>", "<bdi>abc</bdi>"),
    ],
)
def test_bdo_becomes_unicode_direction_overrides(log, given, told):
    log.publish(an_edition(body=(Text(html=f"<p>{given}</p>"),)))

    assert f"<p>{told}</p>" in item(log).findtext("{*}encoded")
    assert rss_rules.findings(asked(log, "/en/news.rss").body) == []
