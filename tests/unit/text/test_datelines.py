"""The dateline that opens a text: found where it is one, and only there."""

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.datelines import find_dateline

PUBLISHED = dt.date(2024, 7, 2)


def on(*numbers):
    return dt.date(*numbers)


@pytest.mark.parametrize(
    ("text", "language", "places", "day"),
    [
        ("19 December 2024, SARAJEVO – Rec", "en", ("SARAJEVO",), on(2024, 12, 19)),
        ("ERGNETI, 19 November 2024 – The", "en", ("ERGNETI",), on(2024, 11, 19)),
        ("VIENNA/TIRANA, 9 October 2020 – The", "en", ("VIENNA", "TIRANA"), on(2020, 10, 9)),
        ("WARSAW/VIENNA, 30 June – The", "en", ("WARSAW", "VIENNA"), on(2024, 6, 30)),
        ("QABALA, Azerbaijan, 24 September 2012 – The", "en", ("QABALA, Azerbaijan",), on(2012, 9, 24)),
        ("BELGRADE, 25 April 2015- The", "en", ("BELGRADE",), on(2015, 4, 25)),
        ("BELGRADE, 25 April 2015-The", "en", ("BELGRADE",), on(2015, 4, 25)),
        ("Jahorina, 24 September 2023 – The", "en", ("Jahorina",), on(2023, 9, 24)),
        (
            "Sarajevo, Bosnia and Herzegovina, 4 May 2020 – The",
            "en",
            ("Sarajevo, Bosnia and Herzegovina",),
            on(2020, 5, 4),
        ),
        ("VIENNA and GENEVA, 4 May – the", "en", ("VIENNA", "GENEVA"), on(2024, 5, 4)),
        ("VIENNA, TIRANA, 4 May 2020 – The", "en", ("VIENNA", "TIRANA"), on(2020, 5, 4)),
        ("THE HAGUE, 4 May 2020 – The", "en", ("THE HAGUE",), on(2020, 5, 4)),
        ("NEWPORT NEWS, Va., March 2 - The", "en", ("NEWPORT NEWS, Va.",), on(2024, 3, 2)),
        ("LONDON, March 9 - The", "en", ("LONDON",), on(2024, 3, 9)),
        ("New York, april 3 - First", "en", ("New York",), on(2024, 4, 3)),
        ("BRUSSELS, 4 March (Reuters) - The", "en", ("BRUSSELS",), on(2024, 3, 4)),
        ("ALBANY – March 9, 2021 – Attorney", "en", ("ALBANY",), on(2021, 3, 9)),
        ("February 10, 2026 – ALBANY – The", "en", ("ALBANY",), on(2026, 2, 10)),
        ("February 10, 2026 – The", "en", (), on(2026, 2, 10)),
        ("Tuesday, March 9, 2021, VIENNA – the", "en", ("VIENNA",), on(2021, 3, 9)),
        ("KYIV 4 May 2020 – The", "en", ("KYIV",), on(2020, 5, 4)),
        ("WIEN, 4. März 2021 – Der", "de", ("WIEN",), on(2021, 3, 4)),
        ("Bern, 04.03.2021 - Der", "de", ("Bern",), on(2021, 3, 4)),
        ("Frankfurt am Main, den 4. Mai 2020 – Der", "de", ("Frankfurt am Main",), on(2020, 5, 4)),
        ("PARIS, le 4 mars 2021 – Le", "fr", ("PARIS",), on(2021, 3, 4)),
        ("ВЕНА, 4 марта 2021 года — Он", "ru", ("ВЕНА",), on(2021, 3, 4)),
        ("فيينا، 4 مارس 2021 – قال", "ar", ("فيينا",), on(2021, 3, 4)),
        ("فيينا، ٤ مارس ٢٠٢١ – قال", "ar", ("فيينا",), on(2021, 3, 4)),
        ("\u200fفيينا/تيرانا، 4 مارس 2021 – قال", "ar", ("فيينا", "تيرانا"), on(2021, 3, 4)),
        ("VIENNA,\u00a04\u00a0March\u00a02021\u00a0–\u00a0The", "en", ("VIENNA",), on(2021, 3, 4)),
    ],
)
def test_places_and_day_are_read(text, language, places, day):
    found = find_dateline(text, language, published_on=PUBLISHED)

    assert (found.places, found.on) == (places, day)
    assert text.endswith(found.rest)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("WASHINGTON, D.C. – U.S. Senators", ("WASHINGTON, D.C.",)),
        ("Washington, D.C. –Reps. Doe", ("Washington, D.C.",)),
        ("WASHINGTON—U.S. Senator", ("WASHINGTON",)),
        ("WASHINGTON (AP) — The", ("WASHINGTON",)),
        ("(WASHINGTON) – Today", ("WASHINGTON",)),
        ("(Oakland, CA)  Congresswoman Lee", ("Oakland, CA",)),
        ("[WASHINGTON, DC] – U.S. Senator", ("WASHINGTON, DC",)),
        ("COLUMBIA- Today, Congressman", ("COLUMBIA",)),
        ("COLUMBIA-Today, Congressman", ("COLUMBIA",)),
        ("WASHINGTON--U.S. Senators", ("WASHINGTON",)),
        ("Vienna – The meeting", ("Vienna",)),
        ("POMONA – Representative", ("POMONA",)),
    ],
)
def test_a_dateline_without_day_keeps_its_places_and_makes_up_no_day(text, places):
    found = find_dateline(text, "en", published_on=PUBLISHED)

    assert (found.places, found.on, found.stated) == (places, None, "nothing")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On 12 December 2024, the Presence and Tirana University hosted a ceremony – and more.", "en"),
        ("With the aim – and it is a good one – to enhance safety", "en"),
        ("With the aim to enhance safety, the Presence", "en"),
        ("On 13 and 14 November – the mission", "en"),
        ("In Vienna, 4 March 2021 – the meeting", "en"),
        ("Since 4 March 2021 – the meeting", "en"),
        ("The Vienna meeting of 4 March 2021 – attended by", "en"),
        ("24 September – 3 October 2023: training", "en"),
        ("24 September 2023 – 3 October 2023: training", "en"),
        ("18–21 November 2024 – The training", "en"),
        ("OSCE – the largest", "en"),
        ("OSCE – The mission of the OSCE", "en"),
        ("UPDATE – The court", "en"),
        ("CORRECTED – The court", "en"),
        ("FOR IMMEDIATE RELEASE – The court", "en"),
        ("Statement – The court", "en"),
        ("Today – The court", "en"),
        ("Vienna – that old town – is", "en"),
        ("Consumers – especially old ones", "en"),
        ("Serbia and Kosovo – The two", "en"),
        ("Women, Peace – The two", "en"),
        ("COVID-19 – The", "en"),
        ("Bosnia-Herzegovina is", "en"),
        ("VIENNA, 31 February 2024 – The", "en"),
        ("VIENNA, 4 March 20244 – The", "en"),
        ("Am 4. März 2021 – der", "de"),
        ("في 4 مارس 2021 – قال", "ar"),
        ("VIENNA, 4 March 2021 –", "en"),
        ("", "en"),
    ],
)
def test_a_sentence_with_a_dash_or_a_day_is_none(text, language):
    assert find_dateline(text, language, published_on=PUBLISHED) is None


