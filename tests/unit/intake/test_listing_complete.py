"""Every text node among the items of a list is in an item, reported, or furniture of the page."""

import re

import pytest

from dateline.newsroom.intake.listing.labels import is_noise
from dateline.newsroom.intake.listing.lines import text_lines
from dateline.newsroom.intake.listing.words import LABELS
from dateline.newsroom.intake.listing_html.dom import parse_body, visible_lines
from dateline.newsroom.intake.listing_reader import read_listing
from dateline.text.dates import written_days
from tests.support.listings import items, page
from tests.unit.intake.test_listing_pages import WITH_SUMMARY, WITHOUT_SUMMARY

STATES = ("california", "connecticut", "new_york", "ohio")
_LABEL_WORDS = {word for labels in LABELS.values() for label in labels for word in label.split()}


def words(text):
    return set(re.findall(r"[^\W\d_]{3,}", text.lower()))


def said(listing):
    """Return the words of all that an import takes in or tells."""
    parts = [*listing.remarks]
    for item in listing.items:
        names = (*item.offices, *item.topics, *([item.kind] if item.kind else []))
        parts += [item.title, item.summary, *(name.name for name in names)]
    for item in listing.rejected:
        parts += [*item.lines, *(fault.reason for fault in item.faults)]
    return words(" ".join(parts)) | _LABEL_WORDS


def unexplained(lines, listing):
    """Return lines between the first and the last title with words that are neither taken in nor told."""
    known = said(listing)
    titles = [item.title[:40] for item in listing.items]
    places = [index for index, line in enumerate(lines) if any(title in line.text for title in titles)]
    for line in lines[places[0] : places[-1] + 1]:
        text = line.text
        for item in listing.items:
            text = text.replace(item.title, " | ").replace(item.summary or item.title, " | ")
        for day in reversed(written_days(text, "en-US")):
            text = text[: day.start] + text[day.end :]
        rest = (
            ""
            if line.text == "3 days ago"
            else " ".join(part for part in text.split("|") if not is_noise(part.strip()))
        )
        if not is_noise(line.text) and words(rest) - known:
            yield line.text, words(rest) - known


def lines_of(data, *, is_html):
    text = data.decode()
    return visible_lines(parse_body(text), "") if is_html else [line for line in text_lines(text) if line.text]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ending", ["html", "txt"])
def test_a_real_page_loses_nothing_in_silence(samples, state, ending):
    path = samples / "state-press-pages" / state / f"listing_page_0.{ending}"
    listing = read_listing(path.read_bytes(), state, "en", order="mdy")

    assert list(unexplained(lines_of(path.read_bytes(), is_html=ending == "html"), listing)) == []


EXTRAS = {
    "a line beside": "<p>Hits: forty thousand</p>",
    "tags": "<p><a href='/t/x'>Zebra crossing</a></p>",
    "an item without link": "<div>Zebra crossings get new lights in spring</div>",
    "a note": "<small>Embargoed zebra</small>",
    "a picture's caption": "<figure><figcaption>Zebra by Jane Roe</figcaption></figure>",
}


# Titles that the page truncates have their other words in attributes only.
@pytest.mark.parametrize("name", [name for name in (*WITH_SUMMARY, *WITHOUT_SUMMARY) if "cut" not in name])
@pytest.mark.parametrize("extra", EXTRAS)
def test_a_page_with_something_more_in_an_item_loses_nothing_in_silence(name, extra):
    form = (WITH_SUMMARY | WITHOUT_SUMMARY)[name]
    first, rest = items(form, [0]), items(form, range(1, 10))
    last = first.rfind("</")
    markup = first[:last] + EXTRAS[extra] + first[last:] if last > 0 else first + EXTRAS[extra]
    data = page(f"<div>{markup}{rest}</div>")

    listing = read_listing(data, "page.html", "en")

    assert list(unexplained(lines_of(data, is_html=True), listing)) == []
