"""Rights in pictures: readers learn them, and no picture is published after its last day."""

import datetime as dt

import msgspec
import pytest

from dateline.editions.canonical import canonical
from dateline.editions.edition import Edition
from dateline.editions.entry import words
from dateline.newsroom.desk import actions, errors
from tests.support.desk.builders import NOON, a_draft, a_picture, a_published, edit, log_entries, minutes, schedule

pytestmark = pytest.mark.django_db

DAY = NOON.date()
BEFORE = DAY - dt.timedelta(days=1)


def figure(picture):
    return [("figure", {"picture": picture, "alt": "", "caption": ""})]


def test_the_edition_carries_credit_rights_and_the_full_size():
    picture = a_picture(credit="Ana Lind", rights_holder="Teva", usage_terms="News only", expires_on=DAY)

    text = a_published(picture=picture, body=figure(picture))

    edition = words(log_entries(text)[-1])
    for shown in edition.pictures():
        assert (shown.credit, shown.rights_holder, shown.usage_terms) == ("Ana Lind", "Teva", "News only")
        assert shown.expires_on == DAY
        assert (shown.full.width, shown.full.type) == (640, "image/jpeg")
    assert edition.picture.full.file in set(edition.files())


@pytest.mark.parametrize("where", ["picture", "body"])
def test_a_picture_whose_rights_have_ended_is_refused_with_a_sentence(where):
    picture = a_picture("The bridge", expires_on=BEFORE)
    text = a_draft(**{where: picture if where == "picture" else figure(picture)})

    with pytest.raises(errors.RightsExpiredError, match="“The bridge” ended on 2 June 2024"):
        actions.publish(text, by=None, at=NOON)

    text.refresh_from_db()
    assert (text.live, log_entries(text)) == (False, [])


def test_the_last_day_of_use_is_the_newsrooms(settings):
    from dateline.newsroom.desk.models import NewsroomSettings

    newsroom = NewsroomSettings.current()
    newsroom.time_zone = "Pacific/Kiritimati"  # where it is tomorrow already
    newsroom.save()

    with pytest.raises(errors.RightsExpiredError):
        actions.publish(a_draft(picture=a_picture(expires_on=DAY)), by=None, at=NOON)


def test_scheduling_asks_for_the_rights_of_that_day_and_going_live_asks_no_more():
    picture = a_picture(expires_on=DAY)
    text = a_draft(picture=picture)

    with pytest.raises(errors.RightsExpiredError):
        schedule(text, live_at=NOON + dt.timedelta(days=1))
    schedule(text, live_at=minutes(5))
    picture.expires_on = BEFORE
    picture.save()
    actions.go_live(text.release, ["en"], at=minutes(5))

    text.refresh_from_db()
    assert text.live


def test_a_correction_takes_the_picture_out_whose_rights_have_ended():
    picture = a_picture()
    text = a_published(picture=picture)
    picture.expires_on = BEFORE
    picture.save()
    edit(text, headline="Bridge opened")

    with pytest.raises(errors.RightsExpiredError):
        actions.publish(text, by=None, at=minutes(1), change="corrected", note="It was.")
    edit(text, picture=None)
    actions.publish(text, by=None, at=minutes(1), change="corrected", note="It was.")

    assert words(log_entries(text)[-1]).picture is None


def test_editions_of_the_first_schema_are_read_for_ever():
    text = a_published(picture=a_picture())
    raw = msgspec.json.decode(log_entries(text)[-1].edition)
    raw["schema"] = 1
    del raw["media_kit"]
    for name in ("full", "rights_holder", "usage_terms", "expires_on"):
        del raw["picture"][name]

    edition = msgspec.json.decode(msgspec.json.encode(raw), type=Edition)

    assert (edition.schema, edition.media_kit, edition.picture.rights_holder) == (1, None, "")
    assert len(set(edition.files())) == 3
    assert canonical(edition)
