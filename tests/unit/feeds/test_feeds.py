import datetime as dt
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from dateline.editions.entry import Subject
from dateline.editions.newsroom import NamePeriod
from dateline.editions.parts import Contact, Dateline, Download, Embed, Figure, Picture, Quote, Ref, Rendition, Text
from dateline.public.feeds import Feeds
from dateline.web.addresses import text_id
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.feeds.atom_rules import ATOM
from tests.support.feeds.sound import SITE, asked, feed_of


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(time_zone="Europe/Vienna"), an_office("mission"), a_topic("policing"), a_kind("news"))
    return log


def raw_entry(log: Log, address: str = "/en/news.atom"):
    return etree.fromstring(asked(log, address).body).find(f"{ATOM}entry")


def content_of(log: Log, address: str = "/en/news.atom"):
    return html.fragment_fromstring(feed_of(log, address).entries[0].content[0].value)


def a_picture(name: str = "a") -> Picture:
    file = Rendition(file=name * 64 + ".jpg", type="image/jpeg", width=800, height=600, size_bytes=9)
    return Picture(renditions=(file,), alt="A bridge", caption="The bridge", credit="EXO/Lind")


# what an entry says


def test_an_entry_says_what_the_edition_says(log):
    edition = an_edition(
        7,
        offices=(Ref(slug="mission", name="Mission in Karvenia"), Ref(slug="water-centre", name="Joint Water Centre")),
        topics=refs("policing"),
        edited_at=NOON + dt.timedelta(days=2),
    )
    log.publish(edition)

    entry = feed_of(log).entries[0]

    assert entry.id == text_id(edition.release, "en")
    assert entry.title == "Headline 7"
    assert entry.summary == "Lead 7."
    assert entry.link == f"{SITE}/en/news/7/headline-7"
    assert entry.published == "2024-06-03T19:00:00Z"
    assert entry.updated == "2024-06-05T12:00:00.000007Z"
    assert entry.author == "Mission in Karvenia"
    assert [(tag.scheme, tag.term, tag.label) for tag in entry.tags] == [
        (f"{SITE}/terms/kind", "news", "News"),
        (f"{SITE}/terms/office", "mission", "Mission in Karvenia"),
        (f"{SITE}/terms/office", "water-centre", "Joint Water Centre"),
        (f"{SITE}/terms/topic", "policing", "Policing"),
    ]


def test_the_id_of_a_text_is_the_same_for_ever():
    # fixed here because readers hold it: another value would show every release as new everywhere
    release = "11111111-2222-4333-8444-555555555555"

    assert text_id(release, "en") == "urn:uuid:66896a90-7fef-59b9-9254-8517f56f1f40"
    assert text_id(release, "fr") != text_id(release, "en")


def test_the_content_is_the_whole_text_with_absolute_addresses(log):
    body = (
        Text(html='<p>See <a href="/en/offices/mission">us</a> and <a href="#x">below</a>.</p>'),
        Figure(picture=a_picture("b")),
        Quote(text="We agree.", speaker="Ilse Maran", role="Secretary General"),
        Download(file="c" * 64 + ".pdf", title="The report", type="application/pdf", size_bytes=12, language="fr"),
        Embed(url="https://video.example/1", title="The film", provider="video"),
    )
    log.publish(
        an_edition(
            body=body,
            picture=a_picture(),
            dateline=Dateline(places=("Velda",), on=dt.date(2024, 6, 3)),
            boilerplate="<p>About us.</p>",
            notes="<p>For editors.</p>",
            contacts=(Contact(name="Mara", email="mara@example.org", phone="+999 555"),),
            event_from_on=dt.date(2024, 6, 10),
        )
    )

    content = content_of(log)
    text = " ".join(content.text_content().split())

    for part in (
        "The bridge · EXO/Lind",
        "Date of the event: 10 June 2024",
        "VELDA, 3 June 2024 – Lead 1.",
        "See us and below.",
        "We agree.",
        "— Ilse Maran, Secretary General",
        "The report",
        "The film",
        "About us.",
        "Notes to editors",
        "For editors.",
        "Mara, mara@example.org, +999 555",
    ):
        assert part in text
    addresses = [address for _, _, address, _ in content.iterlinks()]
    assert all(urlsplit(address).scheme for address in addresses)
    assert f"{SITE}/en/offices/mission" in addresses
    assert f"{SITE}/media/{'a' * 64}.jpg" in addresses


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "java\x01script:x"]
)
def test_only_addresses_that_pages_link_are_linked(log, address):
    log.set(a_newsroom(home_url=address))
    log.publish(an_edition(body=(Embed(url=address, title="The film", provider="video"),)))

    feed = feed_of(log)

    assert "The film" in content_of(log).text_content()
    assert not [link for _, _, link, _ in content_of(log).iterlinks() if "script" in link.lower() or "data:" in link]
    assert not feed.feed.author_detail.get("href")


