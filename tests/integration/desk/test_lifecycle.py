"""From draft to approval: who may, what voids it, what is locked, who is told."""

import datetime as dt

import pytest
from django.core import mail
from wagtail.models import Revision

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.due import run_due
from dateline.newsroom.desk.admin import release as release_page
from dateline.newsroom.desk.admin.visibility import visible_texts
from dateline.newsroom.desk.clock import instant
from dateline.newsroom.desk.models import (
    Act,
    Kind,
    NewsroomSettings,
    OfficeName,
    Release,
    ReleasePage,
    Role,
    User,
    roles,
)
from dateline.newsroom.desk.people import role_groups
from dateline.runtime.tasks import run_ready
from tests.integration.desk.test_guard import form_data
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_published,
    a_superuser,
    a_user,
    an_office,
    approved,
    edit,
    log_entries,
    minutes,
    schedule,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def member(role, office=None, **facts):
    user = a_user(**facts)
    role_groups.give(user, role, office)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def office():
    return an_office("mission")


# -- approval is bound to the exact text ---------------------------------------------------------------


def test_saving_the_same_words_again_leaves_the_approval():
    text = approved(a_draft())

    edit(text, by=a_superuser())

    assert text.state == "approved"
    assert text.approved_digest


def test_any_other_word_voids_it_and_the_trail_says_so():
    text, author = approved(a_draft()), a_superuser()

    edit(text, by=author, lead="It opened today, at last.")

    assert (text.state, text.approved_digest) == ("review", "")
    act = Act.objects.latest("pk")
    assert (act.action, act.person, act.before, act.after) == ("void", author, "/approved", "/review")


def test_what_was_approved_is_never_overwritten_by_autosave():
    author = a_superuser()
    text = edit(a_draft(), by=author, lead="First.")
    approved(text)
    draft, revision = text.get_latest_revision_as_object(), text.get_latest_revision()

    draft.lead = "Second."
    made = draft.save_revision(user=author, clean=False, overwrite_revision=revision)

    assert made.pk != revision.pk
    assert Revision.objects.get(pk=revision.pk).content["lead"] == "First."


def test_a_renamed_office_does_not_void_an_approval(office):
    text = approved(a_draft(office=office))

    office.names.set([OfficeName(names={"en": "Another name"})])
    actions.set_office(office, at=NOON)

    assert approval.is_exact(text)


def test_the_facts_all_languages_share_void_the_approval_of_each(client):
    text = approved(a_draft())
    french = actions.add_translation(text, "fr", by=None)
    Release.objects.filter(pk=text.release_id).update(issuer="Somebody else")

    approval.apply_release_change(Release.objects.get(pk=text.release_id), by=a_superuser(), at=NOON, action="facts")

    text.refresh_from_db()
    french.refresh_from_db()
    assert (text.state, french.state) == ("review", "draft")


def test_what_is_not_what_was_approved_is_not_published_and_is_in_review_again():
    text = approved(a_draft())
    Release.objects.filter(pk=text.release_id).update(issuer="Past the desk")

    with pytest.raises(errors.ApprovalVoidError):
        actions.publish(text, by=a_superuser(), at=NOON)

    text.refresh_from_db()
    assert (text.state, log_entries(text)) == ("review", [])


# -- four eyes -------------------------------------------------------------------------------------------


def test_nobody_approves_what_they_edited_whoever_submitted_it(office):
    author, editor = member(Role.AUTHOR, office), member(Role.EDITOR, office)
    text = edit(a_draft(office=office, by=author), by=editor, lead="Better.")
    actions.perform("submit", text, by=author, at=NOON)

    with pytest.raises(errors.OwnWorkError):
        actions.perform("approve", text, by=editor, at=NOON)

    actions.perform("approve", text, by=member(Role.EDITOR, office), at=NOON)
    text.refresh_from_db()
    assert text.state == "approved"


