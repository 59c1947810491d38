"""Quick actions: save and submit at once, approve from the editor, the keys' own list."""

import pytest
from lxml import html
from wagtail.users.models import UserProfile

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.admin.keyboard_shortcuts import GROUPS
from dateline.newsroom.desk.models import Act, Role
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import a_draft, a_published, a_superuser, a_user, an_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    person = a_superuser()
    client.force_login(person)
    return person


def sentences(response):
    return [str(message).strip() for message in response.context["messages"]]


def sent(client, text, **changed):
    """What a browser would send of the editor as it stands, with changes."""
    page = html.fromstring(client.get(f"/pages/{text.pk}/edit/").content)
    form = page.get_element_by_id("page-edit-form")
    given = {name: value for name, value in form.form_values() if not name.startswith("action-")}
    streams = {"body-count": "0", "contacts-count": "0", "boilerplate": "null", "notes": "null"}
    comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    return {**given, **streams, **comments, **changed}


def test_a_text_is_saved_and_submitted_in_one_go(client, boss):
    text = a_draft(body=[])

    response = client.post(
        f"/pages/{text.pk}/edit/", sent(client, text, lead="It is open.", **{"action-desk-submit": "1"}), follow=True
    )

    text.refresh_from_db()
    assert text.state == "review"
    assert text.get_latest_revision_as_object().lead == "It is open."
    assert "The text is in review." in " ".join(sentences(response))
    assert response.redirect_chain[-1][0] == f"/releases/{text.release_id}/"


def test_what_cannot_be_submitted_is_saved_all_the_same_and_says_why(client, boss):
    text = a_draft(body=[])
    given = sent(client, text, headline="A new headline", lead="…", **{"action-desk-submit": "1"})

    response = client.post(f"/pages/{text.pk}/edit/", {**given, "kind": ""}, follow=True)

    text.refresh_from_db()
    assert text.state == "draft"
    assert text.get_latest_revision_as_object().headline == "A new headline"
    assert "Choose the kind" in " ".join(sentences(response))


def offered(client, text):
    page = client.get(f"/pages/{text.pk}/edit/").content.decode()
    return 'name="action-desk-submit"' in page, f'href="/releases/{text.release_id}/#action-approve"' in page


def test_the_editor_offers_what_the_person_may_do_next(client):
    office = an_office("mission")
    author, editor = a_user(), a_user()
    role_groups.give(author, Role.AUTHOR, office)
    role_groups.give(editor, Role.EDITOR, office)
    text = a_draft(by=author, office=office)
    client.force_login(author)
    assert offered(client, text) == (True, False)

    actions.perform("submit", text, by=author, at=text.edited_at)
    assert offered(client, text) == (False, False)
    client.force_login(editor)
    assert offered(client, text) == (False, True)


def test_the_keys_are_listed_in_the_language_of_the_desk(client, boss):
    said = {"en": "Next finding", "fr": "Constat suivant", "ru": "Следующее замечание", "ar": "الملاحظة التالية"}
    for language, words in said.items():
        UserProfile.objects.update_or_create(user=boss, defaults={"preferred_language": language})
        page = html.fromstring(client.get("/").content)
        rows = page.xpath("//tr[@data-desk-keys]")
        assert len(rows) == sum(len(group.keys) for group in GROUPS)
        assert any(words in row.text_content() for row in rows)


def test_no_key_means_two_things_in_one_place():
    keys = [key.keys for group in GROUPS for key in group.keys]

    assert len(keys) == len(set(keys))


def test_the_audit_trail_names_releases_by_their_headline(client, boss):
    text = a_published("Bridge opens")
    french = actions.add_translation(text, "fr", by=boss)
    actions.perform("submit", french, by=boss, at=text.release.published_at)
    Act.objects.create(at=text.release.published_at, action="lead", release=text.release_id, note="سبب.")

    page = html.fromstring(client.get("/trail/").content)

    links = page.xpath(f"//a[@href='/releases/{text.release_id}/']")
    assert {link.text_content() for link in links} == {"Bridge opens"}
    assert page.xpath("//td//bdi[text()='سبب.']")


def test_of_two_people_at_one_text_the_second_is_told_and_loses_nothing(client, boss):
    text = a_draft("As it was", body=[])
    opened = sent(client, text, headline="The second one's words")
    client.post(f"/pages/{text.pk}/edit/", sent(client, text, headline="The first one's words"))

    refused = client.post(f"/pages/{text.pk}/edit/", opened)

    text.refresh_from_db()
    assert text.get_latest_revision_as_object().headline == "The first one's words"
    page = html.fromstring(refused.content)
    assert boss.get_username() in " ".join(sentences(refused))
    assert page.xpath("//textarea[@name='headline']")[0].text.strip() == "The second one's words"

    again = {name: page.xpath(f"//input[@name='{name}']/@value")[0] for name in opened if "loaded_revision" in name}
    assert again
    client.post(f"/pages/{text.pk}/edit/", {**opened, **again})
    text.refresh_from_db()
    assert text.get_latest_revision_as_object().headline == "The second one's words"
