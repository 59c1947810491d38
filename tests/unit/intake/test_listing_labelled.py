"""Listings with labels: complete items, incomplete ones, and rejected ones."""

import datetime as dt

import pytest

from dateline.newsroom.intake.listing.item_parser import KnownNames
from dateline.newsroom.intake.listing_reader import read_listing
from dateline.newsroom.intake.rejects import rejects_text
from tests.support.listings import DAYS, TITLES

LISTING = """\
Newsroom
News and press releases
News and press releases from all our activities.
Dogs compete in Velda: eight teams show their skill
Publishing date: 19 December 2024
Content type: News
Where we are: Mission in Karvenia
19 December 2024, VELDA – Eight teams showed their skill in a competition.
Course for school guards ends in Kessa
Publishing date: 16 December 2024
Content type: Press release
Where we are: Office for Law, Order and Peace, Mission to Dolmara (closed)
What we do: Policing, Conflict prevention and resolution, Youth
With the aim to make schools safer, the Mission held a course.
It lasted three days.
Water report is out
Publishing date: 16 December 2024
On 16 December 2024, the Centre published its report.
"""


def read(text, language="en", **known):
    data = text if isinstance(text, bytes) else text.encode()
    return read_listing(data, "listing.txt", language, KnownNames(**known))


def changed(old, new):
    assert old in LISTING
    return LISTING.replace(old, new)


def test_each_item_has_its_fields_and_its_lines():
    first, second, third = read(LISTING, offices=frozenset({"Office for Law, Order and Peace"})).items

    assert (first.title, first.published_on) == (
        "Dogs compete in Velda: eight teams show their skill",
        dt.date(2024, 12, 19),
    )
    assert (first.kind.name, [o.name for o in first.offices], first.topics) == ("News", ["Mission in Karvenia"], ())
    assert (first.dateline.places, first.dateline.on) == (("VELDA",), dt.date(2024, 12, 19))
    assert first.lead == "Eight teams showed their skill in a competition."
    assert (first.line, first.until_line) == (4, 8)
    assert [(o.name, o.closed) for o in second.offices] == [
        ("Office for Law, Order and Peace", False),
        ("Mission to Dolmara", True),
    ]
    assert [t.name for t in second.topics] == ["Policing", "Conflict prevention and resolution", "Youth"]
    assert second.lead == "With the aim to make schools safer, the Mission held a course.\nIt lasted three days."
    assert second.dateline is None
    assert (third.kind, third.offices, third.topics, third.dateline) == (None, (), (), None)


def test_unknown_names_are_separated_at_commas():
    [_, second, _] = read(LISTING).items

    assert [o.name for o in second.offices] == ["Office for Law", "Order and Peace", "Mission to Dolmara"]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Democracy, human rights and media, Youth", ["Democracy, human rights and media", "Youth"]),
        ("Policing, and Youth", ["Policing, and Youth"]),
        ("A; B, C; D", ["A", "B, C", "D"]),
        ("Policing, Youth, Policing", ["Policing", "Youth"]),
        ("Policing,", ["Policing"]),
    ],
)
def test_a_name_continues_in_lower_case_or_with_and(value, names):
    [_, item, _] = read(changed("Policing, Conflict prevention and resolution, Youth", value)).items

    assert [topic.name for topic in item.topics] == names


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("date: 19 December 2024", "date: 19 December 20244", 5, "“19 December 20244” cannot be understood"),
        ("date: 19 December 2024", "date: 31 February 2024", 5, "“31 February 2024” cannot be understood"),
        ("date: 19 December 2024", "date: yesterday", 5, "“yesterday” cannot be understood"),
        ("date: 19 December 2024", "date: December 2024", 5, "“December 2024” cannot be understood"),
        ("Content type: News\n", "Contxxt tyqe: News\n", 6, "“Contxxt tyqe: News” cannot be understood"),
        ("Content type: News\n", "x%$#!! 7\n", 6, "“x%$#!! 7” cannot be understood"),
        ("Publishing date: 19 December 2024\n", "", 5, "it has no publishing date"),
        ("Dogs compete in Velda: eight teams show their skill", "x" * 501, 4, "its title has 501 letters"),
    ],
)
def test_a_line_that_is_not_understood_rejects_its_item_only(old, new, line, reason):
    listing = read(LISTING.replace(old, new, 1))

    [aside] = listing.rejected
    assert [item.title for item in listing.items] == ["Course for school guards ends in Kessa", "Water report is out"]
    assert any(fault.line == line and reason in fault.reason for fault in aside.faults), aside.faults


