import pytest

from dateline.text.xmltext import page_bytes, without_hyphenation, xml_safe

UNSAFE = [*map(chr, (0, 1, 8, 11, 12, 0x1F, 0x7F, 0x85, 0x92, 0xFDD0, 0xFFFE, 0xFFFF, 0x10FFFF))]


@pytest.mark.parametrize("character", UNSAFE)
def test_a_page_has_no_character_that_html_forbids(character):
    html = f"<p>été – 東京！ {character}</p>\t\r\n"

    assert page_bytes(html).decode() == xml_safe(html) != html


@pytest.mark.parametrize("text", ["", "<p>plain</p>", "« été » 東京！ ｶﾅ 😀 \ufeff\ufffd", "\u00a0¿ÿ😀"])
def test_a_page_without_any_is_sent_as_it_is(text):
    assert page_bytes(text) == text.encode()


def test_marks_of_hyphenation_go_and_joiners_of_letters_stay():
    assert without_hyphenation("Innen\u00adraum\u200bbe\u2060leuch\ufefftung") == "Innenraumbeleuchtung"
    assert without_hyphenation("کتاب\u200cهای 👩\u200d🚒") == "کتاب\u200cهای 👩\u200d🚒"