def test_an_editor_in_chief_and_a_superuser_are_two_eyes_like_everybody():
    boss = a_superuser()
    text = a_draft(by=boss)
    actions.perform("submit", text, by=boss, at=NOON)

    with pytest.raises(errors.OwnWorkError):
        actions.perform("approve", text, by=boss, at=NOON)


def test_who_moved_the_release_to_another_office_has_edited_it(office):
    editor = member(Role.EDITOR)
    text = a_draft(office=an_office("other"))
    actions.set_lead_office(text.release, office, by=editor, at=NOON)
    actions.perform("submit", text, by=None, at=NOON)

    with pytest.raises(errors.OwnWorkError):
        actions.perform("approve", text, by=editor, at=NOON)


def test_what_is_published_at_once_owes_a_review_until_somebody_else_has_done_it(office):
    duty = member(Role.DUTY, office)
    text = a_draft(office=office, by=duty)
    with pytest.raises(errors.IncompleteError):
        actions.publish(text, by=duty, at=NOON, at_once=True, reason=" ")
    actions.publish(text, by=duty, at=NOON, at_once=True, reason="The dam has broken.")
    text.refresh_from_db()
    assert (text.state, text.review_owed) == ("published", True)

    with pytest.raises(errors.OwnWorkError):
        actions.perform("review", text, by=duty, at=NOON)
    actions.perform("review", text, by=member(Role.EDITOR, office), at=NOON)

    text.refresh_from_db()
    assert not text.review_owed


# -- scheduled is locked -------------------------------------------------------------------------------


def test_a_scheduled_text_and_what_it_shares_is_locked(office):
    text = a_draft(office=office)
    actions.add_translation(text, "fr", by=None)
    schedule(text, live_at=minutes(10))
    text.refresh_from_db()

    with pytest.raises(errors.ScheduledError):
        edit(text, lead="Changed.")
    with pytest.raises(errors.ScheduledError):
        actions.set_lead_office(text.release, an_office("other"), by=None, at=NOON)
    assert approval.is_release_scheduled(text.release)


def test_a_translators_form_cannot_change_the_facts_of_a_scheduled_release(client, office):
    text = a_draft(office=office)
    french = actions.add_translation(text, "fr", by=None)
    schedule(text, live_at=minutes(10))
    client.force_login(a_superuser())
    given = form_data(client.get(f"/pages/{french.pk}/edit/")) | {"kind": str(Kind.objects.get(slug="statement").pk)}

    response = client.post(f"/pages/{french.pk}/edit/", given)

    assert "Unschedule it to change what all languages share" in response.content.decode()
    text.release.refresh_from_db()
    assert text.release.kind.slug == "news"


def test_a_new_edition_can_be_scheduled_and_goes_live_as_approved():
    text = edit(a_published(), by=a_superuser(), headline="Bridge opens again")
    assert (text.public_state, text.draft_stage) == ("published", "draft")
    schedule(text, live_at=minutes(10))

    [entry] = run_due(minutes(10))

    text.refresh_from_db()
    assert (entry.change, text.public_state, text.draft_stage, text.headline) == (
        "updated",
        "published",
        "",
        "Bridge opens again",
    )


def test_withdrawing_takes_the_planned_new_edition_off_the_schedule():
    text = edit(a_published(), headline="Planned")
    schedule(text, live_at=minutes(10))

    actions.perform("withdraw", text, by=None, at=minutes(1), note="Wrong.")

    text.refresh_from_db()
    assert (text.public_state, text.draft_stage, text.scheduled_at) == ("withdrawn", "approved", None)
    assert run_due(minutes(20)) == []


def test_what_lacks_a_part_is_neither_submitted_nor_scheduled():
    text = edit(a_draft(), lead="")

    with pytest.raises(errors.IncompleteError):
        actions.perform("submit", text, by=None, at=NOON)
    with pytest.raises(errors.WrongStateError):
        actions.perform("schedule", text, by=None, at=NOON, live_at=minutes(10))


