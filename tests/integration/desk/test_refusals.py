"""What the desk refuses it says in a sentence that names the part, never with an error page."""

import json
from functools import partial

import pytest
from django.utils.translation import gettext, override
from wagtail.models import ReferenceIndex

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.models import Attachment, NewsImage, Role
from dateline.newsroom.desk.people.accounts import invite
from dateline.newsroom.desk.people.role_groups import give
from tests.support.desk.builders import NOON, a_draft, a_picture, a_superuser, a_user, an_attachment, an_office, edit

pytestmark = pytest.mark.django_db

DO = {"publish": actions.publish, "submit": partial(actions.perform, "submit")}


@pytest.fixture
def desk(client):
    client.force_login(a_superuser())
    return client


@pytest.mark.parametrize("action", ["publish", "submit"])
@pytest.mark.parametrize("headline", ["   ", "\u00a0\u200b", ""])
def test_a_headline_that_says_nothing_is_refused(action, headline):
    text = edit(a_draft(), headline=headline)

    with pytest.raises(errors.IncompleteError, match="Headline: It is empty"):
        DO[action](text, by=None, at=NOON)

    text.refresh_from_db()
    assert text.state == "draft"


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_what_is_not_complete_is_named(action):
    text = edit(a_draft(), headline=" ", lead="", translated_from="no tag!")

    with pytest.raises(errors.IncompleteError, match=r"complete: Headline: It is empty\. Lead: It is empty\."):
        DO[action](text, by=None, at=NOON)
    edit(text, headline="Bridge", lead="It opened.")
    with pytest.raises(errors.IncompleteError, match="is not complete: Translated from: "):
        DO[action](text, by=None, at=NOON)


@pytest.mark.parametrize(
    "address", ["/private/renditions/" + "a" * 300, "/private/originals/" + "b" * 5000, "/private/originals/a%00b"]
)
def test_a_private_file_with_an_impossible_name_is_not_there(desk, address):
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/api/main/pages/?search=%00", "/releases/?q=a%00b", "/images/?q=%00", "/?%00=1"])
def test_a_nul_in_a_query_is_refused_in_a_sentence(desk, address):
    response = desk.get(address)

    assert (response.status_code, "(NUL)" in response.content.decode()) == (400, True)


def test_a_nul_in_a_form_is_refused_in_a_sentence(client):
    response = client.post("/account/login/", {"login": "a\0b", "password": "x"})

    assert (response.status_code, "(NUL)" in response.content.decode()) == (400, True)


def test_who_has_set_an_own_password_stands_on_the_first_page(client):
    client.post("/account/login/", {"login": "aida", "password": invite("aida", is_superuser=True)})

    response = client.post("/account/password/set/", {"password1": "quite another 77", "password2": "quite another 77"})

    assert response.headers["location"] == "/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_picture_that_a_release_uses_stays_and_the_release_is_named(desk, method):
    picture = a_picture("Bridge by night")
    a_draft("Bridge opens", picture=picture)

    response = getattr(desk, method)(f"/images/{picture.pk}/delete/", follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert any("“Bridge by night” cannot be deleted, because releases use it: “Bridge opens”." in one for one in said)
    assert NewsImage.objects.filter(pk=picture.pk).exists()


def test_an_attachment_that_a_release_uses_stays_and_one_that_none_uses_goes(desk):
    used, free = an_attachment("Used"), an_attachment("Free")
    text = a_draft("Budget", body=[("download", {"attachment": used, "title": ""})])
    ReferenceIndex.create_or_update_for_object(text)  # in life the worker does this

    desk.post(f"/documents/delete/{used.pk}/")
    desk.post(f"/documents/delete/{free.pk}/")

    assert list(Attachment.objects.values_list("title", flat=True)) == ["Used"]


def test_releases_that_somebody_may_not_see_are_not_named(client):
    here, there = an_office("here"), an_office("there")
    picture = a_picture("Bridge by night")
    a_draft("Secret of there", picture=picture, office=there)
    editor = a_user("editor-here")
    give(editor, Role.CHIEF, here)
    picture.uploaded_by_user = editor
    picture.save()
    client.force_login(editor)

    response = client.post(f"/images/{picture.pk}/delete/", follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert any("releases of other offices use it" in one for one in said), said
    assert "Secret of there" not in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Pictures", "Attachments")),
        ("fr", ("Images", "Pièces jointes")),
        ("ru", ("Изображения", "Вложения")),
        ("ar", ("الصور", "المرفقات")),
    ],
)
def test_the_menu_and_the_messages_of_wagtail_speak_our_words(desk, language, words):
    with override(language):
        menu = desk.get("/releases/", headers={"accept-language": language}).content.decode()
        message = gettext("Page '%(page_title)s' created.") % {"page_title": "Bridge"}

    assert all(f'"label": {json.dumps(word)}' in menu for word in words)
    assert ("Page" in message, "Bridge" in message) == (False, True)
