import datetime as dt

import pytest

from dateline.editions.parts import Dateline, Ref
from dateline.public.site.pages.listing import page_numbers
from tests.support.editions import NOON, Log, an_edition, refs
from tests.unit.site.conftest import Reader, days


def headlines(seen):
    return seen.texts(".card-headline")


def values(seen, facet):
    """Label and count of each value of a facet."""
    rows = seen.html.css(f"input[name={facet}]")
    return {
        row.parent.css_first(".value-label").text(): int(row.parent.css_first(".value-count").text()) for row in rows
    }


def test_the_newest_twenty_come_first_with_the_number_of_all(ask):
    seen = ask("/en/news")

    assert headlines(seen) == [f"Headline {number}" for number in range(25, 5, -1)]
    assert seen.texts(".results-count") == ["25 releases"]
    assert seen.texts(".results-span") == ["1–20 of 25"]


def test_a_card_shows_headline_day_kind_where_what_and_lead(ask):
    card = ask("/en/news?topic=water").html.css_first(".card")

    assert card.css_first(".card-headline a").attributes["href"] == "/en/news/25/headline-25"
    assert card.css_first("time").attributes["datetime"] == "2024-06-18"
    assert card.css_first("time").text().endswith("18\u00a0June\u00a02024")
    assert card.css_first(".card-kind").text().endswith("News")
    assert card.css_first(".card-where").text().endswith("Observer Mission")
    assert card.css_first(".card-what").text().endswith("Water")
    assert card.css_first(".card-lead").text() == "Lead 25."


def test_a_card_opens_its_lead_with_the_dateline_in_the_texts_language(log):
    filed = Dateline(places=("Ergneti",), on=dt.date(2024, 11, 19))
    log.publish(an_edition(30, "fr", dateline=filed, published_at=NOON + days(90)))

    lead = Reader(log).ask("/en/news").html.css_first(".card-lead").text()

    assert lead.replace("\u00a0", " ") == "ERGNETI, le 19 novembre 2024 – Lead 30."


def test_a_passage_that_was_searched_for_does_not_open_with_the_dateline(log):
    log.publish(an_edition(30, lead="A pelican.", dateline=Dateline(places=("Ergneti",)), published_at=NOON + days(90)))

    lead = Reader(log).ask("/en/news?q=pelican").html.css_first(".card-lead").text()

    assert "pelican" in lead
    assert "ERGNETI" not in lead


def test_an_empty_newsroom_says_that_nothing_is_published_yet():
    seen = Reader(Log()).ask("/en/news")

    assert seen.texts(".results-count") == ["Nothing has been published yet"]
    assert not seen.texts(".nothing .button")


def test_an_item_in_another_language_says_so_in_words_and_in_markup(ask):
    seen = ask("/fr/news?size=10&page=2")
    card = seen.html.css_first(".card")

    assert card.attributes["lang"] == "en"
    assert card.attributes["dir"] == "ltr"
    assert card.css_first(".tongue").text() == "Langue\u202f: Anglais"
    assert ask("/fr/news").html.css_first(".card").attributes.get("lang") is None


def test_facets_show_counts_that_ignore_their_own_filter(ask):
    seen = ask("/en/news?office=mission")

    assert values(seen, "office") == {"Monitoring Mission": 13, "Old Mission (closed)": 12}
    assert values(seen, "topic") == {"Environment": 3, "Water": 3}
    assert values(seen, "language") == {"English": 13, "French": 2}
    assert [box.attributes["value"] for box in seen.html.css("input[checked]")] == ["mission"]


def test_a_narrower_topic_stands_below_its_parent(ask):
    rows = ask("/en/news").html.css("input[name=topic]")

    assert [(row.attributes["value"], row.parent.parent.attributes.get("class")) for row in rows] == [
        ("environment", None),
        ("water", "deep-1"),
    ]


def test_filters_in_force_can_be_taken_away_one_by_one(ask):
    seen = ask("/en/news?q=headline&office=mission&office=old-mission&from=2024-06-01")

    assert seen.links(".chip") == [
        "/en/news?office=mission&office=old-mission&from=2024-06-01",
        "/en/news?q=headline&office=old-mission&from=2024-06-01",
        "/en/news?q=headline&office=mission&from=2024-06-01",
        "/en/news?q=headline&office=mission&office=old-mission",
    ]
    assert seen.links(".clear") == ["/en/news"]


def test_a_chosen_value_without_releases_stays_to_be_taken_away(ask):
    assert values(ask("/en/news?office=old-mission&topic=policing"), "topic")["Policing"] == 0


def test_pages_lead_to_the_very_end(ask):
    first, last = ask("/en/news?size=10"), ask("/en/news?size=10&page=3")

    assert first.links(".pages-number a") == ["/en/news?size=10", "/en/news?size=10&page=2", "/en/news?size=10&page=3"]
    assert headlines(last) == [f"Headline {number}" for number in range(5, 0, -1)]
    assert last.html.css_first("[aria-current=page].pages-number, .pages [aria-current=page]").text() == "3"
    assert not last.links("a[rel=next]")


