"""Days of every language of CLDR, there and back: what a language writes is read as that day, or not at all."""

import datetime as dt
import re

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.text.dates import written_days
from dateline.text.days.calendars import chinese_number
from dateline.text.days.folding import fold, fold_with_places, key
from dateline.text.days.names import months, varieties

JUNE = dt.date(2024, 6, 3)
SHOWN = ("cs", "hr", "sr-Latn", "lt", "lv", "hu", "vi", "he", "ko", "th", "fa", "ar-MA", "fr-CA", "en-ZA")
"""Languages tried in every run; `test_every_language` tries all."""

# Written in numbers or in signs that several months share, in CLDR itself.
UNREADABLE = {
    "dyo": "June and July have one abbreviation",
    "dz": "months are abbreviated to numbers",
    "la": "the parts of a day in numbers have blanks between them",
    "tok": "the parts of a day in numbers have brackets between them",
}


def every_pattern(found):
    yield from (str(one.pattern) for one in found.date_formats.values())
    for skeleton, pattern in found.datetime_skeletons.items():
        if set(skeleton) <= set("yMEd") and {"y", "M", "d"} <= set(skeleton):
            yield str(pattern.pattern)


def misread(tag, days):
    """Return what is read as another day in a language, and what with the name of a month is not read."""
    found = Locale.parse(tag, sep="-")
    wrong, unread = [], []
    for pattern in dict.fromkeys(every_pattern(found)):
        for on in days:
            text = format_date(on, pattern, found)
            read = [day.on() for day in written_days(text, tag) if not day.is_ambiguous]
            if read not in ([], [on], [None]):
                wrong.append((tag, pattern, text, read))
            elif read != [on] and ("MMM" in pattern or "LLL" in pattern):
                unread.append((tag, pattern, text))
    return wrong, unread


@pytest.mark.parametrize("tag", SHOWN)
def test_a_language_is_read_as_it_is_written(tag):
    assert misread(tag, [JUNE, dt.date(2021, 12, 11), dt.date(2013, 2, 28)]) == ([], [])


@settings(max_examples=4, deadline=None)
@given(
    st.sampled_from(sorted(name for name in localedata.locale_identifiers() if "_" not in name)),
    st.lists(st.dates(dt.date(1971, 1, 1), dt.date(2068, 12, 31)), min_size=3, max_size=3),
)
def test_no_day_of_any_language_is_read_as_another(name, days):
    wrong, _ = misread(name, days)

    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(localedata.locale_identifiers()))
def test_every_language(name):
    tag = name.replace("_", "-")
    days = [dt.date(2020 + month % 5, month, day) for month in range(1, 13) for day in (1, 12, 28)]

    wrong, unread = misread(tag, days)

    assert wrong == []
    assert unread == [] or tag.split("-")[0] in UNREADABLE


@pytest.mark.long
def test_every_name_of_a_variety_is_known():
    for name in sorted(localedata.locale_identifiers()):
        tag = name.replace("_", "-")
        known = months(tag.split("-")[0])
        own = [one for one in varieties(tag)[0].months["format"]["wide"].values() if not re.fullmatch(r"M\d\d", one)]
        assert not {key(one) for one in own if not key(one).isdigit()} - set(known), tag


def test_the_placeholders_of_languages_without_names_are_no_months():
    assert "M01" in varieties("az-Arab")[0].months["format"]["wide"].values()
    assert not {"m01", "m1"} & set(months("az-Arab"))


