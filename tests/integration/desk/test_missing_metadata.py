"""Metadata debt: what is missing is known, and mended through the actions."""

from functools import partial

import pytest
from django.core.cache import cache

from dateline.editions.entry import words
from dateline.newsroom.desk import actions, missing_metadata, release_index
from dateline.newsroom.desk.actions.add_metadata import TextCounts, add_facts, describe_picture
from dateline.newsroom.desk.admin.missing_metadata import counts
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, OutdatedError, ScheduledError
from dateline.newsroom.desk.models import Act, Debt, IndexRow, Role
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    a_topic,
    a_user,
    an_office,
    edit,
    log_entries,
    minutes,
    schedule,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def owed(text):
    missing_metadata.FOLLOWER.catch_up(at=minutes(1))
    return set(Debt.objects.filter(text=text.pk).values_list("what", flat=True))


def somebody(role, office):
    person = a_user()
    role_groups.give(person, role, office)
    return person


# -- what is known ----------------------------------------------------------------------------------


def test_a_draft_owes_what_it_lacks_from_its_first_save_until_it_has_it():
    text = a_draft(picture=a_picture())
    assert owed(text) == {"office", "topic", "alt", "credit"}

    add_facts(text.release, by=a_superuser(), at=minutes(2), reason="Missing.", topics=[a_topic()])
    assert owed(text) == {"office", "alt", "credit"}

    edit(text, picture=None, lead=" ")
    assert owed(text) == {"office", "lead"}


def test_what_is_public_owes_what_its_edition_lacks_and_nothing_once_it_is_removed():
    text = a_published(picture=a_picture(alt={"en": "A bridge"}), office=an_office("mission"))
    edit(text, lead="")

    assert owed(text) == {"topic", "credit"}

    actions.perform("withdraw", text, by=None, at=minutes(2), note="Wrong.")
    assert owed(text) == set()
    actions.perform("restore", text, by=None, at=minutes(3), note="Right.")
    assert owed(text) == {"topic", "credit"}
    actions.perform("remove", text, by=None, at=minutes(4), note="Wrong.")
    assert owed(text) == set()


def test_the_table_made_anew_says_the_same():
    from dateline.newsroom.publication.models import Follower

    texts = [a_published(picture=a_picture()), a_published("Road opens", topics=[a_topic()])]
    before = [owed(text) for text in texts]
    Debt.objects.all().delete()
    Follower.objects.filter(name=missing_metadata.FOLLOWER.name).delete()

    assert [owed(text) for text in texts] == before


# -- mending ----------------------------------------------------------------------------------------


def test_a_topic_for_a_public_release_is_a_new_edition_in_each_language_with_who_and_why():
    text = a_published(office=an_office("mission"))
    french = actions.add_translation(text, "fr", by=None)
    actions.publish(french, by=None, at=minutes(1))
    editor = somebody(Role.EDITOR, text.release.lead_office)

    mended = add_facts(text.release, by=editor, at=minutes(2), reason="For the lists.", topics=[a_topic("water")])

    assert mended == TextCounts(public=2)
    for one in (text, french):
        last = log_entries(one)[-1]
        assert (last.entry.change, [topic.slug for topic in words(last).topics]) == ("updated", ["water"])
        one.refresh_from_db()
        assert one.review_owed
        act = Act.objects.filter(release=one.release_id, language=one.language).latest("pk")
        assert (act.action, act.name, act.note) == ("update at once", editor.username, "For the lists.")
    assert owed(text) == set()


def test_an_authors_mending_goes_to_the_reviewers_and_readers_have_what_they_had():
    text = a_published(office=an_office("mission"))
    author = somebody(Role.AUTHOR, text.release.lead_office)

    mended = add_facts(text.release, by=author, at=minutes(2), reason="For the lists.", topics=[a_topic("water")])

    text.refresh_from_db()
    assert mended == TextCounts(review=1)
    assert (text.public_state, text.draft_stage) == ("published", "review")
    assert len(log_entries(text)) == 1
    assert owed(text) == {"topic"}


def test_words_that_somebody_is_writing_do_not_go_out_with_what_was_mended():
    text = a_published(office=an_office("mission"))
    edit(text, headline="Not to be read yet")

    mended = add_facts(text.release, by=a_superuser(), at=minutes(2), reason="For the lists.", topics=[a_topic()])

    assert mended == TextCounts(later=1)
    assert len(log_entries(text)) == 1


def test_an_office_is_given_only_by_who_writes_for_it_and_only_where_there_is_none():
    text = a_published()
    office = an_office("mission")
    with pytest.raises(NotAllowedError):
        add_facts(text.release, by=somebody(Role.CHIEF, office), at=minutes(2), reason="Missing.", office=office)

    boss = a_superuser()
    assert add_facts(text.release, by=boss, at=minutes(2), reason="Missing.", office=office) == TextCounts(public=1)
    assert words(log_entries(text)[-1]).offices[0].slug == "mission"
    text.release.refresh_from_db()
    with pytest.raises(IncompleteError):
        add_facts(text.release, by=boss, at=minutes(3), reason="Missing.", office=an_office("other"))


