"""Plain text and Markdown have the content of the page."""

import pytest

from dateline.editions.parts import Text
from tests.support.editions import Log, a_newsroom, an_edition
from tests.support.feeds.sound import asked


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom())
    return log


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("5 · 10<sup>6</sup> t", "5 · 10⁶ t"),
        ("10<sup>−3</sup>", "10⁻³"),
        ("CO<sub>2</sub>", "CO₂"),
        ('word<sup lang="en">1</sup>', "word¹"),
        ("the 4<sup>th</sup>", "the 4th"),
    ],
)
def test_superscripts_keep_their_meaning_in_plain_text(log, given, told):
    log.publish(an_edition(1, body=(Text(html=f"<p>{given}</p>"),)))

    assert told in asked(log, "/en/news/1.txt").body.decode()
    assert told in asked(log, "/en/news/1.md").body.decode()


def test_markdown_keeps_signs_of_html_in_a_headline_and_brackets_in_addresses(log):
    link = '<p><a href="https://x.example/a)b_(c">here</a></p>'
    log.publish(an_edition(1, headline="R&amp;D &copy;", body=(Text(html=link),)))

    told = asked(log, "/en/news/1.md").body.decode()

    assert told.startswith("# R\\&amp;D \\&copy;\n")
    assert "[here](https://x.example/a%29b_%28c)" in told
