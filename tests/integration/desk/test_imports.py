"""What was published elsewhere comes in with its original dates, once, in order."""

import datetime as dt

import pytest

from dateline.editions.entry import words
from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.actions import Imported, ImportedText, publish_imported
from dateline.newsroom.desk.models import OfficeName, Release, ReleasePage
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_kind,
    a_picture,
    a_published,
    a_superuser,
    a_topic,
    an_office,
    edit,
    log_entries,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def an_item(place=1, *, languages=("en",), **facts):
    texts = tuple(
        ImportedText(
            language=tag, headline=f"Old news {place} {tag}", lead="It was so.", body=(("text", "<p>So.</p>"),)
        )
        for tag in languages
    )
    given = {
        "source_key": f"listing:{place}",
        "published_at": dt.datetime(2015, 4, 25, tzinfo=dt.UTC) + dt.timedelta(days=place),
        "precision": "day",
        "texts": texts,
        "kind": a_kind(),
    }
    return Imported(**{**given, **facts})


def test_imported_editions_carry_the_original_moment_and_the_names_of_then():
    office = an_office(
        "old-office",
        names=[
            OfficeName(names={"en": "Old name"}, until_on=dt.date(2019, 12, 31)),
            OfficeName(names={"en": "New name"}, from_on=dt.date(2020, 1, 1)),
        ],
    )

    [release] = publish_imported([an_item(lead_office=office, topics=(a_topic("water"),))], at=NOON)

    record = log_entries()[-1]
    edition = words(record)
    assert (record.entry.at, edition.edited_at, edition.published_at) == (
        NOON,
        release.published_at,
        release.published_at,
    )
    assert (edition.published_precision, edition.offices[0].name, edition.topics[0].slug) == (
        "day",
        "Old name",
        "water",
    )
    text = release.texts.get()
    assert (text.state, text.live, text.version, text.get_parent().pk) == ("published", True, 1, office.page.pk)


def test_taking_the_same_in_twice_changes_nothing_and_a_new_language_is_added():
    publish_imported([an_item(1), an_item(2)], at=NOON)
    before = len(log_entries())

    again = publish_imported([an_item(1), an_item(2)], at=NOON)
    publish_imported([an_item(1, languages=("en", "fr"))], at=NOON)

    assert again == []
    assert [r.entry.subject.language for r in log_entries()[before:]] == ["fr"]
    assert Release.objects.count() == 2


def test_numbers_follow_the_order_given_and_an_own_number_is_kept_and_never_given_again():
    releases = publish_imported([an_item(1), an_item(2), an_item(3, number=5)], at=NOON)

    numbers = [release.number for release in releases]
    later = [a_published(f"Later {n}").release.number for n in range(4)]
    assert (numbers[1] == numbers[0] + 1, numbers[2]) == (True, 5)
    assert len({*numbers, *later}) == len(numbers) + len(later)


def test_a_number_somebody_has_is_refused_with_a_sentence():
    taken = a_published().release.number

    with pytest.raises(errors.NumberTakenError):
        publish_imported([an_item(1, number=taken)], at=NOON)


def test_imported_texts_are_worked_on_like_any_other():
    [release] = publish_imported([an_item()], at=NOON)
    text = edit(release.texts.get(), headline="Old news, mended")

    actions.publish(text, by=None, at=NOON, change="corrected", note="A name was wrong.")

    edition = words(log_entries(text)[-1])
    assert (edition.headline, edition.version, edition.published_at) == ("Old news, mended", 2, release.published_at)


def test_the_tree_stays_sound_when_imports_and_drafts_mix():
    office = an_office("mixed")
    a_draft(office=office)
    publish_imported([an_item(n, lead_office=office) for n in range(45)], at=NOON)
    a_draft(office=office)

    from wagtail.models import Page

    assert Page.find_problems() == ([], [], [], [], [])
    assert office.page.get_children().count() == 47
    assert ReleasePage.objects.child_of(office.page).count() == 47


def test_pictures_and_quotes_come_along():
    text = ImportedText(
        language="en",
        headline="With a picture",
        picture=a_picture(alt={"en": "A bridge"}),
        body=(("quote", {"text": "Good.", "speaker": "A", "role": ""}),),
        contacts=({"name": "Mara", "role": "", "email": "m@asco.example", "phone": ""},),
    )

    publish_imported([an_item(texts=(text,))], at=NOON)

    edition = words(log_entries()[-1])
    assert (edition.picture.alt, edition.body[0].speaker, edition.contacts[0].name) == ("A bridge", "A", "Mara")


def test_imported_texts_are_opened_in_the_editor(client):
    [release] = publish_imported([an_item()], at=NOON)
    client.force_login(a_superuser())

    response = client.get(f"/pages/{release.texts.get().pk}/edit/")

    assert response.status_code == 200
    assert "Old news 1 en" in response.content.decode()
