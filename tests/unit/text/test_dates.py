"""Days as people write them, in many languages."""

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.dates import is_ambiguous, order_in, parse_day, written_days
from dateline.text.days.names import COMMON, months
from dateline.text.days.orders import DayOrder, usual_order

LANGUAGES = ("en", "en-GB", "fr", "de", "ru", "ar", "it", "es", "pt", "nl", "uk", "pl", "sq", "tr", "ro", "sv")
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2150, 12, 31))
MARCH = dt.date(2021, 3, 4)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("4 March 2021", "en"),
        ("March 4, 2021", "en"),
        ("March 4th, 2021", "en"),
        ("Mar. 4, 2021", "en"),
        ("THURSDAY, MARCH 4, 2021", "en"),
        ("Thurs., March 4, 2021", "en"),
        ("4th of March 2021", "en"),
        ("4-Mar-21", "en"),
        ("3/4/2021", "en-US"),
        ("4/3/2021", "en-GB"),
        ("03.04.21", "en-US"),
        ("2021-03-04", "en"),
        ("2021-03-04T10:30:00Z", "en"),
        ("le 4 mars 2021", "fr"),
        ("jeudi 4 mars 2021", "fr"),
        ("4. März 2021", "de"),
        ("Donnerstag, 4. Maerz 2021".replace("ae", "ä"), "de"),
        ("04.03.2021", "de"),
        ("4 марта 2021 года", "ru"),
        ("4 МАРТА 2021 г.", "ru"),
        ("четверг, 4 марта 2021 г.", "ru"),
        ("4 مارس 2021", "ar"),
        ("٤ مارس ٢٠٢١", "ar"),
        ("4 آذار/مارس 2021", "ar"),
        ("4 آذار 2021", "ar"),
        ("4 de marzo de 2021", "es"),
        ("4 березня 2021 року", "uk"),
        ("2021年3月4日", "zh"),
        ("4\u00a0March\u00a02021", "en"),
    ],
)
def test_a_day_is_read_in_its_many_forms(text, language):
    order = "mdy" if text == "03.04.21" else None

    [day] = written_days(text, language, order=order)

    assert day.on() == MARCH


@given(DAYS, st.sampled_from(LANGUAGES), st.sampled_from(["long", "full"]))
def test_what_a_language_writes_is_read_back(on, language, width):
    text = format_date(on, width, language.replace("-", "_"))

    assert [day.on() for day in written_days(text, language)] == [on], text


@given(DAYS, st.sampled_from(["fr", "ru", "de", "ar"]))
def test_full_months_of_other_languages_are_read_in_an_english_text(on, language):
    text = format_date(on, "long", language)

    assert [day.on() for day in written_days(text, "en")] == [on], text


@given(DAYS, st.sampled_from(["dmy", "mdy"]), st.sampled_from("/.-"))
def test_numbers_are_read_in_the_order_asked_for(on, order, mark):
    numbers = (on.day, on.month) if order == "dmy" else (on.month, on.day)

    [day] = written_days(f"{numbers[0]}{mark}{numbers[1]}{mark}{on.year}", "en", order=order)

    assert day.on() == on


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2024",
        "19 December 20244",
        "December 19, 20244",
        "19/12/20244",
        "32 March 2021",
        "December 2024",
        "2024",
        "version 1.2.2024.5",
        "May I come in",
        "a march of 20000",
        "13/13/2024",
        "0 March 2024",
    ],
)
def test_what_no_calendar_has_is_no_day(text):
    assert written_days(text, "en") == []


@pytest.mark.parametrize(
    ("text", "near", "on"),
    [
        ("30 June", dt.date(2020, 7, 2), dt.date(2020, 6, 30)),
        ("31 December", dt.date(2021, 1, 2), dt.date(2020, 12, 31)),
        ("1 January", dt.date(2020, 12, 30), dt.date(2021, 1, 1)),
        ("29 February", dt.date(2021, 3, 1), dt.date(2020, 2, 29)),
        ("30 June", None, None),
    ],
)
def test_a_day_without_year_is_the_nearest_one(text, near, on):
    [day] = written_days(text, "en")

    assert day.on(near) == on


@pytest.mark.parametrize(
    ("texts", "language", "slashed", "dotted"),
    [
        (["2/10/2026", "1/28/2026"], "en", "mdy", "dmy"),
        (["2/10/2026", "28/1/2026"], "en", "dmy", "dmy"),
        (["2/10/2026", "28/1/2026"], "en-US", "dmy", "dmy"),
        (["1/28/2026", "28/1/2026"], "en", None, "dmy"),
        (["1/28/2026", "28.1.2026"], "en", "mdy", "dmy"),
        (["1.28.2026"], "en", None, "mdy"),
        (["2/10/2026"], "en", None, "dmy"),
        (["2/10/2026"], "en-US", "mdy", "dmy"),
        (["2/10/2026"], "en-GB", "dmy", "dmy"),
        (["2/10/2026"], "fr", "dmy", "dmy"),
        ([], "en", None, "dmy"),
    ],
)
def test_a_document_shows_how_its_numbers_are_meant(texts, language, slashed, dotted):
    assert order_in(texts, language) == DayOrder(slashed, dotted)


@pytest.mark.parametrize("text", ["2/10/2026", "02-10-2026", "2/10/26", "Mon, 2/10/2026"])
def test_a_day_that_can_be_two_is_none(text):
    [day] = written_days(text, "en")

    assert day.is_ambiguous
    assert day.on() is None


def test_a_day_that_could_be_another_is_told():
    assert is_ambiguous("2/10/2026")
    assert not is_ambiguous("2/2/2026")
    assert not is_ambiguous("2/13/2026")
    assert not is_ambiguous("2 October 2026")


def test_a_text_is_a_day_only_as_a_whole():
    assert parse_day(" 4 March 2021. ", "en").on() == MARCH
    assert parse_day("since 4 March 2021", "en") is None
    assert parse_day("4 March 2021 and later", "en") is None
    assert parse_day("", "en") is None


def test_a_name_that_means_two_months_needs_its_language():
    assert months("pl")["listopad"] == 11
    assert months("hr")["listopad"] == 10
    assert "listopad" not in months("en")


def test_every_common_language_names_twelve_months():
    for language in COMMON:
        assert set(months(language).values()) == set(range(1, 13)), language
    assert months("tlh")["march"] == 3
    assert usual_order("tlh") is None


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_can_be_asked_for_its_days(text, language):
    for day in written_days(text, language):
        assert 0 <= day.start < day.end <= len(text)
