from dateline.editions.newsroom import Topic
from tests.support.editions import SALT, an_office


def test_offices_are_grouped_by_unit_and_closed_ones_stand_apart(ask, log):
    log.set(an_office("secretariat", unit="secretariat"), an_office("odd-unit", unit="choir"))

    seen = ask("/en/offices")

    groups = {
        group.css_first("h2").text(): [link.text() for link in group.css(".office-name")]
        for group in seen.html.css(".group")
    }
    assert groups == {
        "Secretariat": ["Secretariat"],
        "Missions and field offices": ["Monitoring Mission"],
        "Other units": ["Odd Unit"],
        "Closed offices": ["Old Mission"],
    }
    assert [" ".join(text.split()) for text in seen.texts(".group-closed .office-closed")] == [
        "Closed on 31 December 2022"
    ]
    assert seen.texts(".office-count") == ["0 releases", "13 releases", "0 releases", "12 releases"]


def test_an_office_shows_its_names_over_time_its_place_its_contacts_and_its_list(ask):
    seen = ask("/en/offices/mission")

    assert seen.texts("h1") == ["Monitoring Mission"]
    assert seen.texts(".names dt") == ["Monitoring Mission", "Observer Mission"]
    assert [text.replace("\u00a0", " ") for text in seen.texts(".names dd")] == [
        "since 10 June 2024",
        "until 9 June 2024",
    ]
    assert "Velda, Karvenia" in seen.texts(".place-facts")[0]
    assert "mailto:press@example.org" in seen.links(".contact a")
    assert len(seen.html.css(".card")) == 10
    assert seen.texts(".card-where")[0].endswith("Observer Mission")
    assert seen.links(".ways .button") == ["/en/news?office=mission"]
    assert seen.links("link[type='application/atom+xml']") == ["/en/news.atom?office=mission"]


def test_a_kind_of_unit_is_said_only_where_the_name_does_not_say_it(ask, log):
    log.set(an_office("secretariat", unit="secretariat"), an_office("kyiv", unit="secretariat"))

    assert [text.strip() for text in ask("/en/offices/secretariat").texts(".place-facts span")] == []
    assert ask("/en/offices/kyiv").texts(".place-facts span") == ["Secretariat"]


def test_lineage_is_linked_both_ways(ask, log):
    log.set(an_office("desk", parent="mission"))

    assert ask("/en/offices/old-mission").links(".lineage a") == ["/en/offices/mission"]
    assert ask("/en/offices/mission").links(".lineage a") == ["/en/offices/old-mission"]
    assert ask("/en/offices/mission").links(".plain a") == ["/en/offices/desk"]
    assert ask("/en/offices/desk").links(".lineage a") == ["/en/offices/mission"]


def test_a_closed_office_says_so_and_keeps_its_name(ask):
    seen = ask("/en/offices/old-mission")

    assert seen.texts("h1") == ["Old Mission"]
    assert "This office closed on 31 December 2022." in seen.texts(".notice")[0].replace("\u00a0", " ")


def test_topics_are_a_tree_whose_counts_include_what_is_below(ask):
    seen = ask("/en/topics")

    assert seen.links(".place > .branches > .branch > .branch-line a") == [
        "/en/topics/environment",
        "/en/topics/policing",
    ]
    assert seen.links(".branch .branches a") == ["/en/topics/water"]
    assert seen.texts(".branch-count") == ["5 releases", "5 releases", "0 releases"]


def test_a_topic_shows_the_wider_and_the_narrower_ones_and_its_list(ask):
    assert ask("/en/topics/environment").links(".narrower a") == ["/en/topics/water"]
    assert ask("/en/topics/water").links(".crumb a") == ["/en/topics", "/en/topics/environment"]
    assert len(ask("/en/topics/environment").html.css(".card")) == 5
    assert "Nothing has been published here yet." in ask("/en/topics/policing").text


def test_topics_that_name_each_other_as_parents_are_shown_all_the_same(ask, log):
    for slug, parent in (("egg", "hen"), ("hen", "egg")):
        log.set(Topic(salt=SALT, slug=slug, names={"en": slug}, parent=parent))

    assert {"/en/topics/egg", "/en/topics/hen"} <= set(ask("/en/topics").links(".branch-line a"))


def test_an_unknown_office_or_topic_is_not_found(ask):
    assert ask("/en/offices/nobody").status == 404
    assert ask("/en/topics/nothing").status == 404


def test_names_are_those_of_the_readers_language_where_there_are_any(ask):
    assert ask("/fr/offices/mission").texts("h1") == ["Mission"]
    assert ask("/ru/offices/mission").texts("h1") == ["Monitoring Mission"]
