"""Saved pages of many content systems: each gives the same ten items."""

from itertools import groupby

import pytest

from dateline.newsroom.intake.listing_reader import read_listing
from tests.support.listings import BASE, DAYS, PATHS, SUMMARIES, TITLES, items, long, page

EVENTS = "".join(
    f'<li><span>March {day}, 2026</span> <a href="/events/{day}">Town hall meeting in district number {day}</a></li>'
    for day in (3, 9, 12)
)


WITH_SUMMARY = {
    "Drupal, day and category in one line": (
        "<div class='views-row'><article><h4>{link}</h4><p>{long} | Press Release</p><div><p>{s}</p></div>"
        "<a href='{p}'>Read more</a></article></div>"
    ),
    "Drupal, day first": (
        "<div class='views-row'><div>{long} | Press Release</div><h3>{link}</h3><div><p>{s}</p></div></div>"
    ),
    "Joomla blog": (
        "<div class='item'><h2 itemprop='name'>{link}</h2><dl><dt>Details</dt><dd><time datetime='{iso}T14:00-05:00'>"
        "Published: {british}</time></dd><dd>Hits: 123</dd></dl><p>{s}</p><p><a href='{p}'>Read more: {t}</a></p></div>"
    ),
    "Elementor": (
        "<article><div><a href='{p}'><img alt=''></a><h3><a href='{p}'> {t} </a></h3><div><span> {long} </span>"
        "<span>No Comments</span></div><div><p>{s}</p></div><a href='{p}'>Read More »</a></div></article>"
    ),
    "WordPress, day and category": (
        "<article><header><h2>{link}</h2><p>{long} • Posted in <a href='/c/media'>Media Releases</a></p></header>"
        "<div><p>{s} <a href='{p}'>Continue reading <span>{t}</span> →</a></p></div></article>"
    ),
    "WordPress, by an author": (
        "<article><h2>{link}</h2><div>by <a href='/a/web'>webmaster</a> | <span>{short}</span> | "
        "<a href='/c/pr'>Press Releases</a></div><div><p>{s}</p></div></article>"
    ),
    "SharePoint rows": (
        "<div class='row'><div class='col-2'>{padded}</div><div class='col-10'>{link}<div>{s}</div></div></div>"
    ),
    "Kentico, day last": ("<div><h3>{link}</h3><div><p>{s}</p></div><div>{slashed}</div></div>"),
    "cards that are links": (
        "<a class='card' href='{p}'><div>{short}</div><h3>{t}</h3><p>{s}</p><span>Read more</span></a>"
    ),
    "a day in three boxes": (
        "<li><div><span>{month}</span> <span>{day}</span> <span>{year}</span></div><h3>{link}</h3><p>{s}</p></li>"
    ),
    "definitions": "<dt>{link}</dt><dd>{long}</dd><dd>{s}</dd>",
    "no boxes, title first": "<h3>{link}</h3><p>{long}</p><p>{s}</p>",
    "no boxes, day first": "<p>{long}</p><p>{link}</p><p>{s}</p>",
    "no boxes, day last": "<h4>{link}</h4><p>{s}</p><p>{long}</p><hr>",
    "day and link in one line": "<p>{long} - {link}<br>{s}</p>",
    "a day only machines read": (
        "<article><h2>{link}</h2><time datetime='{iso}'>3 days ago</time><p>{s}</p></article>"
    ),
    "the day twice, for two screens": ("<div><span>{long}</span><h3>{link}</h3><span>{long}</span><p>{s}</p></div>"),
    "titles cut, and whole beside": ("<div><a href='{p}' title='{t}'>{cut}...</a><span>{long}</span><p>{s}</p></div>"),
}
WITH_SUMMARY |= {
    "line breaks in a paragraph": "<p>{link}<br>{long}<br>{s}</p>",
    "line breaks and nothing else": "{link}<br>{long}<br>{s}<br><br>",
    "day in the heading": "<div><h3><time datetime='{iso}T09:00-05:00'>{long}</time> {link}</h3><p>{s}</p></div>",
    "day as a heading": "<div><h3>{long}</h3><h4>{link}</h4><p>{s}</p></div>",
    "spans only": "<div><span>{month}. {day}, {year}</span><a href='{p}'>{t}</a><span>{s}</span></div>",
    "a title that is not linked": "<div><h3>{t}</h3><p>{long}</p><p>{s}</p><a href='{p}'>Read the release</a></div>",
    "a line above the title": "<div><p>PRESS RELEASE | {long}</p><h3>{link}</h3><p>{s}</p></div>",
    "with hour and author": "<div><h3>{link}</h3><p>Posted on {long} at 10:30 AM EST by Press</p><p>{s}</p></div>",
    "SharePoint, with midnight": "<li><div>{slashed} 12:00 AM</div><div>{link}</div><div>{s}</div></li>",
    "tags below": "<div><h2>{link}</h2><div>{long}</div><div>{s}</div><p><a href='/t/a'>Housing</a></p></div>",
}
WITHOUT_SUMMARY = {
    "Joomla table": "<tr><td class='list-title'>{link}</td><td>{long}</td></tr>",
    "a list with years of two digits": "<li>{link} ({two_digits})</li>",
    "cards without headings": "<div><a href='{p}'><div>{t}</div><div>{short}</div></a></div>",
    "terms": "<dt>{month}. {day}, {year}</dt><dd>{link}</dd>",
    "a strong day": "<p><strong>{long}</strong> – {link}</p>",
    "the day in the link": "<li><a href='{p}'>{long} – {t}</a></li>",
    "the day in brackets": "<li><a href='{p}'>{t} ({long})</a></li>",
    "line breaks only": "{long}<br>{link}<br><br>",
}


