import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.text.html import clean, to_text
from dateline.text.pasted.normalize import normalize_pasted
from tests.support.desk import clipboard


def normalized(source, language=""):
    return normalize_pasted(source, language).html


def squeezed(html):
    return re.sub(r"\s+(?=<(?!a|b|i|s))|(?<=>)\s+(?=<)", "", re.sub(r"\s+", " ", html))


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (clipboard.WORD, clipboard.WORD_CLEAN),
        (clipboard.GOOGLE, clipboard.GOOGLE_CLEAN),
        (clipboard.MAIL, clipboard.MAIL_CLEAN),
    ],
    ids=["word", "google", "mail"],
)
def test_what_programs_write_becomes_what_the_author_meant(pasted, expected):
    assert squeezed(normalized(pasted)) == expected


@pytest.mark.parametrize("pasted", [clipboard.WORD, clipboard.GOOGLE, clipboard.MAIL], ids=["word", "google", "mail"])
def test_nothing_of_the_program_stays_and_tidying_again_changes_nothing(pasted):
    tidied = normalized(pasted)

    assert not re.search(r"\b(class|style|id|on\w+|lang)=|mso|o:p|<span|<div|<font|<img|<!--", tidied)
    assert "safelinks" not in tidied
    assert squeezed(normalized(tidied)) == squeezed(tidied)
    assert clean(tidied) == tidied


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("", ""),
        ("just words & more", "<p>just words &amp; more</p>"),
        ("<p>a</p>\n<p>&nbsp;</p><p><o:p></o:p></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<h1>A</h1><h5>B</h5>", "<h2>A</h2><h4>B</h4>"),
        ("a<br><br>b<br>c", "<p>a</p><p>b<br>c</p>"),
        ("<p>x<s>y</s><span class=msoDel>gone</span></p>", "<p>x<s>y</s></p>"),
        ("<p>x<span style='mso-hide:all'>gone</span></p>", "<p>x</p>"),
        ('<p><a href="javascript:x()">word</a></p>', "<p>word</p>"),
        ('<p><a href="file:///C:/x.docx#_ftn2">[2]</a></p>', "<p><sup>[2]</sup></p>"),
        ('<p><a name="_Toc1">Aim</a></p>', "<p>Aim</p>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ('<p dir="rtl" lang="ar">نص</p>', '<p dir="rtl">نص</p>'),
        ("<table><tr><td>only</td></tr><tr><td>placed</td></tr></table>", "<p>only</p><p>placed</p>"),
        ("<p class=MsoTitle>Name</p>", "<h2>Name</h2>"),
        ("<b style='font-weight:normal'><p>a</p></b>", "<p>a</p>"),
        (
            "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)</span>deep</p>",
            '<ol type="a"><li>deep</li></ol>',
        ),
        ("<ul><ul><li>deep</li></ul></ul>", "<ul><li><ul><li>deep</li></ul></li></ul>"),
        ("<td>loose</td>", "<p>loose</p>"),
        ("\x00\x0bbad\ufffe", "<p>bad</p>"),
    ],
)
def test_small_things_come_out_right(pasted, expected):
    assert squeezed(normalized(pasted)) == expected


WORDS = st.lists(st.sampled_from(["bridge", "opens", "Velda", "ten", "мост", "جسر"]), min_size=1, max_size=3).map(
    " ".join
)
INLINE = st.tuples(
    st.sampled_from(
        ["", "b", "i", "span style='font-weight:700'", "font color=red", "a href='https://e.example/'", "o:p"]
    ),
    WORDS,
).map(lambda given: f"<{given[0]}>{given[1]}</{given[0].split()[0]}>" if given[0] else given[1])
BLOCKS = st.recursive(
    st.tuples(st.sampled_from(["p", "h2", "div", "p class=MsoListParagraph style='mso-list:l0 level2 lfo1'"]), INLINE),
    lambda inner: st.tuples(
        st.sampled_from(["div", "blockquote", "ul><li", "td", "b style='font-weight:normal'"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


def written(block):
    tag, inside = block
    content = inside if isinstance(inside, str) else "".join(map(written, inside))
    if tag == "td":
        return f"<table><tr><td>{content}</td><td>side</td></tr></table>"
    closing = "".join(f"</{name.split()[0]}>" for name in reversed(tag.split("><")))
    return f"<{tag}>{content}{closing}"


@given(st.lists(BLOCKS, min_size=1, max_size=5).map(lambda blocks: "".join(map(written, blocks))))
def test_no_word_is_lost_or_moved_and_the_result_stands_still(pasted):
    tidied = normalized(pasted)

    assert to_text(tidied).split() == to_text(pasted).split()
    assert clean(tidied) == tidied
    assert squeezed(normalized(tidied)) == squeezed(tidied)


@given(st.text(max_size=60) | st.lists(st.sampled_from(clipboard.PIECES), max_size=25).map("".join))
@example("<A")
@example("<a<b>x")
def test_whatever_is_pasted_comes_out_clean(pasted):
    tidied = normalized(pasted)

    assert clean(tidied) == tidied
    assert not re.search(r"<(script|svg|style|span|div)|onload|mso", tidied)