def test_the_newsrooms_home_and_embeds_on_the_web_are_linked(log):
    log.set(a_newsroom(home_url="https://exo.example"))
    log.publish(an_edition(body=(Embed(url="https://video.example/1", title="The film", provider="video"),)))

    assert feed_of(log).feed.author_detail.href == "https://exo.example"
    assert "https://video.example/1" in [link for _, _, link, _ in content_of(log).iterlinks()]


def test_downloads_are_enclosures(log):
    file = "c" * 64 + ".pdf"
    log.publish(an_edition(body=(Download(file=file, title="Report", type="application/pdf", size_bytes=12),)))

    enclosure = feed_of(log).entries[0].enclosures[0]

    assert (enclosure.href, enclosure.type, enclosure.length) == (f"{SITE}/media/{file}", "application/pdf", "12")


def test_a_correction_shows_in_content_and_updated(log):
    log.publish(an_edition(1))
    corrected = an_edition(1, version=2, edited_at=NOON + dt.timedelta(days=30))
    log.publish(corrected, "corrected", "The figure was 12, not 21.")

    entry = feed_of(log).entries[0]

    assert entry.updated == "2024-07-03T12:00:00.000001Z"
    assert entry.published == "2024-06-03T13:00:00Z"
    content = entry.content[0].value.replace("\xa0", " ")
    assert "Corrected on 3 July 2024:" in content
    assert '<span dir="auto" lang="en">The figure was 12, not 21.</span>' in content


def test_a_restored_release_was_updated_when_it_came_back(log):
    log.publish(an_edition(1))
    subject = Subject(kind="release", id=an_edition(1).release, language="en")
    log.append(subject, "withdrawn", None, "We are checking it.", at=NOON + dt.timedelta(days=1))
    log.append(subject, "restored", None, "It was right.", at=NOON + dt.timedelta(days=2))

    entry = feed_of(log).entries[0]

    assert entry.updated == "2024-06-05T12:00:00.000001Z"
    assert "Restored on 5 June 2024:" in entry.content[0].value.replace("\xa0", " ")


def test_a_removed_release_leaves_the_feed(log):
    log.publish(an_edition(2))
    log.publish(an_edition(3))
    log.remove(an_edition(2))

    assert [entry.title for entry in feed_of(log).entries] == ["Headline 3"]


def test_who_issued_it_is_the_author_before_the_office(log):
    log.publish(an_edition(1, issuer="The Ministry", offices=refs("mission")))
    log.publish(an_edition(2, offices=()))

    assert [entry.author for entry in feed_of(log).entries] == ["Example Organisation", "The Ministry"]


# languages


def test_entries_come_in_the_readers_language_where_there_is_one(log):
    log.publish(an_edition(1, "en", headline="Flood"))
    log.publish(an_edition(1, "fr", headline="Crue"))
    log.publish(an_edition(2, "en", headline="Only English"))

    entries = etree.fromstring(asked(log, "/fr/news.atom").body).findall(f"{ATOM}entry")
    language = "{http://www.w3.org/XML/1998/namespace}lang"

    assert [(entry.get(language), entry.findtext(f"{ATOM}title")) for entry in entries] == [
        ("en", "Only English"),
        ("fr", "Crue"),
    ]


def test_an_arabic_text_runs_from_right_to_left(log):
    log.publish(an_edition(1, "ar", notes="<p>ملاحظة</p>"))

    content = content_of(log, "/ar/news.atom")

    assert (content.get("lang"), content.get("dir")) == ("ar", "rtl")
    assert "ملاحظات للمحررين" in content.text_content()


def test_labels_of_a_text_in_a_language_without_interface_are_in_the_readers_language(log):
    log.publish(an_edition(1, "pt", notes="<p>Nota</p>"))

    heading = content_of(log, "/fr/news.atom").find("h2")

    assert (heading.text, heading.get("lang")) == ("Notes aux rédactions", "fr")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "News – Mission – Policing – French – from 1 June 2024 – “flood”"),
        (
            "fr",
            "News – Mission – Policing – français – à partir du 1er juin 2024 – « flood »",
        ),
        ("ru", "News – Mission – Policing – французский – с 1 июня 2024 г. – «flood»"),
        ("ar", "News – Mission – Policing – الفرنسية – من 1 يونيو 2024 – «flood»"),
    ],
)
def test_the_title_names_the_filter_in_the_readers_language(log, language, title):
    parameters = "q=flood&kind=news&office=mission&topic=policing&language=fr&from=2024-06-01"
    parsed = feed_of(log, f"/{language}/news.atom?{parameters}")

    assert parsed.feed.title.replace("\xa0", " ") == f"EXO – News and press releases – {title}"
    assert parsed.feed.language == language


def test_names_in_a_row_are_parted_as_the_language_parts_them(log):
    log.set(a_topic("water"))

    title = feed_of(log, "/ar/news.atom?topic=policing&topic=water").feed.title

    assert title.endswith("Policing، Water")