def found(data: bytes, **options):
    return [(i.title, i.published_on, i.url, i.summary) for i in read_listing(data, "page.html", "en", **options).items]


def expected(*, summaries: bool, base: str = BASE):
    return [
        (title, day, base + path, summary if summaries else "")
        for title, day, path, summary in zip(TITLES, DAYS, PATHS, SUMMARIES, strict=True)
    ]


@pytest.mark.parametrize("name", WITH_SUMMARY)
def test_items_of_a_page_are_complete(name):
    assert found(page(f"<div>{items(WITH_SUMMARY[name])}</div>")) == expected(summaries=True)


@pytest.mark.parametrize("name", WITHOUT_SUMMARY)
def test_items_without_summary_have_none(name):
    markup = items(WITHOUT_SUMMARY[name])
    wrapped = (
        f"<table><tr><th>Title</th><th>Date</th></tr>{markup}</table>" if "<tr>" in markup else f"<ul>{markup}</ul>"
    )

    assert found(page(wrapped)) == expected(summaries=False)


def test_a_sidebar_of_events_is_ignored():
    body = items(WITH_SUMMARY["Drupal, day first"]) + f"<aside><h3>Upcoming events</h3><ul>{EVENTS}</ul></aside>"

    assert found(page(body)) == expected(summaries=True)


def test_a_featured_item_above_the_list_is_the_first():
    hero = items("<div class='hero'><h2>{link}</h2><p>{long}</p><p>{s}</p></div>", [0])
    rest = items("<div><h3>{link}</h3><span>{long}</span><p>{s}</p></div>", range(1, 10))

    assert found(page(f"{hero}<div>{rest}</div>")) == expected(summaries=True)


def test_an_item_shown_twice_is_one():
    body = items(WITH_SUMMARY["Drupal, day first"], [0]) + items(WITH_SUMMARY["Drupal, day first"])

    assert found(page(body)) == expected(summaries=True)


def test_a_date_in_the_header_of_a_page_is_not_an_item():
    body = f"<p>Today is February 12, 2026</p>{items(WITH_SUMMARY['Elementor'])}"

    assert found(page(body)) == expected(summaries=True)


@pytest.mark.parametrize("sections", [True, False])
def test_headings_of_months_are_not_titles(sections):
    parts = [("February 2026", range(9)), ("January 2026", range(9, 10))]
    point = "<li><span>{long}</span>{link}</li>"
    groups = [f"<h2>{month}</h2><ul>{items(point, numbers)}</ul>" for month, numbers in parts]
    body = "".join(f"<section>{group}</section>" if sections else group for group in groups)

    assert found(page(body)) == expected(summaries=False)


