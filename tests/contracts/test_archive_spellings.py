"""One thing is found in all the ways in which people write it: compounds, numbers, days, releases, contacts."""

import datetime as dt

import pytest

from dateline.archive.query import Filter, Query
from dateline.editions.parts import Contact, Dateline, Picture
from tests.contracts.searching import a_log, found
from tests.support.editions import Log, a_newsroom, an_edition


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("fa", "توزیع کتاب\u200cهای درسی", "کتاب های"),
        ("fa", "توزیع کتاب های درسی", "کتاب\u200cهای"),
        ("en", "Two F-16 land", "F16"),
        ("en", "Two F16 land", "F-16"),
        ("en", "Two F16 land", "F 16"),
        ("en", "The e-government follow-up", "egovernment followup"),
        ("en", "The egovernment", "e-government"),
        ("en", "O’Brien signs", "OBrien"),
        ("en", "OBrien signs", "O'Brien"),
        ("en", "An old sea mine", "seamine"),
        ("en", "An old seamine", "sea mine"),
        ("en", "It cost 1,250,000 crowns", "1250000"),
        ("en", "It cost 1250000 crowns", "1,250,000"),
        ("fr", "10 000 couronnes", "10,000"),
        ("de", "1.480 Beamte", "1 480"),
        ("de-CH", "1’480 Beamte", "1480"),
        ("en", "Salmon No. 1,000", "1000th salmon"),
        ("ar", "١٤٨٠ شرطيًا", "1480"),
        ("ja", "ﾌｪﾘｰ再開ﾊﾞｽ", "フェリー バス"),
        ("ja", "フェリー再開", "ﾌｪﾘｰ"),
        ("de", "Arzneimittelversorgungsgesetz beschlossen", "Arzneimittel"),
        ("de", "Arzneimittelversorgungsgesetz beschlossen", "Arzneimittel*"),
        ("ar", "زارت البعثة السوق وبالمدينة القديمة", "المدينة"),
        ("ar", "زارت البعثة السوق وبالمدينة القديمة", "بالمدينة"),
        ("ar", "اجتماع بمدينة قديمة", "مدينة"),
        ("ar", "بيان المسؤول في السوق", "مسئول"),
        ("ar", "بيان المسئول", "المسؤول"),
        ("fa", "بیان مسئول", "مسؤول"),
        ("ar", "مسألة", "مسئلة"),
        ("da", "Møde i Ålborg", "Aalborg"),
        ("da", "Møde i Aalborg", "Ålborg"),
        ("de", "Treffen in München", "Muenchen"),
        ("de", "Treffen in Muenchen", "München"),
        ("ja", "１，２００人", "1200"),
        ("uk", "Нова бібліотека у Києві", "Київ бібліотеки"),
        ("uk", "Рік виборів у Львові", "Львів вибори року"),
        ("hr", "Izbori u Zagrebu", "izbora Zagreb"),
        ("zh-Hans", "气候变化会议", "氣候變化會議"),
        ("zh-Hant", "氣候變化會議", "气候变化"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(archive_of, language, text, typed):
    archive = archive_of(a_log((language, text), ("en", "Something else")))

    assert found(archive, typed) == [1]
    assert "<mark>" in archive.query(Query(filter=Filter(words=typed))).items[0].headline_html


def test_operators_mean_what_search_engines_mean_by_them(archive_of):
    archive = archive_of(
        a_log(("en", "Storm relief for the coast"), ("en", "Storm over the sea mine"), ("en", "Licences for boats"))
    )

    assert found(archive, "storm -relief") == [2]
    assert found(archive, 'storm -"sea mine"') == [1]
    assert sorted(found(archive, "relief OR licences")) == [1, 3]
    assert found(archive, "relief OR licences boats") == [3]
    assert found(archive, "lic*") == [3]
    assert found(archive, "storm OR") in ([1, 2], [2, 1])


def test_a_day_puts_first_what_was_published_filed_or_held_on_it(archive_of):
    log = Log()
    log.set(a_newsroom(time_zone="Asia/Tokyo"))
    day, late = dt.date(2023, 5, 17), dt.datetime(2023, 5, 16, 15, 30, tzinfo=dt.UTC)  # 17 May in Tokyo
    common = {"headline": "Spot report", "lead": "", "body": ()}
    log.publish(an_edition(1, **common, published_at=late))
    log.publish(an_edition(2, **common, dateline=Dateline(on=day)))
    log.publish(an_edition(3, **common, event_from_on=day - dt.timedelta(days=1), event_until_on=day))
    log.publish(an_edition(4, **{**common, "lead": "Of 17 May 2023"}))
    log.publish(an_edition(5, **common, published_at=late + dt.timedelta(days=1)))
    archive = archive_of(log)

    for typed in ("17 May 2023", "2023-05-17", "17.05.2023", "17 мая 2023", "spot report May 17, 2023", "17 May"):
        assert sorted(found(archive, typed)[:3]) == [1, 2, 3]
    assert sorted(found(archive, "17 May 2023")) == [1, 2, 3, 4]
    assert archive.total(Filter(words="spot report 2023-05-17")) == 3


def test_a_release_is_found_first_by_its_number(archive_of):
    log = Log()
    log.set(a_newsroom(short_name={"en": "EXO", "fr": "OEX"}))
    log.publish(an_edition(12, headline="A bridge", lead="", body=()))
    log.publish(an_edition(13, headline="12 12 12", lead="12", body=()))
    archive = archive_of(log)

    assert found(archive, "12") == [12, 13]
    for typed in ("release 12", "EXO 12/2024", "OEX 12", "12/2024", "№ 12"):
        assert found(archive, typed)[:1] == [12]
    assert found(archive, "EXO 12/2023") == []


def test_a_contact_is_found_by_name_number_and_address(archive_of):
    log = a_log(("en", "Something else"))
    contact = Contact(name="Ilan Tesh", role="Officer", phone="+999 555 0151", email="press.x@exo.example")
    log.publish(an_edition(2, headline="A bridge", lead="", body=(), contacts=(contact,)))
    archive = archive_of(log)

    for typed in ("Ilan Tesh", "+999 555 0151", "9995550151", "555-0151", "009995550151", "press.x@exo.example"):
        assert found(archive, typed) == [2]
    assert found(archive, "officer") == []


def test_an_alternative_text_finds_a_release_and_is_not_its_extract(archive_of):
    log = Log()
    picture = Picture(renditions=(), alt="Drawing of a water tower", caption="The tower at dusk")
    log.publish(an_edition(1, headline="A siren", lead="It is loud.", body=(), picture=picture))
    archive = archive_of(log)

    def extract(words):
        return archive.query(Query(filter=Filter(words=words))).items[0].extract_html

    assert extract("water") == "It is loud."
    assert extract("tower") == "The <mark>tower</mark> at dusk"