def test_numbers_open_a_window_around_the_page():
    assert page_numbers(1, 1) == [1]
    assert page_numbers(6, 20) == [1, None, 4, 5, 6, 7, 8, None, 20]
    assert page_numbers(4, 6) == [1, 2, 3, 4, 5, 6]
    assert page_numbers(20, 20) == [1, None, 18, 19, 20]


def test_a_page_behind_the_end_is_not_found_and_names_the_last(ask):
    seen = ask("/en/news?page=9")

    assert seen.status == 404
    assert "The list ends with page 2." in seen.text
    assert "/en/news?page=2" in seen.links(".ways a")


def test_sizes_keep_the_filter(ask):
    assert ask("/en/news?office=mission").links(".sizes a") == [
        "/en/news?office=mission&size=10",
        "/en/news?office=mission",
        "/en/news?office=mission&size=50",
    ]


def test_nothing_found_says_so_and_offers_the_way_back(ask):
    seen = ask("/en/news?q=headline&topic=policing")

    assert seen.status == 200
    assert seen.texts(".results-count") == ["Nothing found"]
    assert seen.links(".ways a") == ["/en/news?q=headline", "/en/news"]
    assert "noindex" in seen.text


def test_words_that_find_nothing_show_what_the_corrected_ones_find(ask):
    seen = ask("/en/news?q=hedline&office=mission")

    assert seen.texts(".corrected") == ["Showing results for headline. Search instead for hedline"]
    assert seen.links(".corrected a") == [
        "/en/news?q=headline&office=mission",
        "/en/news?q=hedline&office=mission&verbatim=1",
    ]
    assert seen.texts(".results-count")[0] == ask("/en/news?q=headline&office=mission").texts(".results-count")[0]
    assert seen.html.css_first("#find").attributes["value"] == "hedline"


def test_words_as_typed_find_nothing_and_others_are_suggested(ask):
    seen = ask("/en/news?q=hedline&verbatim=1")

    assert seen.links(".nothing-suggestion a") == ["/en/news?q=headline"]
    assert seen.texts(".nothing-suggestion") == ["Did you mean headline?"]
    assert not seen.texts(".corrected")


def test_without_full_matches_partial_matches_are_shown_with_a_notice(ask, log):
    log.publish(an_edition(30, headline="A flood warning", lead="Dams hold.", edited_at=NOON + days(20)))

    for words in ("flood+warning+quince", "flood+quince"):
        seen = ask(f"/en/news?q={words}")

        assert seen.texts(".results-count") == ["No release contains all of these words"]
        assert seen.texts(".eased p") == ["These contain some of the words, the best match first."]
        assert seen.texts(".card-headline") == ["A flood warning"]
        assert not seen.links(".orders a")
        assert not seen.texts(".partial")
        assert not seen.texts(".facet .value")
    assert not ask("/en/news?q=flood+warning").texts(".eased")


def test_with_few_full_matches_they_alone_are_counted_and_the_others_are_folded(ask, log):
    words = {"headline": "A flood warning for the dams of Vienna", "lead": "", "offices": refs("mission")}
    log.publish(an_edition(30, edited_at=NOON + days(20), **words))
    log.publish(an_edition(31, headline="A flood in Vienna", lead="", edited_at=NOON + days(20)))
    log.publish(an_edition(32, headline="A flood warning for Vienna", lead="", edited_at=NOON + days(20)))

    seen = ask("/en/news?q=flood+warning+for+dams+Vienna")

    assert seen.texts(".results-count") == ["1 release"]
    assert values(seen, "office") == {"Monitoring Mission": 1}
    assert seen.texts(".results > .cards .card-headline") == ["A flood warning for the dams of Vienna"]
    assert seen.texts(".partial summary") == ["2 releases contain some of these words"]
    assert len(seen.texts(".partial .card-headline")) == 2
    assert not ask("/en/news?q=flood+warning+dams+Vienna").texts(".partial")


@pytest.mark.parametrize("typed", ["2024-06-03", "headline+3+June+2024", "3.6.2024", "3+juin+2024"])
def test_a_day_in_a_search_offers_the_list_of_that_day(ask, typed):
    seen = ask(f"/en/news?q={typed}")

    assert "/en/news?from=2024-06-03&until=2024-06-03" in seen.links(".on-day a")
    assert [text.replace("\u00a0", " ") for text in seen.texts(".on-day")][:1] == ["Published on 3 June 2024 (1)"]


def test_a_day_without_releases_or_with_days_chosen_offers_nothing(ask):
    assert not ask("/en/news?q=2031-06-03").links(".on-day a")
    assert not ask("/en/news?q=2024-06-03&from=2024-06-01").links(".on-day a")


