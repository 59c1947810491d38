"""Text copied from pages: title, date and summary in any order, recognised from the whole list."""

import pytest

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing_reader import read_listing
from tests.support.listings import DAYS, SUMMARIES, TITLES, text

WITH_SUMMARY = {
    "title, day, summary": "{t}\n{long}\n{s}\n",
    "day, title, summary": "{long}\n{t}\n{s}\n",
    "title, summary, day": "{t}\n{s}\n{long}\n",
    "day with category": "{t}\n{long} | Press Release\n{s}\n",
    "day with category after a dot": "{t}\n{long} • Posted in Media Releases\n{s}\n",
    "day with author": "{t}\nPosted on {long} by webmaster\n{s}\n",
    "day among author and category": "{t}\nby webmaster | {long} | News\n{s}\n",
    "read more after each": "{t}\n{long}\n{s}\nRead More »\n",
    "read more, day first": "{long}\n{t}\n{s}\nRead more\n",
    "read more, day last": "{t}\n{s}\nRead more\n{long}\n",
    "day and title in one line": "{slashed} {t}\n{s}\n",
    "labels after the title": "{t}\nDate: {long}\nCategory: Press Release\n{s}\n",
    "labels before the title": "Date: {long}\nCategory: Press Release\n{t}\n{s}\n",
    "labels last": "{t}\n{s}\nDate: {long}\n",
    "empty lines": "{long}\n\n{t}\n\n{s}\n\n",
    "a category on a line of its own": "{long}\nPress Release\n{t}\n{s}\n",
    "a category before each": "Press Release\n{t}\n{long}\n{s}\n",
}
WITHOUT_SUMMARY = {
    "title, day": "{t}\n{long}\n",
    "day, title": "{long}\n{t}\n",
    "day - title": "{long} - {t}\n",
    "title (day)": "{t} ({two_digits})\n",
    "title day": "{t} {long}\n",
}


def found(data: bytes):
    return [(item.title, item.published_on, item.summary) for item in read_listing(data, "page.txt", "en").items]


@pytest.mark.parametrize("name", WITH_SUMMARY)
def test_the_layout_of_a_list_with_summaries_is_recognised(name):
    assert found(text(WITH_SUMMARY[name])) == list(zip(TITLES, DAYS, SUMMARIES, strict=True))


@pytest.mark.parametrize("name", WITHOUT_SUMMARY)
def test_the_layout_of_a_list_without_summaries_is_recognised(name):
    assert found(text(WITHOUT_SUMMARY[name])) == [(t, d, "") for t, d in zip(TITLES, DAYS, strict=True)]


@pytest.mark.parametrize("name", ["title, day, summary", "day, title, summary", "title, summary, day"])
@pytest.mark.parametrize("head", ["", "News\n"])
def test_a_list_needs_no_header_and_no_footer(name, head):
    assert found(text(WITH_SUMMARY[name], head, "")) == list(zip(TITLES, DAYS, SUMMARIES, strict=True))


def test_a_list_of_months_below_is_not_an_item():
    months = "".join(f"{month} 2025\n" for month in ("March", "February", "January"))

    assert len(found(text(WITHOUT_SUMMARY["day, title"], foot=months))) == 10


@pytest.mark.parametrize(
    "page",
    [
        "Press Room\nMedia Contact:\nLawrence Doe\n(720) 555-0199\nLearn more\n",
        "About us\nLast updated: February 10, 2026\nContact\n",
        "Agenda\nFebruary 10, 2026\nWe met and talked about the year that lay behind us, and it was a long talk.\n",
        "February 2026\nJanuary 2026\nDecember 2025\n",
        "Comments\n2 days ago\nJane Roe said that it was good\nyesterday\nJohn Roe said that it was not\n",
    ],
)
def test_a_page_without_list_gives_no_items(page):
    with pytest.raises(NoListError, match="0 items"):
        read_listing(page.encode(), "page.txt", "en")


@pytest.mark.parametrize("form", ["{t} ({two_digits})\n", "{long} - {t}\n", "{t} – {long}\n"])
def test_brackets_of_a_title_stay(form):
    data = text(form).replace(TITLES[3].encode(), f"{TITLES[3]} (Part 2)".encode())

    assert found(data)[3][0] == f"{TITLES[3]} (Part 2)"


@pytest.mark.parametrize("name", WITH_SUMMARY)
def test_prose_above_and_below_a_list_is_not_an_item(name):
    head = "Home\nPress Releases\nThe latest news from our office, its bureaus and all the people who work in it.\n"
    foot = "Stay connected\nContact us\nConsumer Protection\n"

    assert [item[:2] for item in found(text(WITH_SUMMARY[name], head, foot))] == list(zip(TITLES, DAYS, strict=True))