def test_a_place_that_is_known_needs_no_proof():
    text = "Velda – The mission"

    assert find_dateline(text, "en") is None
    assert find_dateline(text, "en", known_places=["Velda"]).places == ("Velda",)


CITIES = st.sampled_from(["VIENNA", "Vienna", "TIRANA", "SAN FRANCISCO", "Frankfurt am Main", "Korça", "ŽENEVA"])
DASHES = st.sampled_from([" – ", " — ", " - ", "– ", "—", " -- ", "- "])


@given(
    st.lists(CITIES, min_size=1, max_size=3, unique=True),
    st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)),
    st.sampled_from(["en", "fr", "de", "ru"]),
    st.tuples(st.booleans(), DASHES),
)
def test_what_is_composed_is_read_back(cities, day, language, form):
    day_first, dash = form
    written = format_date(day, "long", language)
    place = "/".join(cities)
    head = f"{written}, {place}" if day_first else f"{place}, {written}"

    found = find_dateline(f"{head}{dash}Something happened there.", language)

    assert (found.places, found.on, found.rest) == (tuple(cities), day, "Something happened there.")


@given(st.text(max_size=200), st.sampled_from(["en", "ar", "ru", "xx"]))
def test_any_text_can_be_asked_and_loses_nothing_but_its_opening(text, language):
    found = find_dateline(text, language, published_on=PUBLISHED)

    if found is not None:
        assert found.rest
