import datetime as dt

import msgspec
import pytest

from dateline.editions.newsroom import Newsroom
from dateline.editions.parts import (
    Contact,
    Dateline,
    Download,
    Embed,
    Figure,
    MediaKit,
    Picture,
    Quote,
    Ref,
    Rendition,
    Text,
)
from dateline.public.site.release.body import quoted
from tests.support.editions import NOON, a_newsroom, an_edition, refs

PICTURE = Picture(
    renditions=(
        Rendition(file="a.avif", type="image/avif", width=480, height=300, size_bytes=1),
        Rendition(file="b.avif", type="image/avif", width=960, height=600, size_bytes=1),
        Rendition(file="a.jpg", type="image/jpeg", width=480, height=300, size_bytes=1),
        Rendition(file="b.jpg", type="image/jpeg", width=960, height=600, size_bytes=1),
    ),
    alt="A bridge",
    caption="The bridge at Lorn",
    credit="ASCO",
)
WHOLE = an_edition(
    100,
    kind=Ref(slug="press-release", name="Press release"),
    offices=(Ref(slug="mission", name="Observer Mission"),),
    topics=refs("water"),
    dateline=Dateline(places=("VELDA",), on=dt.date(2024, 6, 3)),
    picture=PICTURE,
    body=(
        Text(html='<p dir="ltr">First.</p><p>Second.</p>'),
        Quote(text="“We did it.”", speaker="Aida Kolm", role="Head of Mission"),
        Figure(picture=PICTURE),
        Download(file="f.pdf", title="Findings", type="application/pdf", size_bytes=1_402_113, language="fr"),
        Embed(url="https://video.example/4", title="On video", provider="video.example"),
    ),
    boilerplate="<p>We are an organisation.</p>",
    notes="<p>For editors.</p>",
    contacts=(Contact(name="Mara Lindt", role="Press officer", email="a@b.example", phone="+999 555 0142"),),
    event_from_on=dt.date(2024, 6, 18),
    event_until_on=dt.date(2024, 6, 20),
    translated_from="fr",
    machine_translated=True,
    issuer="Joint Council",
    published_at=NOON,
    edited_at=NOON,
)
ADDRESS = "/en/news/100/headline-100"


@pytest.fixture
def whole(log, ask):
    log.publish(WHOLE)
    log.publish(msgspec.structs.replace(WHOLE, language="fr", slug="titre", headline="Titre"))
    return ask(ADDRESS)


def test_all_parts_of_a_release_are_shown(whole):
    shown = " ".join(whole.html.css_first("main").text().split())

    for part in (
        *("Press release", "Headline 100", "Observer Mission", "Issued by Joint Council", "Lead 100.", "Second."),
        *(
            "The bridge at Lorn",
            "ASCO",
            "“We did it.”",
            "Aida Kolm",
            "Head of Mission",
            "Findings",
            "PDF, 1.4 MB, French",
        ),
        *(
            "On video",
            "Opens at video.example",
            "For editors.",
            "We are an organisation.",
            "Mara Lindt",
            "18–20 June 2024",
        ),
        *("Water", "3 June 2024, 12:00 (UTC)", "translated by machine", "Language of the original: French"),
    ):
        assert part in shown.replace("\u00a0", " ").replace("\u2009", ""), part


def test_the_dateline_opens_the_lead_as_in_lists(whole):
    assert whole.texts(".lead") == ["VELDA, 3 June 2024 – Lead 100."]
    assert len(whole.html.css(".dateline")) == 1


@pytest.mark.parametrize(
    ("html", "opened"),
    [
        ('<p dir="ltr">First.</p>', '<p dir="ltr"><strong class="dateline">VELDA, 3 June 2024 –</strong> First.</p>'),
        ("<ul><li>One</li></ul>", '<p><strong class="dateline">VELDA, 3 June 2024 –</strong></p><ul>'),
    ],
)
def test_without_a_lead_the_dateline_opens_the_text(log, ask, html, opened):
    log.publish(msgspec.structs.replace(WHOLE, lead="", body=(Text(html=html),)))

    assert opened in ask(ADDRESS).html.css_first(".prose").html.replace("&nbsp;", " ")


def test_a_release_shows_its_reference_number(whole):
    assert whole.texts(".release-number bdi") == ["EXO 100/2024"]


@pytest.mark.parametrize(("contacts", "target"), [(WHOLE.contacts, "#contact"), ((), "#press")])
def test_a_link_in_the_head_leads_to_the_press_contact(log, ask, contacts, target):
    log.set(a_newsroom(contacts=(Contact(name="Press office", email="p@b.example"),)))
    log.publish(msgspec.structs.replace(WHOLE, contacts=contacts))

    seen = ask(ADDRESS)

    assert seen.links(".release-head .to-contact a") == [target]
    assert len(seen.html.css(target)) == 1