def test_a_renamed_office_has_its_new_name_in_the_title_and_the_old_one_on_the_old_entry(log):
    periods = (
        NamePeriod(names={"en": "Observer Mission"}, until_on=dt.date(2024, 6, 30)),
        NamePeriod(names={"en": "Monitoring Mission"}, from_on=dt.date(2024, 7, 1)),
    )
    log.set(an_office("strait", periods=periods))
    log.publish(an_edition(1, offices=(Ref(slug="strait", name="Observer Mission"),)))

    parsed = feed_of(log, "/en/news.atom?office=strait")

    assert "Monitoring Mission" in parsed.feed.title
    assert parsed.entries[0].author == "Observer Mission"


# the feed as a whole


def links(parsed) -> dict[str, str]:
    return {link.rel: link.href for link in parsed.feed.links}


def test_a_feed_links_its_pages_and_its_list(log):
    for number in range(1, 121):
        log.publish(an_edition(number))

    second = feed_of(log, "/en/news.atom?kind=news&page=2")

    assert links(second) == {
        "alternate": f"{SITE}/en/news?kind=news",
        "self": f"{SITE}/en/news.atom?kind=news&page=2",
        "first": f"{SITE}/en/news.atom?kind=news",
        "previous": f"{SITE}/en/news.atom?kind=news",
        "next": f"{SITE}/en/news.atom?kind=news&page=3",
        "last": f"{SITE}/en/news.atom?kind=news&page=3",
    }
    assert len(second.entries) == 50


def test_the_pages_hold_every_release_once_in_order_and_share_an_id(log):
    for number in range(1, 121):
        log.publish(an_edition(number))

    pages, following = [], "/en/news.atom"
    while following:
        pages.append(feed_of(log, following))
        following = links(pages[-1]).get("next", "").removeprefix(SITE)

    titles = [entry.title for page in pages for entry in page.entries]
    assert titles == [f"Headline {number}" for number in range(120, 0, -1)]
    assert {page.feed.id for page in pages} == {f"{SITE}/en/news.atom"}


def test_the_feed_was_updated_when_its_newest_change_came(log):
    log.publish(an_edition(1))
    log.publish(an_edition(2))
    log.publish(an_edition(1, version=2, edited_at=NOON + dt.timedelta(days=9)), "updated")

    assert feed_of(log).feed.updated == "2024-06-12T12:00:00Z"


def test_a_feed_without_entries_is_a_sound_feed(log):
    assert feed_of(log, "/en/news.atom?q=nothing").entries == []
    assert feed_of(Log(), "/ru/news.atom").feed.title == "Новости"


def test_the_logo_is_the_newsrooms(log):
    logo = Rendition(file="d" * 64 + ".svg", type="image/svg+xml", width=1, height=1, size_bytes=1)
    log.set(a_newsroom(logo=logo))

    assert feed_of(log).feed.logo == f"{SITE}/media/{logo.file}"


# whatever the texts hold


def test_what_runs_in_a_browser_never_enters_the_content(log):
    body = (
        '<p onclick="x()">Text<script>alert(1)</script><a href="javascript:x()">link</a></p><iframe src="//x"></iframe>'
    )
    log.publish(an_edition(body=(Text(html=body),), notes=body, boilerplate=body))

    content = feed_of(log).entries[0].content[0].value

    assert content.count("Text") == 3
    assert not any(word in content for word in ("onclick", "script", "iframe"))


HOSTILE = "a\x00\x0b\x1f\x7f\ufffe\uffff]]><![CDATA[<script>&amp;\u2028\U0001f4f0 \ufdd0"


def test_text_that_xml_cannot_carry_is_left_out_and_the_rest_stays(log):
    ref = Ref(slug="news", name=HOSTILE)
    log.publish(
        an_edition(
            headline=HOSTILE,
            lead=HOSTILE,
            kind=ref,
            offices=(ref,),
            topics=(ref,),
            issuer=HOSTILE,
            body=(Text(html=f"<p>{HOSTILE}</p>"), Quote(text=HOSTILE, speaker=HOSTILE), Text(html="no tag")),
            contacts=(Contact(name=HOSTILE, email=HOSTILE, phone=HOSTILE),),
            dateline=Dateline(places=(HOSTILE,)),
        )
    )

    entry = raw_entry(log)

    assert entry.findtext(f"{ATOM}title") == "a]]><![CDATA[<script>&amp;\u2028\U0001f4f0 "
    assert "no tag" in entry.findtext(f"{ATOM}content")


def test_lone_surrogates_do_not_stop_a_feed(log):
    log.publish(an_edition())
    archive = NaiveArchive(log.records)
    (text,) = archive.texts_by_id.values()
    text.edition = an_edition(headline="Half \ud800 letter", lead="\udfff", body=(Text(html="<p>\ud800</p>"),))

    response = Feeds(SITE).respond(Request("/en/news.atom"), archive)

    assert b"Half  letter" in response.body


@pytest.mark.parametrize(
    "address", ["/en/news.atom", "/en/news.json?q=headline", "/en/news.ninjs.json", "/en/news/1.txt"]
)
def test_a_response_names_the_texts_that_its_entries_link_to(address):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1, body=(Text(html='<p><a href="/ru/news/7/voda">Water</a></p>'),)))

    assert asked(log, address).named_texts == {(7, "ru")}