def test_what_is_scheduled_and_what_nobody_gives_a_reason_for_stays():
    planned = a_draft()
    schedule(planned, live_at=minutes(60))
    topic = a_topic()

    with pytest.raises(ScheduledError):
        add_facts(planned.release, by=a_superuser(), at=minutes(2), reason="Missing.", topics=[topic])
    with pytest.raises(IncompleteError):
        add_facts(a_published().release, by=a_superuser(), at=minutes(2), reason=" ", topics=[topic])
    assert not topic.releases.exists()


def test_an_alternative_text_reaches_the_readers_of_each_text_that_shows_the_picture():
    picture = a_picture()
    office = an_office("mission")
    first, second = (a_published(name, picture=picture, office=office) for name in ("Bridge", "Road"))
    draft = a_draft("River", picture=picture, office=office)
    owed(first)

    mended = describe_picture(
        picture, {"alt": "A bridge"}, language="en", by=a_superuser(), at=minutes(2), reason="For all readers."
    )

    assert mended.public == 2
    assert {words(log_entries(text)[-1]).picture.alt for text in (first, second)} == {"A bridge"}
    assert "alt" not in owed(first) | owed(draft)


@pytest.mark.parametrize("metadata", [{"alt": "A bridge"}, {"credit": "Jane Doe"}])
def test_metadata_that_a_colleague_wrote_meanwhile_stays(metadata):
    picture = a_picture()
    text = a_published(picture=picture, office=an_office("mission"))
    owed(text)
    describe = partial(describe_picture, picture, language="en", by=a_superuser(), at=minutes(2), reason="Missing.")
    describe(metadata)

    with pytest.raises(OutdatedError, match=picture.title):
        describe(dict.fromkeys(metadata, "Something else"))

    describe(metadata)  # the same again is no conflict
    picture.refresh_from_db()
    assert picture.alt.get("en", "") == metadata.get("alt", "")
    assert picture.credit == metadata.get("credit", "")


def test_who_may_not_change_a_picture_does_not_describe_it():
    picture = a_picture()
    text = a_published(picture=picture, office=an_office("mission"))
    owed(text)

    with pytest.raises(NotAllowedError):
        describe_picture(picture, {"alt": "No"}, language="en", by=a_user(), at=minutes(2), reason="Because.")

    picture.refresh_from_db()
    assert picture.alt == {}


# -- the screen -------------------------------------------------------------------------------------


def sentences(response):
    return [str(message).strip() for message in response.context["messages"]]


def test_the_screen_lists_the_debt_and_mends_what_is_chosen(client):
    texts = [a_published(name) for name in ("Bridge", "Road")]
    topic = a_topic("water")
    owed(texts[0])
    client.force_login(a_superuser())

    page = client.get("/debt/?what=topic").content.decode()
    assert "Bridge" in page
    response = client.post(
        "/debt/?what=topic", {"text": [texts[0].pk], "topics": [topic.pk], "reason": "Missing."}, follow=True
    )

    assert "1 text is fixed and public" in sentences(response)[0]
    assert [one.slug for one in texts[0].release.topics.all()] == ["water"]
    assert not texts[1].release.topics.exists()


def test_pictures_are_described_on_the_screen_and_rubbish_changes_nothing(client):
    picture = a_picture()
    text = a_published(picture=picture)
    owed(text)
    client.force_login(a_superuser())

    said = {f"alt-{picture.pk}-en": "A bridge", "alt-x-en": "No", f"alt-{picture.pk}-<b>": "No", "reason": "Missing."}
    response = client.post("/debt/?what=alt", said, follow=True)

    picture.refresh_from_db()
    assert picture.alt == {"en": "A bridge"}
    assert "fixed and public" in sentences(response)[0]
    for address in ("/debt/?what=nothing&page=x", "/debt/?page=99999", "/debt/?what=lead"):
        assert client.get(address).status_code == 200
    assert client.post("/debt/?what=lead", {"reason": "No"}).url == "/"  # refused


def test_nobody_sees_or_mends_the_debt_of_another_office(client):
    mine, other = an_office("mine"), an_office("other")
    own, foreign = a_published("Own bridge", office=mine), a_published("Foreign road", office=other)
    owed(own)
    topic = a_topic()
    person = somebody(Role.EDITOR, mine)
    client.force_login(person)

    page = client.get("/debt/?what=topic").content.decode()
    client.post("/debt/?what=topic", {"text": [own.pk, foreign.pk], "topics": [topic.pk], "reason": "Missing."})

    assert "Own bridge" in page
    assert "Foreign road" not in page
    assert own.release.topics.exists()
    assert not foreign.release.topics.exists()


def test_the_first_page_counts_once_a_minute_and_never_all(client, django_assert_num_queries):
    text = a_published()
    owed(text)
    person = a_superuser()
    client.force_login(person)
    assert "Without topic" in client.get("/").content.decode()

    with django_assert_num_queries(0):
        assert counts(person)["topic"] == 1


def test_a_topic_given_to_a_draft_is_found_in_the_list():
    topic = a_topic("roads")
    text = a_draft(office=an_office())
    add_facts(text.release, by=a_superuser(), at=NOON, reason="Repair", topics=[topic])
    assert IndexRow.objects.filter(release_index.containing("topics", [topic.pk])).exists()


def test_a_draft_that_gets_its_office_owes_none():
    text = a_draft()
    assert "office" in owed(text)
    actions.set_lead_office(text.release, an_office(), by=a_superuser(), at=NOON)
    assert "office" not in owed(text)