def test_names_and_links_of_offices_and_topics_are_those_of_the_edition(whole):
    assert whole.links(".release-where a") == ["/en/offices/mission"]
    assert whole.texts(".release-where a") == ["Observer Mission"]
    assert whole.links(".tags a") == ["/en/topics/water"]
    assert whole.links(".release-kind") == ["/en/news?kind=press-release"]


def test_pictures_offer_better_formats_and_a_fallback_for_everybody(whole):
    picture = whole.html.css_first(".release-text picture")
    source, image = picture.css_first("source"), picture.css_first("img")

    assert (source.attributes["type"], source.attributes["srcset"]) == (
        "image/avif",
        "/media/a.avif 480w, /media/b.avif 960w",
    )
    assert image.attributes["src"] == "/media/b.jpg"
    assert (image.attributes["alt"], image.attributes["width"]) == ("A bridge", "960")


def test_an_embed_is_a_link_and_loads_nothing(whole):
    assert whole.links(".embed a") == ["https://video.example/4"]
    assert not whole.html.css("iframe, object, embed, video")
    assert {image.attributes["src"][:7] for image in whole.html.css("img")} == {"/media/"}


def test_contacts_can_be_written_to_and_called(whole):
    assert whole.links(".release-side .contact a") == ["mailto:a@b.example", "tel:+9995550142"]


def test_translations_are_linked_by_their_own_names(whole):
    link = whole.html.css_first(".translations a")

    assert (link.text(), link.attributes["href"], link.attributes["lang"]) == ("Français", "/fr/news/100/titre", "fr")
    assert whole.links(".languages a") == [ADDRESS, "/fr/news/100/titre", "/ru/news", "/ar/news"]


def test_stored_html_is_cleaned_again_before_it_is_shown(log, ask):
    bad = "<p onclick='x()'>a<script>alert(1)</script></p>"
    log.publish(
        an_edition(
            101,
            headline="<script>x</script>",
            lead="<i>y</i>",
            body=(Text(html=bad), Embed(url="javascript:alert(1)", title="", provider="x")),
            notes=bad,
            boilerplate=bad,
        )
    )

    seen = ask("/en/news/101/headline-101")

    assert "alert(1)</script>" not in seen.text
    assert "onclick" not in seen.text
    assert "javascript:alert" not in "".join(seen.links("a[href]"))
    assert seen.texts("h1") == ["<script>x</script>"]


def test_a_wrong_slug_or_none_leads_to_the_right_address(ask, whole):
    for address in (
        "/en/news/100",
        "/en/news/100/",
        "/en/news/100/else",
        "/en/news/0100/headline-100",
        f"{ADDRESS}?a=1",
    ):
        seen = ask(address)
        assert (seen.status, seen.location) == (301, ADDRESS), address


def test_an_unknown_number_is_not_found(ask):
    assert ask("/en/news/999/x").status == 404


def test_a_release_in_other_languages_only_says_in_which(ask):
    seen = ask("/ru/news/25/x")

    assert seen.status == 404
    assert seen.links(".ways a") == ["/en/news/25/headline-25", "/fr/news/25/titre-25", "/ru/news"]


def test_a_content_language_that_the_interface_does_not_speak_is_marked(log, ask):
    log.publish(an_edition(25, "mk", headline="Наслов", slug="naslov", lead="Вовед."))

    seen = ask("/mk/news/25/naslov")

    assert seen.html.css_first("html").attributes["lang"] == "en"
    assert seen.html.css_first("h1").attributes["lang"] == "mk"
    assert seen.html.css_first(".release-text").attributes["dir"] == "ltr"


def test_a_correction_is_explained_and_the_history_told(log, ask, whole):
    log.publish(
        msgspec.structs.replace(WHOLE, version=2, edited_at=NOON + dt.timedelta(days=2)),
        "corrected",
        "There were 46, <not> 64.",
    )

    seen = ask(ADDRESS)

    assert seen.texts(".notice h2") == ["Correction"]
    assert "There were 46, &lt;not&gt; 64." in seen.text
    assert [line.split(" ")[0] for line in seen.texts(".history li")] == ["Published", "Corrected"]
    assert whole.texts(".history li") == []


def test_a_table_wider_than_the_page_is_scrolled_by_keyboard_too(log, ask):
    table = "<table><caption>Votes</caption><tbody><tr><th>Ådal</th><td>1</td></tr></tbody></table>"
    log.publish(an_edition(105, body=(Text(html=f"<p>Results:</p>{table}<p>End.</p>"),)))

    assert ask("/en/news/105/headline-105").html.css_first(".prose table").attributes["tabindex"] == "0"


def test_a_notice_runs_as_its_words_do_as_one_may_stand_for_all_languages(log, ask):
    log.publish(an_edition(104, "ar"))
    log.publish(an_edition(104, "ar", version=2), "withdrawn", "Under review.")

    notice = ask("/ar/news/104/headline-104").html.css_first(".notice p:last-child")

    assert (notice.text(), notice.attributes["dir"]) == ("Under review.", "auto")


