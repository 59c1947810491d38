import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.public.site.theme import colours, contrast, parse, style_sheet

GROUNDS_BY_DAY = ("#ffffff", "#f4f5f3")  # --ground and --tint of base.css
GROUNDS_BY_NIGHT = ("#14181a", "#1d2225")
INK = {"day": "#191d20", "night": "#e8ebeb"}
AA_TEXT, AA_MARK = 4.5, 3

accents = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def between(one, other):
    return contrast(parse(one), parse(other))


def test_contrast_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert between("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(accents)
@example("#ffff00")
@example("#ffffff")
@example("#000000")
def test_any_accent_is_readable_by_day_and_by_night(accent):
    by_day, by_night = colours(accent)

    for values, grounds, ink in ((by_day, GROUNDS_BY_DAY, INK["day"]), (by_night, GROUNDS_BY_NIGHT, INK["night"])):
        assert all(between(values["accent"], ground) >= AA_TEXT for ground in grounds)
        assert between(values["on-accent"], values["accent"]) >= AA_TEXT
        assert between(ink, values["accent-soft"]) >= AA_TEXT
        assert between(values["accent"], values["accent-soft"]) >= AA_MARK
        assert between("#ffffff", values["band"]) >= 7
        assert between(values["on-band-soft"], values["band"]) >= AA_TEXT
        assert between(values["on-band-soft"], "#111111") >= AA_TEXT


def test_a_readable_accent_stays_as_it_was_chosen():
    assert colours("#0b5c6b")[0]["accent"] == "#0b5c6b"


def test_what_is_no_colour_becomes_the_default_and_never_reaches_the_sheet():
    assert style_sheet("red;}body{display:none") == style_sheet("#0b5c6b")
