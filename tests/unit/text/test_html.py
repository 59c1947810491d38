from hypothesis import given
from hypothesis import strategies as st

from dateline.text.html import clean, to_text


def test_what_editors_write_stays_as_it_is():
    html = (
        '<h2>Aim</h2><p>A <strong>firm</strong> <em>step</em>, <a href="https://asco.example/">see</a>.</p>'
        '<ul><li>one</li></ul><blockquote><p lang="fr">Oui</p></blockquote>'
        '<table><tbody><tr><th scope="row">x</th><td colspan="2">y</td></tr></tbody></table>'
    )

    assert clean(html) == html


def test_what_could_act_is_gone():
    html = (
        '<p onclick="x()" style="color:red" class="big">a<script>alert(1)</script><img src=x onerror=y>'
        '<a href="javascript:alert(1)">b</a><iframe src="//e">c</iframe><svg><a>d</a></svg></p>'
    )

    assert clean(html) == "<p>a<a>b</a></p>"


def test_an_unknown_tag_goes_and_its_text_stays():
    assert clean("<div><font>kept</font></div>") == "kept"


def test_an_attribute_keeps_only_a_value_it_can_have():
    assert (
        clean('<p dir="sideways" lang="x y">a</p><p dir="rtl" lang="ar">b</p>')
        == '<p>a</p><p dir="rtl" lang="ar">b</p>'
    )


def test_links_within_the_site_stay():
    assert clean('<a href="/en/news/4/x">x</a>') == '<a href="/en/news/4/x">x</a>'


@given(
    st.text()
    | st.lists(st.sampled_from(["<p>", "</p>", "<a href='x'>", "<b", "&lt;", "&", '"', "<table>", "<td>", "é"])).map(
        "".join
    )
)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_text_has_a_line_for_each_block():
    html = (
        "<h2>One &amp; two</h2>\n<p>three\nfour<br>five</p><ul><li>six</li><li><b>se</b>ven</li></ul><style>no</style>"
    )

    assert to_text(html) == "One & two\nthree four\nfive\nsix\nseven"


def test_an_escaped_tag_is_text():
    assert to_text("<p>if a &lt; b &lt;p&gt;</p>") == "if a < b <p>"