def test_a_withdrawn_release_is_shown_under_a_banner_and_not_indexed(log, ask, whole):
    log.publish(msgspec.structs.replace(WHOLE, version=2), "withdrawn", "Issued in error.")

    seen = ask(ADDRESS)

    assert seen.status == 200
    assert seen.texts(".notice h2") == ["This release has been withdrawn"]
    assert "noindex" in seen.text
    assert seen.texts("title") == ["Withdrawn: Headline 100 – EXO"]
    shown = {meta.attributes.get("property"): meta.attributes["content"] for meta in seen.html.css("meta[property]")}
    assert shown["og:title"] == shown["og:image:alt"] == "Withdrawn: Headline 100"
    assert shown["og:description"].replace("\xa0", " ") == "Withdrawn on 3 June 2024. Issued in error."
    assert shown["og:image"] == "https://news.example.org/en/news/100.png"  # drawn, although there is a picture
    assert seen.texts(".withdrawn-bar") == ["Withdrawn on 3 June 2024"]
    assert "Lead 100." in seen.text


def test_a_removed_release_is_gone_with_an_explanation_and_without_its_words(log, ask, whole):
    log.remove(WHOLE, "Removed at the request of a person named in it.")

    seen = ask("/en/news/100/whatever")

    assert seen.status == 410
    assert "Removed at the request" in seen.text
    assert seen.html.css_first(".notice p:last-child").attributes["dir"] == "auto"
    assert "Headline 100" not in seen.text
    assert seen.links(".ways a")[0] == "/fr/news/100/titre"


def test_the_releases_before_and_after_are_linked(ask):
    seen = ask("/en/news/24/headline-24")

    assert seen.links(".neighbour") == ["/en/news/23/headline-23", "/en/news/25/headline-25"]
    assert seen.links(".related .card-headline a")


def test_times_are_those_of_the_newsroom_and_a_day_is_only_a_day(log, ask):
    log.set(
        Newsroom(
            salt="0" * 32,
            name={"en": "N"},
            short_name={"en": "N"},
            title={"en": "N"},
            tagline={},
            time_zone="Asia/Tokyo",
        )
    )
    log.publish(an_edition(102, published_at=NOON.replace(hour=20)))
    log.publish(an_edition(103, published_at=NOON.replace(hour=15), published_precision="day"))

    assert ask("/en/news/102/headline-102").texts(".release-meta time") == ["4 June 2024, 05:00 (UTC+9)"]
    assert ask("/en/news/103/headline-103").texts(".release-meta time") == ["4 June 2024"]


@pytest.mark.parametrize(
    ("language", "stored", "shown"),
    [
        ("en", "We did it.", "“We did it.”"),
        ("en", "“We did it.”", "“We did it.”"),
        ("fr", "« Oui. »", "«\u00a0Oui.\u00a0»"),
        ("ru", "«Да».", "«Да»."),
        ("ru", "Да.", "«Да»."),
        ("ru", "Да?", "«Да?»"),
        ("ar", "نعم.", "«نعم»."),
        ("en", "He said “no” twice.", "“He said “no” twice.”"),
    ],
)
def test_quotes_stand_in_the_marks_of_their_language(language, stored, shown):
    assert quoted(stored, language).replace("\u202f", "\u00a0") == shown


def test_readers_see_who_may_use_a_picture_and_find_it_in_full_size(log, ask):
    full = Rendition(file="full.jpg", type="image/jpeg", width=2400, height=1500, size_bytes=2_100_000)
    rights = {"rights_holder": "Teva Agency", "usage_terms": "News only.", "expires_on": dt.date(2025, 3, 1)}
    picture = msgspec.structs.replace(PICTURE, full=full, **rights)
    log.publish(msgspec.structs.replace(WHOLE, picture=picture))

    caption = ask(ADDRESS).html.css_first("figcaption")

    said = " ".join(caption.text().split())
    assert said.startswith("The bridge at Lorn ASCO Rights: Teva Agency. News only. For use until 1 March 2025.")
    assert caption.css_first("a").attributes["href"] == "/media/full.jpg"
    assert "Full size, 2.1 MB" in said


def test_the_media_kit_is_linked_with_its_size_where_there_is_one(log, ask):
    log.publish(msgspec.structs.replace(WHOLE, media_kit=MediaKit(file="kit.zip", size_bytes=1_400_000)))
    log.publish(msgspec.structs.replace(WHOLE, language="fr", slug="titre"))

    link = ask(ADDRESS).html.css_first('a[href="/media/kit.zip"]')

    assert " ".join(link.text().split()) == "Media kit Texts, pictures and rights, ZIP, 1.4 MB"
    assert link.attributes["download"] == "100-en.zip"
    assert "Media kit" not in ask("/fr/news/100/titre").html.text()
