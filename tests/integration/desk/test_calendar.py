"""The editorial calendar shows what happens on each day."""

import datetime as dt

import pytest
from lxml import html

from tests.support.desk.builders import a_draft, a_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def days_with(client, month, words):
    """Days of the calendar whose box holds the words, as numbers in their order."""
    page = html.fromstring(client.get(f"/calendar/?month={month}").content)
    boxes = page.xpath("//table//td")
    return [
        int("".join(filter(str.isdigit, one.text_content().split()[0]))) for one in boxes if words in one.text_content()
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        ((2024, 6, 12), None, [12]),
        ((2024, 6, 12), (2024, 6, 14), [12, 13, 14]),
        ((2024, 5, 1), (2024, 6, 2), [27, 28, 29, 30, 31, 1, 2]),
        ((2024, 6, 29), (2024, 9, 1), [29, 30]),
        ((2024, 7, 9), (2024, 7, 10), []),
        ((2024, 6, 30), (9999, 12, 31), [30]),
    ],
)
def test_an_event_stands_on_each_of_its_days(client, begins, ends, days):
    client.force_login(a_superuser())
    release = a_draft("Council meets").release
    release.event_from_on = dt.date(*begins)
    release.event_until_on = dt.date(*ends) if ends else None
    release.save()

    assert days_with(client, "2024-06", "Council meets") == days
