"""Numbers as languages write them."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.desk.language.numbers import numbers_in


def values(text, language, *, digits_only=True):
    found = numbers_in(text, language)
    return [sorted(map(float, one.readings)) for one in found if one.is_digits or not digits_only]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "1,200.5 tonnes", [[1200.5]]),
        ("fr", "1\u202f200,5 tonnes", [[1200.5]]),
        ("fr", "1 200 tonnes", [[1200]]),
        ("de", "1’200.50 Franken", [[1200.5]]),
        ("ru", "1\u00a0200,5 тонны", [[1200.5]]),
        ("ar", "١٬٢٠٠٫٥ طن", [[1200.5]]),
        ("ar", "٤٢ طنًا", [[42]]),
        ("en", "2.5 million people", [[2500000]]),
        ("fr", "2,5 millions de personnes", [[2500000]]),
        ("fr", "2,5 milliards", [[2500000000]]),
        ("en", "2.5 billion", [[2500000000]]),
        ("ru", "2,5 млрд рублей", [[2500000000]]),
        ("ar", "3 ملايين", [[3000000]]),
        ("en", "from 2 to 3 million", [[2, 2000000], [3000000]]),
        ("en", "41 per cent, 41%", [[41], [41]]),
        ("en", "3-5 days", [[3], [5]]),
        ("en", "the 122nd time", [[122]]),
        ("ru", "5-го раза", [[5]]),
        ("it", "dall’8 al 10", [[8], [10]]),
        ("en", "call +41 31 323 11 22 or see https://example.org/2023/45", []),
        ("en", "COVID-19, G20 and the A4 road", []),
    ],
)
def test_digits(language, text, expected):
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "eleven boats", 11),
        ("en", "thirty-six boats", 36),
        ("en", "the third time", 3),
        ("fr", "trente-six bateaux", 36),
        ("fr", "le XXe siècle", 20),
        ("ru", "двадцать пять лодок", 25),
        ("ru", "на каждом девятом участке", 9),
        ("ar", "خمسة وعشرون قاربًا", 25),
        ("ar", "أربعة موظفين", 4),
        ("de", "elf Boote", 11),
        ("en", "the COP21 talks", 21),
    ],
)
def test_words_bear_numbers_out(language, text, value):
    assert [value] in values(text, language, digits_only=False)


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["en", "fr", "ru", "ar", "de", "it", "de-CH", "ar-EG", "pt"]),
)
def test_what_babel_writes_is_read_back(number, language):
    written = format_decimal(number, locale=language.replace("-", "_"), format="#,##0.##")

    found = numbers_in(f"x {written} y", language)

    assert len(found) == 1
    assert Decimal(number).normalize() in {value.normalize() for value in found[0].readings}
