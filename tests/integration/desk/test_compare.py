"""The screen that compares editions of a text."""

import pytest
from lxml import html

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Role
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import a_published, a_superuser, a_topic, a_user, an_office, edit, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    text = a_published(office=an_office("mission"), language="ar")
    for minute, lead in ((1, "It opened on Monday."), (2, "It opened on Tuesday.")):
        edit(text, lead=lead)
        actions.publish(text, by=None, at=minutes(minute), change="corrected", note="The day was wrong.")
    edit(text, lead="It opened on Friday.")
    return text


def shown(client, text, **asked):
    page = html.fromstring(client.get(f"/texts/{text.pk}/compare/", asked).content)
    hidden = page.xpath("//span[contains(@class, 'w-sr-only')]")
    for one in hidden:
        one.drop_tree()
    return (
        page,
        [one.text_content() for one in page.xpath("//del")],
        [one.text_content() for one in page.xpath("//ins")],
    )


def test_without_a_choice_the_draft_is_compared_with_what_readers_have(client, text):
    client.force_login(a_superuser())

    page, gone, new = shown(client, text)

    assert (gone, new) == (["Tuesday"], ["Friday"])
    assert page.xpath("//section//p[@dir]")[0].get("dir") == "rtl"
    assert "/compare/" in client.get(f"/releases/{text.release_id}/").content.decode()
    assert "/compare/" in client.get(f"/pages/{text.pk}/history/").content.decode()


def test_any_two_can_be_chosen_in_whichever_order_also_side_by_side(client, text):
    client.force_login(a_superuser())
    page, _gone, _new = shown(client, text)
    keys = page.xpath("//select[@name='from']/option/@value")
    assert len(keys) == 4

    for asked in ({"from": keys[3], "to": keys[2]}, {"from": keys[2], "to": keys[3], "view": "beside"}):
        page, gone, new = shown(client, text, **asked)
        assert (gone, new) == (["today"], ["on Monday"])
    assert page.xpath("//table[@class='desk-pair']")


def test_metadata_counts_and_rubbish_is_as_good_as_no_choice(client, text):
    client.force_login(a_superuser())
    text.release.subjects.create(topic=a_topic("water"))

    _page, gone, new = shown(client, text, **{"from": "x", "to": "99999999999999999999"})

    assert gone == ["Tuesday"]
    assert new == ["Friday", "Water"]


def test_what_says_the_same_and_what_has_had_one_edition_is_said_in_a_sentence(client):
    client.force_login(a_superuser())
    once = a_published()
    assert "nothing to compare yet" in client.get(f"/texts/{once.pk}/compare/").content.decode()

    edit(once, lead="It opened today.")
    assert "Both editions are the same." in client.get(f"/texts/{once.pk}/compare/").content.decode()


def test_nobody_compares_the_drafts_of_another_office_and_what_is_gone_is_gone(client, text):
    person = a_user()
    role_groups.give(person, Role.AUTHOR, an_office("other"))
    client.force_login(person)
    assert client.get(f"/texts/{text.pk}/compare/").status_code == 404

    client.force_login(a_superuser())
    actions.perform("remove", text, by=None, at=minutes(5), note="Wrong.")
    page, _gone, _new = shown(client, text)
    assert "opened" not in page.get_element_by_id("main").text_content()
