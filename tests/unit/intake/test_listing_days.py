"""Days on listing pages: in any form, completed by headings, and never guessed."""

import datetime as dt

import pytest

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing_reader import read_listing

TITLES = ("Ferry line resumes service", "Council adopts the school budget", "Nurses finish first-aid course")
DAYS = (dt.date(2024, 6, 12), dt.date(2024, 6, 3), dt.date(2024, 5, 28))


def page(days, html='<html lang="en">', *, titles=TITLES):
    points = "".join(
        f'<li><h3><a href="https://old.example.org/{number}">{title}</a></h3><p class="date">{day}</p>'
        f"<p>Our own words about item {number} of this list.</p></li>"
        for number, (title, day) in enumerate(zip(titles, days, strict=False))
    )
    return f"<!doctype html>{html}<body><main><h1>News</h1><ul>{points}</ul></main></body></html>".encode()


def read(data, language="en", **options):
    return read_listing(data, "page.html", language, **options)


def found(data, language="en", **options):
    return [(item.title, item.published_on) for item in read(data, language, **options).items]


ALL = list(zip(TITLES, DAYS, strict=True))


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("hr", ("12. lipnja 2024.", "3.6.2024.", "28. svibnja 2024. godine")),
        ("cs", ("12. 6. 2024", "3. 6. 2024 14.30", "28. 5. 2024")),
        ("ko", ("2024. 6. 12.", "2024. 6. 3.", "2024. 5. 28.")),
        ("lt", ("2024 m. birželio 12 d.", "2024 m. birželio 3 d.", "2024 m. gegužės 28 d.")),
        ("fr", ("12 juin 2024", "3<sup>e</sup> juin 2024", "28 mai 2024")),
        ("en", ("12 June 2024", "the 3<sup>rd</sup> of June 2024", "May 28, 2024")),
        ("de", ("Mi., 12.6.2024", "Mo. 03.06.2024", "Di, 28.5.2024")),
        ("ar", ("الأربعاء 12 يونيو 2024", "الإثنين 3 يونيو 2024", "الثلاثاء 28 مايو 2024")),
        ("th", ("12 มิถุนายน 2567", "3 มิ.ย. 2567", "๒๘ พฤษภาคม ๒๕๖๗")),
        ("fa", ("۲۳ خرداد ۱۴۰۳", "۱۴ خرداد ۱۴۰۳", "۱۴۰۳/۰۳/۰۸")),
        ("ja", ("令和6年6月12日", "令和6年6月3日", "令和6年5月28日")),
        ("zh-TW", ("113年6月12日", "民國113年6月3日", "113年5月28日")),
        ("en", ("Published 12 June 2024", "Updated 21 June 2024 · Published 3 June 2024", "Published: 28 May 2024")),
        ("en", ("12 June 2024", "3 June 2024 (updated 5 June 2024)", "28 May 2024 | Updated: 20 June 2024")),
        ("fr", ("Publié le 12 juin 2024", "Mis à jour le 21 juin 2024 – Publié le 3 juin 2024", "28 mai 2024")),
        ("en", ("12 Jun ’24", "3 June 24", "FOR IMMEDIATE RELEASE: May 28, 2024")),
        (
            "en",
            ("12 June 2024", "<span>Updated: <time>9 June 2024</time></span> <time>3 June 2024</time>", "28 May 2024"),
        ),
    ],
)
def test_days_are_read_as_a_list_writes_them(language, days):
    assert found(page(days), language) == ALL


AMBIGUOUS = ("07/06/2024", "05/06/2024", "03/06/2024")
DAY_FIRST = [dt.date(2024, 6, day) for day in (7, 5, 3)]
MONTH_FIRST = [dt.date(2024, month, 6) for month in (7, 5, 3)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<html lang="en-GB">', DAY_FIRST),
        ("<html lang=en-gb>", DAY_FIRST),
        ('<html xml:lang="en-AU" lang="en-AU">', DAY_FIRST),
        ('<html lang="en"><head><meta property="og:locale" content="en_GB"></head>', DAY_FIRST),
        ('<html><head><meta http-equiv="Content-Language" content="en-IE"></head>', DAY_FIRST),
        ('<html lang="en-US">', MONTH_FIRST),
        ('<html lang="en">', []),
        ("<html>", []),
    ],
)
def test_a_page_says_by_its_language_which_number_is_the_day(html, expected):
    listing = read(page(AMBIGUOUS, html))

    assert [item.published_on for item in listing.items] == expected
    if not expected:
        assert [fault.reason for item in listing.rejected for fault in item.faults] == [
            f"the publishing date “{day}” can be two days; import it again with --day-first or --month-first"
            for day in AMBIGUOUS
        ]


