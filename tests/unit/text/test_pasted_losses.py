"""Every word and address of HTML comes in, or is reported."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HTMLParser, document_fromstring

from dateline.text.html import clean, to_text
from dateline.text.pasted.normalize import normalize_pasted
from dateline.text.pasted.tags import repair

LINK = "https://old.example.org/"


def said(source):
    """Return all that the result says, and all that is reported."""
    result = normalize_pasted(source)
    return f"{to_text(result.html)} {result.html}", " ".join(f"{one.words} {one.address}" for one in result.losses)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p>a</p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a</p><!--[if gte mso 9]><xml>x</xml><![endif]--><p>b</p>", "<p>a</p><p>b</p>"),
        ("<!--[if !mso]><!--><p>a</p><!--<![endif]--><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a<!-- x --!>b<!--></p><p>c</p>", "<p>ab</p><p>c</p>"),
        ("<p>a</p><xml><p>b</p>", "<p>a</p><p>b</p>"),
        ("<details><summary>Notes</summary>Built in 1931.</details>", "<p>Notes</p><p>Built in 1931.</p>"),
        ("<details><summary>Notes</summary><p>Built.</p></details>", "<p>Notes</p><p>Built.</p>"),
        ("<dialog>a</dialog><noscript>b</noscript>c", "<p>a</p><p>b</p><p>c</p>"),
        (f"<iframe src='{LINK}v' title='On video'></iframe>", f'<p><a href="{LINK}v">On video</a></p>'),
        (f"<audio><source src='{LINK}a.mp3'></audio>", f'<p><a href="{LINK}a.mp3">{LINK}a.mp3</a></p>'),
        (
            f"<audio><video src='{LINK}v'></video><source src='{LINK}a'></audio>",
            f'<p><a href="{LINK}a">{LINK}a</a></p><p><a href="{LINK}v">{LINK}v</a></p>',
        ),
        ("<embed src='//old.example.org/e'>", f'<p><a href="{LINK}e">{LINK}e</a></p>'),
        (f"<object data='x.swf'><a href='{LINK}x'>Map</a></object>", f'<p><a href="{LINK}x">Map</a></p>'),
        (
            f"<p dir=rtl>a<object data='{LINK}o' title='Map'></object>b</p><p><object></object></p>",
            f'<p dir="rtl">a</p><p dir="rtl"><a href="{LINK}o">Map</a></p><p dir="rtl">b</p>',
        ),
        (f"<h2>a<iframe src='{LINK}v' title='V'></iframe></h2>", f'<h2>a</h2><h2><a href="{LINK}v">V</a></h2>'),
        ("<p>So <math alttext='E = mc^2'></math> holds</p>", "<p>So E = mc^2 holds</p>"),
        ("<p>Well done <img class='emoji' alt='😀' src='x.png'></p>", "<p>Well done 😀</p>"),
        ("<p><press@example.org> x<y and <https://e.example/></p>", None),
        ("<p>We <3 it: 1 < 2, <!not this> <Name of minister></p>", None),
        ("<p>See <a href=\"https://e.example/>here</a> and <b class='x'>there</b>.</p>", None),
        ("<![CDATA[<p>a</p>]]>", "<p>a</p>"),
        ('<ol type="a" start="3"><li value="5">x</li></ol>', '<ol type="a" start="3"><li value="5">x</li></ol>'),
        ('<ol style="list-style-type: lower-roman"><li>x</li></ol>', '<ol type="i"><li>x</li></ol>'),
        ("<p>Fee <strike>500</strike> 400</p>", "<p>Fee <s>500</s> 400</p>"),
        ("<p>Fee <span style='text-decoration: line-through'>500</span></p>", "<p>Fee <s>500</s></p>"),
        ("<pre>one\n  two\n\nthree</pre>", "<p>one<br>&nbsp;&nbsp;two</p><p>three</p>"),
        ("<div style='white-space:pre-wrap'>one\ntwo</div>", "<p>one<br>two</p>"),
        ("<p>He said <i lang=fr>oui</i>.</p>", '<p>He said <i lang="fr">oui</i>.</p>'),
        (
            "<div lang=en><p>Yes, they said.</p><div lang=fr>Oui</div></div>",
            '<p>Yes, they said.</p><p lang="fr">Oui</p>',
        ),
        ("<p lang=en-GB>Yes</p><p lang=en-US>No</p>", "<p>Yes</p><p>No</p>"),
        ("<p>x<math><msup><mi>y</mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>1</mn><mi>n</mi></mfrac></math></p>", None),
        (
            "<p><a href='http://bücher.example/ü'>x</a></p>",
            '<p><a href="http://xn--bcher-kva.example/%C3%BC">x</a></p>',
        ),
        ("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>", None),
    ],
)
def test_what_the_source_says_comes_in(source, expected):
    result = normalize_pasted(source)

    assert expected is None or re.sub(r"\s+(?=<p)", "", result.html) == expected
    assert clean(result.html) == result.html
    assert not [one for one in result.losses if one.sort == "words"]
    assert [one.sort for one in result.losses if one.sort not in {"formula", "embedded"}] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Write to <press@example.org> by Friday</p>", "Write to <press@example.org> by Friday"),
        ("<p>It held where x<y and all the rest</p>", "It held where x<y and all the rest"),
        ("<p>if a<b and b>c</p>", "if a<b and b>c"),
        ("<p>We <3 it: 1 < 2, <!not this> </></p>", "We <3 it: 1 < 2, <!not this> </>"),
        ("<p>Dear <Name of minister>,</p>", "Dear <Name of minister>,"),
        ("<p>last <words", "last <words"),
        ("<p>see <a href=\"https://e.example/>here</a> and <b class='x'>there</b>", "see here and there"),
        ("<p>x<math><msup><mi>y</mi><mn>2</mn></msup><mfrac><mn>1</mn><mi>n</mi></mfrac></math></p>", "xy21/n"),
    ],
)
def test_words_in_angle_brackets_are_shown_as_they_were_written(source, text):
    assert to_text(normalize_pasted(source).html) == text


@pytest.mark.parametrize(
    ("source", "sort", "words", "address"),
    [
        ("<p>a<img src='c.png' alt='Chart'></p>", "picture", "Chart", "c.png"),
        ("<p>a<img src='data:image/png;base64,AAAA' alt=''></p>", "picture", "", "data:image/png"),
        ("<p>a<img src='data:image/gif;base64,AA' data-src='real.jpg'></p>", "picture", "", "real.jpg"),
        ("<p>a<svg><text>Arrivals</text></svg></p>", "drawing", "Arrivals", ""),
        ("<p>a<del>never</del></p>", "deleted", "never", ""),
        ("<p>a<span style='display: none'>never</span><b hidden>x</b></p>", "hidden", "never", ""),
        ("<p>a</p><!-- never", "hidden", "never", ""),
        ("<p>a</p><script>never", "hidden", "never", ""),
        ("<p>a</p><style>p {}</style><title>never ends <p>more", "hidden", "never ends more", ""),
        ("<p>a <a href='ftp://e.example/x'>file</a></p>", "link", "file", "ftp://e.example/x"),
        ("<p>a <a href='https://e.example/x'><img src='i.png'></a></p>", "link", "", "https://e.example/x"),
        ("<p>a</p><iframe src='javascript:x()' title='Map'></iframe>", "embedded", "Map", "javascript:x()"),
        ("<p>a</p><input type=submit value='Send'>", "field", "Send", ""),
        ("<p>a</p><map><area href='https://e.example/' alt='North'></map>", "link", "North", "https://e.example/"),
        ("<video src='https://e.example/v.mp4' poster='p.jpg'></video>", "picture", "", "p.jpg"),
        ("<p>x<math><mi>y</mi></math></p>", "formula", "y", ""),
        ("<p>a<span class=MsoCommentReference>[AK1]</span></p>", "comment", "[AK1]", ""),
    ],
)
def test_what_a_text_cannot_hold_is_reported(source, sort, words, address):
    losses = normalize_pasted(source).losses

    assert [one for one in losses if one.sort == sort and one.words == words and one.address == address]


@pytest.mark.parametrize(
    ("tag", "depth"),
    [("div", 300), ("div", 10_000), ("b", 400), ("ul><li", 300), ("table><tr><td", 150), ("blockquote", 300)],
)
def test_text_that_is_nested_deeply_comes_in_or_is_reported(tag, depth):
    opening, closing = f"<{tag}>", "".join(f"</{one}>" for one in reversed(tag.split("><")))

    out, reported = said(f"<p>first</p>{opening * depth}inner words{closing * depth}<p>last</p>")

    assert all(word in out or word in reported for word in ("first", "inner", "words", "last"))


WORDS = st.integers(1, 10_000).map(lambda number: f"w{number}x")
CONTAINER_NAMES = (
    "p div span b i s u del ins font blockquote pre details summary fieldset legend dialog section address center "
    "figure figcaption ul ol li dl dt dd table tr td th caption noscript object audio video canvas select option "
    "button label textarea svg math h1 h2 h3 h6 a q cite code my-widget o:p template-like marquee menu"
)
CONTAINERS = st.sampled_from(CONTAINER_NAMES.split())
ATTRIBUTES = st.sampled_from(
    [
        "",
        " class=x",
        " style='display:none'",
        " lang=fr",
        " hidden",
        " style='mso-list:l0 level2'",
        " href='#x'",
        f" href='{LINK}l'",
        ' title="it\'s <b>"',
    ]
)
LEAVES = st.one_of(
    WORDS,
    WORDS.map(lambda word: f"<{word}@example.org>"),
    WORDS.map(lambda word: f"1 < {word} and x<{word} again"),
    WORDS.map(lambda word: f"<img src='{word}.png'>"),
    WORDS.map(lambda word: f"<img src=a.png alt='{word}'>"),
    WORDS.map(lambda word: f"<iframe src='{LINK}{word}'></iframe>"),
    WORDS.map(lambda word: f"<video><source src='{LINK}{word}'></video>"),
    WORDS.map(lambda word: f"<a href='{LINK}{word}'>{word}</a>"),
    WORDS.map(lambda word: f"<a href='ftp://{word}/'>{word}</a>"),
    WORDS.map(lambda word: f"<!--[if gte mso 9]><xml>x</xml><![endif]-->{word}"),
    WORDS.map(lambda word: f"<![if !supportLists]>{word}<![endif]><br>"),
    WORDS.map(lambda word: f"<![CDATA[{word}]]>"),
)


def element(parts):
    tag, attributes, inside, ends = parts
    return f"<{tag}{attributes}>{''.join(inside)}{f'</{tag}>' if ends else ''}"


PAGES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(
        CONTAINERS, ATTRIBUTES, st.lists(inner, max_size=4), st.sampled_from([True] * 9 + [False])
    ).map(element),
    max_leaves=15,
)


@given(st.lists(PAGES, min_size=1, max_size=4).map("".join))
def test_every_word_of_a_page_comes_in_or_is_reported(page):
    out, reported = said(page)

    assert [word for word in re.findall(r"w\d+x", page) if word not in out and word not in reported] == []


@given(st.lists(PAGES, min_size=1, max_size=4).map("".join))
def test_a_page_that_came_in_comes_in_again_unchanged(page):
    first = normalize_pasted(page).html
    again = normalize_pasted(first)

    assert to_text(again.html) == to_text(first)
    assert clean(first) == first
    assert not [one for one in again.losses if one.sort in {"words", "deleted", "hidden"}]


@given(st.text(alphabet=st.sampled_from([*"<>/!-=\"' ab", "&", "é", "\n"]), max_size=40))
def test_repaired_markup_has_no_words_in_a_tag_that_is_none(source):
    repaired = repair(source)

    assert repair(repaired.text).text.replace("&lt;", "<") == repaired.text.replace("&lt;", "<")


def _shown(source):
    """Return the words that another parser finds, without scripts and styles."""
    document = document_fromstring(f"<div>{source}</div>", parser=HTMLParser(huge_tree=True))
    for part in list(document.iter("script", "style", "head", "title", "template", "iframe", "noscript")):
        part.drop_tree()
    return " ".join(document.itertext()).split()


@pytest.mark.slow
def test_every_word_of_the_samples_comes_in_or_is_reported(samples):
    pages = sorted(path for path in samples.rglob("*.html") if path.stat().st_size < 400_000)[:60]
    if not pages:
        pytest.skip("the samples have no HTML")
    for page in pages:
        source = page.read_text("utf-8", errors="replace")
        accounted = "".join(said(source))

        lost = [word for word in _shown(source) if word not in accounted]

        assert lost == [], page.name


def test_escaped_markup_stays_text():
    assert to_text(normalize_pasted(f"<p>{escape('<p>a & b</p>')}</p>").html) == "<p>a & b</p>"