def test_the_draft_beside_a_public_text_is_thrown_away_and_the_public_words_stay():
    text = edit(a_published(), headline="Never mind")

    actions.perform("discard", text, by=None, at=NOON)

    text.refresh_from_db()
    assert (text.public_state, text.draft_stage, text.has_unpublished_changes) == ("published", "", False)
    assert text.get_latest_revision_as_object().headline == "Bridge opens"


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2026-03-29T01:59:59", "Europe/Vienna", "2026-03-29T00:59:59+00:00"),
        ("2026-03-29T03:00:00", "Europe/Vienna", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25T02:30:00", "Europe/Vienna", "2026-10-25T00:30:00+00:00"),  # the first of two
        ("2026-06-01T09:30:15", "Asia/Kathmandu", "2026-06-01T03:45:15+00:00"),
    ],
)
def test_a_wall_clock_becomes_the_instant_of_its_zone(written, zone, expected):
    assert instant(dt.datetime.fromisoformat(written), zone) == dt.datetime.fromisoformat(expected)


def test_a_time_that_the_clock_jumps_over_is_refused():
    with pytest.raises(errors.IncompleteError, match="does not exist in Europe/Vienna"):
        instant(dt.datetime(2026, 3, 29, 2, 30), "Europe/Vienna")  # noqa: DTZ001 - a wall clock


# -- people and places -----------------------------------------------------------------------------------


def test_a_joining_office_sees_the_draft_and_changes_nothing(office):
    other = an_office("other")
    author = member(Role.AUTHOR, other)
    joined, foreign = a_draft("Joined", office=office, offices=[other]), a_draft("Foreign", office=office)

    assert [text.headline for text in visible_texts(author)] == ["Joined"]
    assert roles.sees(author, joined.release)
    assert not roles.sees(author, foreign.release)
    assert not joined.permissions_for_user(author).can_edit()
    with pytest.raises(errors.NotAllowedError):
        actions.perform("submit", joined, by=author, at=NOON)


def test_a_joining_office_finds_the_release_and_gets_no_deeds(client, office):
    other = an_office("other")
    joined = a_draft("Joined", office=office, offices=[other])
    client.force_login(member(Role.EDITOR, other))

    page = client.get(f"/releases/{joined.release_id}/")

    assert page.status_code == 200
    assert b'name="do"' not in page.content


def test_translators_write_translations_and_no_originals(office):
    translator = member(Role.TRANSLATOR, office)
    text = a_draft(office=office)

    french = actions.add_translation(text, "fr", by=translator)

    assert french.permissions_for_user(translator).can_edit()
    assert not text.permissions_for_user(translator).can_edit()
    with pytest.raises(errors.NotAllowedError):
        actions.perform("submit", text, by=translator, at=NOON)
    actions.perform("submit", french, by=translator, at=NOON)


def test_a_translation_knows_how_many_editions_it_lags():
    text = a_published()
    french = actions.add_translation(text, "fr", by=None)
    for minute in (1, 2):
        edit(text, lead=f"Edition {minute}.")
        actions.publish(text, by=None, at=minutes(minute))
    actions.perform("withdraw", text, by=None, at=minutes(3), note="Why.")

    texts = list(ReleasePage.objects.filter(release=text.release).order_by("translated_from"))
    assert [row["behind"] for row in release_page.language_rows(text.release, texts, a_superuser())] == [0, 2]
    actions.perform("follow", french, by=None, at=NOON)
    french.refresh_from_db()
    assert release_page.behind(french, {"en": 3}) == 0


def test_a_kind_can_want_all_its_languages_together():
    Kind.objects.filter(slug="news").update(together=True)
    text = a_draft()
    actions.add_translation(text, "fr", by=None)

    with pytest.raises(errors.IncompleteError, match="missing: fr"):
        actions.publish(text, by=None, at=NOON)
    assert len(actions.publish(text.release, by=None, at=NOON)) == 2