@pytest.mark.parametrize("html", ['<html lang="en">', '<html lang="en-US">', '<html lang="en-GB">'])
def test_the_reader_decides_if_asked(html):
    assert [on for _, on in found(page(AMBIGUOUS, html), order="dmy")] == DAY_FIRST
    assert [on for _, on in found(page(AMBIGUOUS, html), order="mdy")] == MONTH_FIRST


def test_one_unambiguous_day_decides_for_the_page():
    days = ("07/06/2024", "05/06/2024", "28/05/2024")

    assert [on for _, on in found(page(days, '<html lang="en-US">'))] == [*DAY_FIRST[:2], dt.date(2024, 5, 28)]


def test_days_that_contradict_one_another_decide_nothing():
    listing = read(page(("07/06/2024", "28/05/2024", "05/28/2024"), '<html lang="en-GB">'))

    assert [item.title for item in listing.items] == [*TITLES[1:]]
    assert "can be two days" in listing.rejected[0].faults[0].reason


def test_dots_are_day_first():
    assert [on for _, on in found(page(("07.06.2024", "05.06.2024", "03.06.2024")))] == DAY_FIRST


def test_a_day_that_cannot_be_read_puts_its_item_aside():
    listing = read(page(("12 June 2024", "3 ذو القعدة 1445", "28 May 2024")))

    assert [item.title for item in listing.items] == [TITLES[0], TITLES[2]]
    assert [item.lines[0] for item in listing.rejected] == [TITLES[1]]


def listed(*sections, tag="h2"):
    body = "".join(
        f"<{tag}>{head}</{tag}><ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>" for head, points in sections
    )
    return f'<!doctype html><html lang="en"><body><main><h1>News</h1>{body}</main></body></html>'.encode()


def link(title):
    return f'<a href="https://old.example.org/{title.split()[0].lower()}">{title}</a>'


@pytest.mark.parametrize(
    "sections",
    [
        [("2024", [f"12 June – {link(TITLES[0])}", f"3 June – {link(TITLES[1])}", f"28 May – {link(TITLES[2])}"])],
        [("News 2024", [f"{link(TITLES[0])} (June 12)", f"{link(TITLES[1])} (June 3)", f"{link(TITLES[2])} (May 28)"])],
        [
            ("June 2024", [f"<span>12</span> {link(TITLES[0])}", f"<span>3</span> {link(TITLES[1])}"]),
            ("May 2024", [f"<span>28</span> {link(TITLES[2])}"]),
        ],
        [
            ("June 2024", [f"<b>12th</b> {link(TITLES[0])}", f"<b>3rd</b> {link(TITLES[1])}"]),
            ("May", [f"<b>28th</b> {link(TITLES[2])}"]),
        ],
        [
            (
                "2024",
                [
                    f"<i>12.6.</i> {link(TITLES[0])}",
                    f"<i>3.6.</i> {link(TITLES[1])}",
                    f"<i>28.5.</i> {link(TITLES[2])}",
                ],
            )
        ],
    ],
)
def test_headings_complete_days(sections):
    assert found(listed(*sections)) == ALL


@pytest.mark.parametrize("tag", ["h2", "h4", "p", "div", "strong"])
def test_every_item_below_a_day_is_of_that_day(tag):
    sections = [
        ("Wednesday, June 12, 2024", ["Ferry line resumes service", "Weekly letter of the office - June 12, 2024"]),
        ("11 June 2024", ["Library lends boats", "Bridge gets new lights", "Statement on the vote of 10 June 2024"]),
        ("10 June 2024", ["Museum opens at night"]),
    ]
    expected = [(title, dt.date(2024, 6, 12 - at)) for at, (_, titles) in enumerate(sections) for title in titles]
    markup = [(day, [link(title) for title in titles]) for day, titles in sections]

    assert found(listed(*markup, tag=tag)) == expected


def test_pictures_and_leads_of_items_below_a_day_stay_with_their_item():
    point = f'<a href="/1"><img src="x.jpg" alt=""> {TITLES[0]}</a><p>It sails again, and three times a day.</p>'

    listing = read(listed(("12 June 2024", [point, link(TITLES[1])]), ("11 June 2024", [link(TITLES[2])])))

    assert [(item.title, item.summary) for item in listing.items] == [
        (TITLES[0], "It sails again, and three times a day."),
        (TITLES[1], ""),
        (TITLES[2], ""),
    ]


def test_a_box_of_links_in_a_release_is_no_list():
    prose = "".join(
        f"<p>The council said on Tuesday that the harbour needs {number} new ferries, because the old ones are slow "
        "and break down in winter, and that the money for them is in the budget of this year.</p>"
        for number in range(4)
    )
    box = "".join(f"<li>{link(title)} <span>{on.day}.{on.month}.{on.year}</span></li>" for title, on in ALL)
    html = f'<html lang="en"><body><h1>New ferries</h1>{prose}<h2>Further information</h2><ul>{box}</ul></body></html>'

    with pytest.raises(NoListError):
        read(html.encode())
    assert found(html.replace(prose, "").encode()) == ALL
