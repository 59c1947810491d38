"""An embargo: nothing makes a release public before its end, whoever asks and however."""

import datetime as dt

import pytest
from lxml import html

from dateline.newsroom.desk import actions, clock
from dateline.newsroom.desk.actions.due import run_due
from dateline.newsroom.desk.checks.galley import build_galley
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, UnderEmbargoError
from dateline.newsroom.desk.models import Act, Release, Role
from dateline.newsroom.desk.people.role_groups import give
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_published,
    a_superuser,
    a_user,
    an_office,
    approved,
    minutes,
    schedule,
)

pytestmark = pytest.mark.django_db

UNTIL = minutes(60)


@pytest.fixture
def office():
    return an_office("mission")


@pytest.fixture
def person(office):
    def made(role):
        user = a_user()
        give(user, role, office)
        return user

    return made


@pytest.fixture
def text(office):
    text = a_draft("Report on the river", office=office)
    actions.embargo(text.release, until=UNTIL, text="For the press only.", by=None, at=NOON)
    return text


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.DUTY, Role.CHIEF])
def test_nobody_publishes_before_its_end(text, person, role, at_once):
    by = person(role) if role else None
    approved(text)

    with pytest.raises(UnderEmbargoError, match=r"13:00|1 p\.m\."):
        actions.publish(text, by=by, at=minutes(59.99), at_once=at_once, reason="Now.")

    text.release.refresh_from_db()
    assert text.release.number is None


def test_at_its_end_it_is_published(text):
    [entry] = actions.publish(approved(text), by=None, at=UNTIL)

    assert entry.number


def test_it_is_scheduled_for_its_end_and_not_before(text):
    approved(text)
    with pytest.raises(UnderEmbargoError):
        schedule(text, live_at=minutes(59))

    schedule(text, live_at=UNTIL)

    assert run_due(minutes(59.99)) == []
    assert len(run_due(UNTIL)) == 1


def test_its_end_cannot_be_moved_behind_what_is_scheduled(text):
    schedule(text, live_at=UNTIL)

    with pytest.raises(IncompleteError, match="Report on the river"):
        actions.embargo(text.release, until=minutes(61), text="", by=None, at=NOON)

    assert len(run_due(UNTIL)) == 1


def test_authors_take_one_and_editors_move_or_lift_it(office, person):
    text = a_draft(office=office)
    author, editor = person(Role.AUTHOR), person(Role.EDITOR)
    actions.embargo(text.release, until=UNTIL, text="", by=author, at=NOON)

    with pytest.raises(NotAllowedError):
        actions.embargo(text.release, until=minutes(1), text="", by=author, at=NOON)
    with pytest.raises(NotAllowedError):
        actions.lift_embargo(text.release, by=author, at=NOON)
    actions.embargo(text.release, until=minutes(30), text="", by=editor, at=NOON)
    actions.lift_embargo(text.release, by=editor, at=NOON)

    assert Release.objects.get().embargo_until is None
    assert actions.publish(approved(text), by=editor, at=minutes(1))
    said = Act.objects.filter(action__contains="embargo").order_by("pk").values_list("action", "person")
    assert list(said) == [("embargo", author.pk), ("embargo", editor.pk), ("lift embargo", editor.pk)]


def test_people_of_other_offices_have_no_say(text):
    stranger = a_user()
    give(stranger, Role.CHIEF, an_office("elsewhere"))

    with pytest.raises(NotAllowedError):
        actions.lift_embargo(text.release, by=stranger, at=NOON)


def test_it_comes_too_late_for_what_is_public_and_ends_in_the_future(office):
    public, draft = a_published(office=office), a_draft("Later", office=office)

    with pytest.raises(IncompleteError, match="already"):
        actions.embargo(public.release, until=UNTIL, text="", by=None, at=NOON)
    with pytest.raises(IncompleteError, match="future"):
        actions.embargo(draft.release, until=NOON, text="", by=None, at=NOON)
    with pytest.raises(IncompleteError, match="not under embargo"):
        actions.lift_embargo(draft.release, by=None, at=NOON)


def test_the_desk_check_knows_of_it(text):
    assert build_galley(text, at=NOON).has_embargo
    assert not build_galley(text, at=UNTIL).has_embargo


def test_editors_of_the_page_set_it_in_a_stated_zone_and_get_sentences(client, office, text):
    boss = a_user(is_superuser=True)
    client.force_login(boss)
    address = f"/releases/{text.release_id}/"

    page = client.get(address).content.decode()
    assert "For the press only." in page

    given = {"until": "2099-07-01T12:00", "zone": "Europe/Vienna", "text": "Until noon in Vienna"}
    client.post(f"{address}embargo/", given)
    assert Release.objects.get().embargo_until == dt.datetime(2099, 7, 1, 10, tzinfo=dt.UTC)

    far = ({"until": "9999-12-31T23:59", "zone": "America/Lima"}, {"until": "0001-01-01T00:00", "zone": "Asia/Tokyo"})
    for wrong in (
        *far,
        {"until": "soon"},
        {"until": "2099-07-01T12:00", "zone": "Nowhere"},
        {"until": "2001-01-01T00:00"},
    ):
        answer = client.post(f"{address}embargo/", wrong, follow=True)
        assert answer.status_code == 200
        assert "messages" in answer.content.decode()
    assert Release.objects.get().embargo_text == "Until noon in Vienna"

    client.post(f"{address}embargo/", {"lift": "1"})
    assert Release.objects.get().embargo_until is None


def test_the_list_and_the_calendar_show_it_until_something_is_scheduled(client, text, settings):
    settings.CLOCK = "tests.support.desk.builders.noon"
    client.force_login(a_user(is_superuser=True))

    assert "Embargo until" in client.get("/releases/").content.decode()
    assert "embargo ends 13:00" in client.get("/calendar/").content.decode()

    schedule(text, live_at=UNTIL)
    page = client.get("/calendar/").content.decode()
    assert "embargo ends" not in page
    assert "goes live 13:00" in page


def test_the_list_shows_what_is_still_under_embargo(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    client.force_login(a_superuser())
    held, over, _free = (a_draft(name) for name in ("Held", "Over", "Free"))
    actions.embargo(held.release, until=UNTIL, text="", by=None, at=NOON)
    actions.embargo(over.release, until=minutes(-30), text="", by=None, at=minutes(-60))

    page = html.fromstring(client.get("/releases/?embargo=true").content)

    titles = page.xpath("//*[contains(@class,'title-wrapper')]//a")
    assert [title.text_content().strip() for title in titles] == ["Held"]