def test_an_item_without_title_is_rejected():
    paragraph = (
        "With the aim to make schools safer, " + "and for many other reasons, " * 12 + "the Mission held a course."
    )
    text = changed(
        "With the aim to make schools safer, the Mission held a course.\nIt lasted three days.\n", paragraph + "\n"
    )
    text = text.replace("Water report is out\n", "")

    listing = read(text)

    assert [item.title for item in listing.items][1:] == ["Course for school guards ends in Kessa"]
    assert listing.items[1].lead == paragraph
    assert [fault.reason for fault in listing.rejected[0].faults] == ["it has no title"]


def test_an_item_of_a_future_day_is_rejected():
    listing = read(LISTING, today=dt.date(2024, 12, 18))

    assert [fault.reason for fault in listing.rejected[0].faults] == [
        "the publishing date “19 December 2024” has not come yet"
    ]


def test_a_rejected_item_is_read_after_correction():
    listing = read(changed("date: 19 December 2024", "date: 19 December 20244"))

    text = rejects_text(listing, "en")

    assert "#: listing.txt, line 5: the publishing date “19 December 20244” cannot be understood" in text
    [item] = read(text.replace("20244\n", "2024\n")).items
    assert item == read(LISTING).items[0].__class__(
        **{**vars(read(LISTING).items[0]), "line": item.line, "until_line": item.until_line}
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "  \n\t"),
        lambda text: text.replace(": ", ":\n"),
        lambda text: text.replace(": ", " : "),
        lambda text: text.replace(": ", ":\u200b "),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Publishing date", "PUBLISHING DATE"),
        lambda text: text.replace("Publishing date", "Publising date"),
        lambda text: text.replace("\nContent type", " | Content type").replace("\nWhere we", " Where we"),
    ],
)
def test_how_a_text_was_copied_changes_nothing(change):
    lines = LISTING.replace("Velda: eight", "Velda, eight")
    plain = [(i.title, i.published_on, i.kind, i.offices, i.topics, i.lead) for i in read(lines).items]

    assert [(i.title, i.published_on, i.kind, i.offices, i.topics, i.lead) for i in read(change(lines)).items] == plain


@pytest.mark.parametrize(
    ("language", "labels", "day"),
    [
        ("fr", ("Date de publication", "Type de contenu", "Où nous sommes", "Ce que nous faisons"), "19 décembre 2024"),
        ("ru", ("Дата публикации", "Тип контента", "Где мы находимся", "Что мы делаем"), "19 декабря 2024 г."),
        ("ar", ("تاريخ النشر", "نوع المحتوى", "أين نحن", "ما نقوم به"), "19 ديسمبر 2024"),
        ("de", ("Veröffentlichungsdatum", "Inhaltstyp", "Wo wir sind", "Was wir tun"), "19. Dezember 2024"),
    ],
)
def test_labels_are_understood_in_their_languages(language, labels, day):
    values = (day, "K", "O", "T, U")
    item = (
        "Title {}\n"
        + "".join(f"{label}: {value}\n" for label, value in zip(labels, values, strict=True))
        + "Lead {}.\n"
    )

    found = read(item.format(1, 1) + item.format(2, 2), language).items

    assert [i.title for i in found] == ["Title 1", "Title 2"]
    assert {(i.published_on, i.kind.name, i.offices[0].name, len(i.topics)) for i in found} == {
        (dt.date(2024, 12, 19), "K", "O", 2)
    }


def test_a_page_that_begins_with_the_oldest_item_is_recognised():
    climbing = "".join(
        f"{t}\nDate: {d:%d %B %Y}\nType: News\n" for t, d in reversed(list(zip(TITLES, DAYS, strict=True)))
    )

    assert read(climbing).newest_first is False
    assert read(LISTING).newest_first is True


def test_equal_items_are_numbered_from_the_oldest():
    report = "Daily report\nPublishing date: 16 December 2024\nContent type: Report\n"

    assert [item.ordinal for item in read(report * 3).items] == [3, 2, 1]


def test_a_remark_says_how_ambiguous_dates_were_read():
    text = "Title one\nDate: 2/10/2026\nType: News\nTitle two\nDate: 1/9/2026\nType: News\n"
    listing = read_listing(text.encode(), "made.txt", "en-US")

    assert listing.remarks == ("days such as 2/10/2026 were read with the month first",)


@pytest.mark.parametrize(
    "lead",
    [
        "Search and rescue teams met in Lorn.",
        "Filter plants for clean water were opened on Monday.",
        "Browse sheep keepers were trained in Kessa.",
        "Reviewed figures on trade were presented.",
        "See all details of the plan in the report.",
    ],
)
def test_a_lead_that_begins_like_a_button_is_a_lead(lead):
    listing = read(changed("On 16 December 2024, the Centre published its report.", lead))

    assert listing.items[-1].lead == lead
    assert listing.items[-1].title == "Water report is out"