def test_a_number_finds_the_release_that_has_it_first(ask):
    assert headlines(ask("/en/news?q=7"))[0] == "Headline 7"
    assert headlines(ask("/en/news?q=release+7"))[0] == "Headline 7"


def test_hits_are_marked_and_nothing_else_of_the_text_becomes_markup(ask, log):
    log.publish(an_edition(30, headline="A <b>flood</b> warning", lead="Flood & rain.", edited_at=NOON + days(20)))

    card = ask("/en/news?q=flood").html.css_first(".card")

    assert card.css_first(".card-headline a").html.endswith("A &lt;b&gt;<mark>flood</mark>&lt;/b&gt; warning</a>")
    assert card.css_first(".card-lead").html.endswith("<mark>Flood</mark> &amp; rain.</p>")


def test_words_can_be_ordered_by_match_or_by_date(ask):
    seen = ask("/en/news?q=headline&order=date")

    assert seen.links(".orders a") == ["/en/news?q=headline", "/en/news?q=headline&order=date"]
    assert seen.html.css_first(".orders [aria-current]").text() == "Newest first"
    assert ask("/en/news?q=headline").html.css_first(".orders [aria-current]").text() == "Best match first"
    assert not ask("/en/news").links(".orders a")


def test_a_search_keeps_filters_and_order(ask):
    seen = ask("/en/news?q=headline&order=date&size=50")

    hidden = {box.attributes["name"]: box.attributes["value"] for box in seen.html.css("form input[type=hidden]")}
    assert hidden == {"size": "50", "order": "date"}
    assert seen.html.css_first("#find").attributes["value"] == "headline"


def test_periods_are_counted_from_today(ask):
    links = ask("/en/news").links(".periods a")

    assert links[:2] == ["/en/news?from=2024-06-01", "/en/news?from=2024-01-01&until=2024-12-31"]


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("/en/news?utm_source=x&topic=water", "/en/news?topic=water"),
        ("/en/news?page=1", "/en/news"),
        ("/en/news?office=old-mission&office=mission", "/en/news?office=mission&office=old-mission"),
        ("/en/news?q=&from=&until=", "/en/news"),
    ],
)
def test_an_unclean_address_leads_to_the_clean_one(ask, asked, clean):
    seen = ask(asked)

    assert (seen.status, seen.location) == (301, clean)
    assert ask(clean).status == 200


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("office=nobody", "No office is known as “nobody”."),
        ("topic=x&kind=news", "No topic is known as “x”."),
        ("language=xx", "Nothing is published in a language “xx”."),
        ("from=tomorrow", "“tomorrow” is not a date."),
        ("page=0", "“0” is not the number of a page."),
        ("size=11", "A page cannot have “11” items."),
        ("order=length", "Lists cannot be sorted by “length”"),
        ("q=%FF", "This address cannot be read."),
        ("&".join(["topic=x"] * 101), "This address cannot be read."),
        ("office=%3Cscript%3E", "No office is known as “&lt;script&gt;”."),
    ],
)
def test_unknown_and_malformed_values_are_not_found_with_a_sentence(ask, asked, sentence):
    seen = ask(f"/en/news?{asked}")

    assert seen.status == 404
    assert sentence in seen.text


@pytest.mark.parametrize("page", ["news", "follow"])
def test_days_in_the_wrong_order_can_be_exchanged(ask, page):
    seen = ask(f"/fr/{page}?topic=water&from=2024-06-03&until=2024-06-01")

    assert seen.status == 404
    assert "Le dernier jour précède le premier." in seen.text
    (path, *_) = seen.links(".ways a")
    meant = f"/fr/{page}?topic=water&from=2024-06-01&until=2024-06-03"
    assert meant in (path, ask(path).location)


def test_the_feed_of_the_list_has_its_filter_and_not_its_page(ask):
    seen = ask("/en/news?office=mission&size=10&page=2")

    assert seen.links("link[type='application/atom+xml']") == ["/en/news.atom?office=mission"]


def test_the_list_names_its_translations_and_its_one_address(ask):
    seen = ask("/fr/news?topic=water")

    assert seen.links("link[rel=canonical]") == ["https://news.example.org/fr/news?topic=water"]
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"] for link in seen.html.css("link[rel=alternate][hreflang]")
    }
    assert alternates["ar"] == "https://news.example.org/ar/news?topic=water"
    assert alternates["x-default"] == alternates["en"] == "https://news.example.org/en/news?topic=water"
    assert set(alternates) == {"en", "fr", "ru", "ar", "x-default"}


def test_office_and_topic_that_are_described_no_more_are_still_readable(ask, log):
    log.publish(an_edition(31, offices=(Ref(slug="lost-office", name="Lost Office"),), topics=refs("lost-topic")))

    assert values(ask("/en/news?office=lost-office"), "office")["Lost office"] == 1
