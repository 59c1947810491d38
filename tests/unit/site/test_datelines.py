import datetime as dt

import pytest

from dateline.editions.parts import Dateline
from dateline.public.datelines import dateline, day

ON = dt.date(2021, 3, 4)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "place", "written"),
    [
        ("en", "VELDA", "VELDA, 4 March 2021 –"),
        ("en-GB", "VELDA", "VELDA, 4 March 2021 –"),
        ("fr", "VELDA", "VELDA, le 4 mars 2021 –"),
        ("ru", "ВЕЛДА", "ВЕЛДА, 4 марта 2021 года —"),
        ("ar", "فيلدا", "فيلدا، 4 مارس 2021 –"),
        ("de", "Bonn", "BONN, 4. März 2021 –"),
        ("tr", "İzmir", "İZMİR, 4 Mart 2021 –"),
        ("az", "Bakı", "BAKI, 4 mart 2021 –"),
        ("x-unknown", "VELDA", "VELDA, 4 March 2021 –"),
    ],
)
def test_a_dateline_follows_the_house_style_of_its_language(language, place, written):
    assert plain(dateline(Dateline(places=(place,), on=ON), language)) == written


def test_several_places_are_parted_by_strokes_and_a_country_stays_as_written():
    line = Dateline(places=("Vienna", "Qabala, Azerbaijan"), on=ON)

    assert plain(dateline(line, "en")) == "VIENNA/QABALA, Azerbaijan, 4 March 2021 –"


def test_a_dateline_may_lack_its_place_or_its_day():
    assert plain(dateline(Dateline(on=ON), "fr")) == "Le 4 mars 2021 –"
    assert plain(dateline(Dateline(places=("ВЕЛДА",)), "ru")) == "ВЕЛДА —"
    assert dateline(Dateline(), "en") == dateline(None, "en") == ""


def test_the_first_of_a_month_is_premier_in_french():
    assert plain(day(dt.date(2021, 7, 1), "fr")) == "1er juillet 2021"
    assert plain(day(dt.date(2021, 7, 11), "fr")) == "11 juillet 2021"


def test_no_line_ends_inside_a_day_or_before_the_dash():
    assert " " not in day(ON, "en")
    assert dateline(Dateline(places=("VELDA",), on=ON), "en").endswith("2021\u00a0–")
