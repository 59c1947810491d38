"""Real saved pages, as text and as HTML: title, address, date and summary of each item, and nothing else."""

import datetime as dt
import json
from urllib.parse import urljoin

import pytest

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing_reader import read_listing
from dateline.text.dates import parse_day

STATES = ("california", "colorado", "connecticut", "new_york", "ohio", "washington")


def tidy(text):
    return " ".join((text or "").split())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ending", ["html", "txt"])
def test_a_real_page_is_parsed_exactly(samples, state, ending):
    folder = samples / "state-press-pages" / state
    expected = json.loads((folder / "listing_page_0.expected.json").read_text())
    data = (folder / f"listing_page_0.{ending}").read_bytes()
    if not expected["items"]:
        with pytest.raises(NoListError, match="nothing was made up"):
            read_listing(data, state, "en")
        return

    listing = read_listing(data, state, "en", order="mdy")

    assert listing.rejected == ()
    assert [(i.title, i.published_on, tidy(i.summary)) for i in listing.items] == [
        (tidy(item["title"]), parse_day(item["date_text"], "en-US").on(), tidy(item.get("summary")))
        for item in expected["items"]
    ]
    if ending == "html":
        assert [urljoin(expected["page"], i.url) for i in listing.items] == [item["url"] for item in expected["items"]]


def test_items_of_the_seed_listing_have_their_lines(samples):
    path = samples / "seed-listing" / "listing.txt"
    lines = path.read_text().splitlines()

    items = read_listing(path.read_bytes(), "listing.txt", "en").items

    assert len(items) == 7
    assert [lines[item.line - 1] for item in items] == [item.title for item in items]
    assert items[-1].until_line == len(lines)
    assert all(type(item.published_on) is dt.date for item in items)
