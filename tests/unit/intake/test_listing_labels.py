"""Labels on listing pages: in adjacent elements, by class, beside days and titles; and titles that look like labels."""

import pytest

from dateline.newsroom.intake.listing_reader import read_listing
from tests.support.listings import TITLES, items, page


def read(markup):
    return read_listing(page(f"<ul>{items(markup)}</ul>"), "page.html", "en")


def fields(markup):
    [first, *_] = read(markup).items
    names = ([office.name for office in first.offices], [topic.name for topic in first.topics])
    return first.title, first.kind and first.kind.name, *names


WHOLE = (TITLES[0], "News", ["Mission to Aske"], ["Policing", "Youth"])


@pytest.mark.parametrize(
    "markup",
    [
        "<span>Content type: News</span><span>Where we are: {o}</span><span>What we do: Policing, Youth</span>",
        "<span><b>Content type:</b> News</span><span><b>Where we are:</b> {o}</span><i>What we do: {t}</i>",
        "<em>Content type: News</em> <em>Where we are: {o}</em> <em>What we do: {t}</em>",
        "<i class='kind'>News</i><i class='organisations'><abbr title='{o}'>MTA</abbr></i><i class=topics>{a}</i>",
        "<span class='document-type'>News</span><span class='department'>{o}</span><ul class='topics'>{l}</ul>",
    ],
)
def test_labelled_elements_side_by_side_are_fields(markup):
    names = {"{o}": "Mission to Aske", "{t}": "Policing, Youth", "{l}": "<li>Policing</li><li>Youth</li>"}
    for key, text in (names | {"{a}": "<a href='/t'>Policing</a>, <a href='/u'>Youth</a>"}).items():
        markup = markup.replace(key, text)

    assert fields(f"<li><h3>{{link}}</h3><p>{{long}}</p><div>{markup}</div></li>") == WHOLE


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<li>{link}, <em>media release</em>, {long}</li>", "media release"),
        ("<li>{link} | Press Release | {long}</li>", "Press Release"),
        ("<li><h3>{link}</h3><p>{long} | Press Release</p></li>", "Press Release"),
        ("<li><h3>{link}</h3><p>{long} · Statement</p></li>", "Statement"),
        ("<li><h3>{link}</h3><p>{long} | by webmaster</p></li>", None),
    ],
)
def test_a_kind_in_the_running_line_is_the_kind(markup, kind):
    assert fields(markup)[:2] == (TITLES[0], kind)


def test_a_row_of_links_after_a_label_is_no_lead_and_is_reported():
    listing = read(
        "<li><h3>{link}</h3><p>{long}</p><p>Part of a collection: <a href='/c'>Rules for small ferries</a></p></li>"
    )

    assert {item.summary for item in listing.items} == {""}
    assert any("Part of a collection: Rules for small ferries" in remark for remark in listing.remarks)


@pytest.mark.parametrize("start", ["What we do: ", "Where we work now: ", "Topics: ", "Statement: ", "Issue: "])
def test_a_title_may_begin_like_a_label(start):
    title = f"{start}ten years of policing in Dolmara"
    markup = items("<li><h3>{link}</h3><p>Publishing date: {british}</p><p>What we do: Policing</p></li>")

    listing = read_listing(page(f"<ul>{markup.replace(TITLES[0], title)}</ul>"), "page.html", "en")

    assert (listing.items[0].title, [topic.name for topic in listing.items[0].topics]) == (title, ["Policing"])


@pytest.mark.parametrize("start", ["Where we work now: ", "Topic of the day: ", "Document types: "])
def test_a_title_in_copied_text_may_begin_like_a_label(start):
    text = (
        f"{start}ten years of policing\nPublishing date: 3 June 2024\nContent type: News\nWhere we are: Aske\n"
        "What we do: Policing\nIt began long ago.\n"
    )

    listing = read_listing(text.encode(), "copied.txt", "en")

    assert [item.title for item in listing.items] == [f"{start}ten years of policing"]