@pytest.mark.django_db(transaction=True)
def test_reviewers_are_told_and_the_author_learns_why_it_is_back(settings):
    office = an_office("mission")
    author = member(Role.AUTHOR, office, email="author@example.org")
    reviewer = member(Role.REVIEWER, office, email="reviewer@example.org")
    member(Role.EDITOR, an_office("other"), email="stranger@example.org")
    text = a_draft("Bridge opens", office=office, by=author)

    actions.perform("submit", text, by=author, at=NOON)
    run_ready(lambda: False)
    actions.perform("send back", text, by=reviewer, at=NOON, reason="Name the minister.")
    run_ready(lambda: False)

    first, second = mail.outbox
    assert (first.to, first.subject) == (["reviewer@example.org"], "In review: Bridge opens")
    assert f"/releases/{text.release_id}/" in first.body
    assert (second.to, "Name the minister." in second.body) == (["author@example.org"], True)


def test_who_can_publish_needs_a_second_factor_where_it_is_required(client, settings, office):
    settings.REQUIRE_SECOND_FACTOR = True
    author, editor = member(Role.AUTHOR, office), member(Role.EDITOR, office)
    client.force_login(author)
    assert client.get("/releases/").status_code == 200

    client.force_login(editor)

    assert client.get("/releases/").headers["location"] == "/account/2fa/"
    assert client.post(f"/releases/{a_draft(office=office).release_id}/").headers["location"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200


def test_the_audit_trail_is_for_those_who_answer_for_the_newsroom(client, office):
    text = approved(a_draft(office=office))
    client.force_login(member(Role.CHIEF))

    page = client.get("/trail/").content.decode()

    assert str(text.release_id)[:8] in page
    assert "approved" in page
    client.force_login(member(Role.EDITOR, office))
    assert client.get("/trail/").status_code == 302


def test_what_is_late_and_what_owes_a_review_is_seen_first(client, office, settings):
    settings.CLOCK = "tests.support.desk.builders.noon"
    late = a_draft("Late text", office=office)
    schedule(late, live_at=minutes(-10), at=minutes(-60))
    boss = a_superuser()
    actions.publish(a_draft("Hurried text", office=office), by=boss, at=NOON, at_once=True, reason="Fire.")
    approved(a_draft("Ready text", office=office))
    client.force_login(boss)

    page = client.get("/").content.decode()

    order = [page.index(heading) for heading in ("Overdue", "Late text", "Review owed", "Hurried text", "Ready text")]
    assert order == sorted(order)


def test_the_calendar_tells_times_in_the_zone_it_names(client, office, settings):
    settings.CLOCK = "tests.support.desk.builders.noon"
    NewsroomSettings.objects.update_or_create(pk=1, defaults={"time_zone": "Europe/Athens"})
    schedule(a_draft("Planned thing", office=office), live_at=minutes(11 * 60 + 30))
    client.force_login(member(Role.AUTHOR, office))

    page = client.get("/calendar/").content.decode()

    assert "(Europe/Athens)" in page
    assert "goes live 02:30" in page, "noon in UTC is 15:00 in summer"


def test_the_calendar_shows_what_goes_live_went_out_and_happens_to_those_who_may_see_it(client, office, settings):
    settings.CLOCK = "tests.support.desk.builders.noon"
    schedule(a_draft("Planned thing", office=office), live_at=minutes(60 * 24))
    a_published("Known thing", office=office)
    meeting = a_draft("Meeting", office=office)
    Release.objects.filter(pk=meeting.release_id).update(event_from_on=dt.date(2024, 6, 20))
    client.force_login(member(Role.AUTHOR, office))

    page = client.get("/calendar/").content.decode()

    assert all(title in page for title in ("Planned thing", "Known thing", "Meeting", "June 2024"))
    assert "Planned thing" not in client.get("/calendar/?month=2024-09").content.decode()
    assert client.get("/calendar/?month=rubbish").status_code == 200
    client.force_login(member(Role.AUTHOR, an_office("other")))
    assert "Planned thing" not in client.get("/calendar/").content.decode()