TABLE = {
    "en": "3rd June 2024 · June 3rd, 2024 · the 3rd of June 2024 · 3rd day of June, 2024 · 3-Jun-24 · 3 Jun ’24 · "
    "3 June 24 · 03JUN2024 · 20240603 · Mon., June 3, 2024 · 2024-06-03T23:30:00-05:00 · 2024 June 3 · 3.6.2024 · "
    "Mon 3rd June, 2024 · 03-Jun-2024 · JUNE 3, 2024 · Jun. 3 2024",
    "fr": "3 juin 2024 · lundi 3 juin 2024 · Lun. 3 juin 2024 · 3e juin 2024 · LUNDI 3 JUIN 2024 · 03.06.2024",
    "de": "Mo., 3.6.2024 · Mo. 03.06.2024 · Mo, 3.6.2024 · Montag, 03. Juni 2024, 14:30 Uhr · 03.06.24 · 3. Jun. 2024",
    "ru": "3 июня 2024 г. · 3 июня 2024 года · понедельник, 3 июня 2024 · 3-го июня 2024 г. · 3.06.2024 г.",
    "uk": "3 червня 2024 року · 3 червня 2024 р. · Пн, 3 червня 2024",
    "ar": "٣ يونيو ٢٠٢٤ · الإثنين 3 يونيو 2024 · الاثنين، 3 حزيران/يونيو 2024 · 3 جوان 2024 · 3 يونية 2024 · "
    "3 من يونيو 2024 · يوم الاثنين 3 يونيو 2024م · الاتنين ٣ يونيو ٢٠٢٤",
    "cs": "3. 6. 2024 · 3. 6. 2024 14.30 · pondělí 3. června 2024 · po 3. 6. 2024 · 3. června roku 2024",
    "sk": "3. 6. 2024 · 3. júna 2024",
    "sl": "3. 6. 2024 · 3. junij 2024 · ponedeljek, 3. junija 2024",
    "hr": "3. lipnja 2024. · 3.6.2024. · 03. 06. 2024. · ponedjeljak, 3. lipnja 2024. godine · 3. lip 2024.",
    "sr": "3. јун 2024. · 03.06.2024. · 3. juna 2024. godine · понедељак, 3. јун 2024. године · 3. jun 2024",
    "bs": "3. juni 2024. · 3. juna 2024. godine",
    "mk": "3 јуни 2024 · 3 јуни 2024 година",
    "bg": "3 юни 2024 г. · 03.06.2024 г. · понеделник, 3 юни 2024 г.",
    "lt": "2024 m. birželio 3 d. · 2024 m. birželio 3 d., pirmadienis · 2024-06-03",
    "lv": "2024. gada 3. jūnijs · 3. jūnijs, 2024 · 03.06.2024.",
    "hu": "2024. június 3. · 2024. június 3., hétfő · 2024. jún. 3. · 2024.06.03. · 2024. június 3-án",
    "vi": "ngày 3 tháng 6 năm 2024 · Thứ Hai, 03/06/2024 · Thứ 2, ngày 03/06/2024 · 3 tháng Sáu 2024",
    "he": "3 ביוני 2024 · 3 יוני 2024 · יום שני, 3 ביוני 2024",
    "ko": "2024년 6월 3일 · 2024. 6. 3. · 2024.6.3 · 2024.06.03(월) · 24. 6. 3. · 2024년 6월 3일 월요일",
    "ja": "2024年6月3日 · 2024年6月3日（月） · 令和6年6月3日 · 令和６年６月３日 · R6.6.3 · "
    "二〇二四年六月三日 · 令和六年六月三日(月)",
    "zh": "2024年6月3日 · 二〇二四年六月三日 · 2024年6月3日 星期一 · 2024年06月03日",
    "zh-TW": "民國113年6月3日 · 113年6月3日 · 中華民國113年6月3日 · 113/06/03 · 113.6.3 · 113-06-03 · 2024年6月3日",
    "th": "3 มิถุนายน 2567 · 3 มิ.ย. 2567 · 3 มิ.ย. 67 · ๓ มิถุนายน ๒๕๖๗ · วันจันทร์ที่ 3 มิถุนายน พ.ศ. 2567 · 3/6/2567 · "
    "3 มิถุนายน 2024 · วันที่ 3 มิถุนายน 2567",
    "fa": "۱۴ خرداد ۱۴۰۳ · ۱۴۰۳/۰۳/۱۴ · دوشنبه ۱۴ خرداد ۱۴۰۳ · 14 خرداد ماه 1403 · ۳ ژوئن ۲۰۲۴",
    "fa-AF": "۱۴ جوزا ۱۴۰۳",
    "tr": "3 HAZİRAN 2024 · 3 Haziran 2024 Pazartesi · 03.06.2024 · 3 haz 2024",
    "es": "3 de junio de 2024 · lunes, 3 de junio de 2024 · 3 de junio del 2024 · 3-jun-2024 · 3º de junio de 2024",
    "pt": "3 de junho de 2024 · segunda-feira, 3 de junho de 2024 · 03/06/2024",
    "it": "3 giugno 2024 · lunedì 3 giugno 2024 · 3° giugno 2024",
    "ca": "3 de juny de 2024 · 3 de juny del 2024",
    "eu": "2024ko ekainaren 3a",
    "el": "3 Ιουνίου 2024 · Δευτέρα 3 Ιουνίου 2024 · 3η Ιουνίου 2024",
    "fi": "3. kesäkuuta 2024 · maanantai 3. kesäkuuta 2024 · 3.6.2024",
    "sv": "3 juni 2024 · den 3 juni 2024 · måndag 3 juni 2024",
    "nl": "3 juni 2024 · maandag 3 juni 2024",
    "hi": "3 जून 2024 · सोमवार, 3 जून 2024",
    "en-GB": "03/06/2024 · 3/6/24 · 03-06-2024",
    "en-US": "06/03/2024 · 6/3/24",
}


@pytest.mark.parametrize(("language", "text"), [(tag, text) for tag, row in TABLE.items() for text in row.split(" · ")])
def test_a_day_is_read_as_people_write_it(language, text):
    [day] = written_days(text, language)

    assert day.on() == JUNE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("3 ذو القعدة 1445", "ar"),
        ("1445/11/26", "ar"),
        ("3 มิ.ย. 24", "th"),
        ("03/06/24", "ja"),
        ("令和33年13月3日", "ja"),
        ("平成31年6月3日", "ja"),
        ("99年6月3日", "zh-TW"),
        ("113年6月3日", "zh"),
        ("2567/06/03", "en"),
        ("12. 6. 24", "en"),
        ("June 3 – 5", "th"),
        ("3 June 24 people came", "en"),
        ("case 20240603-7", "en"),
        ("A 10k March 2024", "en"),
    ],
)
def test_what_can_be_another_day_is_not_read(text, language):
    assert [day.on() for day in written_days(text, language) if day.on()] == []


@given(st.text(max_size=80))
def test_folding_tells_the_place_of_each_character(text):
    folded = fold_with_places(text)

    assert len(folded.places) == len(folded.text) + 1
    assert list(folded.places) == sorted(folded.places)
    assert fold(folded.text) == folded.text or any(not letter.isascii() for letter in text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("二〇二四", 2024), ("廿三", 23), ("元", 1)],
)
def test_chinese_numerals_are_numbers(text, number):
    assert chinese_number(text) == number