def test_one_date_may_stand_above_several_items():
    body = "".join(
        f"<h3>{long(day)}</h3><ul>{items('<li>{link}</li>', list(numbers))}</ul>"
        for day, numbers in groupby(range(10), key=DAYS.__getitem__)
    )

    assert found(page(body)) == expected(summaries=False)


def test_links_are_resolved_against_the_address_in_the_page():
    body = items(WITH_SUMMARY["Elementor"])
    bare = page(body).replace(b'<link rel="canonical" href="https://ag.example.gov/news/releases">', b"")

    assert found(bare) == expected(summaries=True, base="")
    assert found(bare, url="https://other.example/x/y") == expected(summaries=True, base="https://other.example")
    saved = bare.replace(b"<html", b"<!-- saved from url=(0028)https://saved.example/news -->\n<html")
    assert found(saved) == expected(summaries=True, base="https://saved.example")
    based = bare.replace(b"<head>", b'<head><base href="https://based.example/">')
    assert found(based) == expected(summaries=True, base="https://based.example")


@pytest.mark.parametrize(
    "body",
    [
        "<p>The list is shown here once scripts run.</p><div id='app'></div>",
        "<h2>Media contact</h2><p>Jane Roe, 555-0100</p><p>Last updated February 10, 2026</p>",
        "<article><h2>Report</h2><p>By Jane Roe</p><p>February 10, 2026</p><p>On March 3, 2025, we met.</p></article>",
        "<ul><li><a href='/2026'>February 2026</a></li><li><a href='/2025'>January 2026</a></li></ul>",
        "<form><select><option>2/10/2026</option><option>2/9/2026</option></select></form>",
    ],
)
def test_a_page_without_list_is_refused(body):
    from dateline.newsroom.intake.errors import NoListError

    with pytest.raises(NoListError, match="0 items"):
        read_listing(page(body), "page.html", "en")


def test_labels_in_a_page_give_all_fields_and_names_keep_their_commas():
    body = items(
        "<div class='row'><h3>{link}</h3><div><b>Publishing date:</b> {british}</div><div><span>Content type</span>"
        "<span>: News</span></div><div>Where we are: <a href='/o/1'>Office for Law, Order and Peace</a>, "
        "<a href='/o/2'>Mission to Y (closed)</a></div><div><div>What we do:</div><div>Policing, Youth</div></div>"
        "<p>{s}</p></div>"
    )

    [first, *_] = read_listing(page(body), "page.html", "en").items

    assert (first.title, first.kind.name, first.summary) == (TITLES[0], "News", SUMMARIES[0])
    assert [(o.name, o.closed) for o in first.offices] == [
        ("Office for Law, Order and Peace", False),
        ("Mission to Y", True),
    ]
    assert [topic.name for topic in first.topics] == ["Policing", "Youth"]
    assert (first.dateline.places, first.lead[:16]) == (("AUSTIN",), "Attorney General")


@pytest.mark.parametrize("day", ["today", "32 March 2026", "soon"])
def test_an_item_without_date_in_a_list_is_rejected(day):
    body = items("<div class='row'><h3>{link}</h3><time>{british}</time><p>{s}</p></div>").replace(
        "10 February 2026", day
    )

    listing = read_listing(page(body), "page.html", "en")

    assert [item.title for item in listing.items] == [*TITLES[:2], *TITLES[3:]]
    [aside] = listing.rejected
    assert aside.lines[0] == TITLES[2]
    assert "publishing date" in aside.faults[0].reason


@pytest.mark.parametrize(
    "form", ["<li>{link} {two_digits}</li>", "<li>{long}: {link}</li>", "<li>({long}) {link}</li>"]
)
def test_brackets_of_a_title_stay(form):
    title = TITLES[3]
    body = items(form).replace(title, f"{title} (Part 2)")

    assert read_listing(page(f"<ul>{body}</ul>"), "page.html", "en").items[3].title == f"{title} (Part 2)"


def test_brackets_at_the_beginning_of_a_summary_stay():
    body = items("<div><span>{long}</span> {link} <span>(VELDA) – {s}</span></div>")

    item = read_listing(page(body), "page.html", "en").items[3]

    assert (item.title, item.summary, item.dateline.places) == (TITLES[3], f"(VELDA) – {SUMMARIES[3]}", ("VELDA",))
