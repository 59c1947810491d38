"""Who sees and does what: people of one office keep out of another's drafts."""

import pytest
from django.test import Client

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.actions.indexing import index_texts
from dateline.newsroom.desk.models import Role, User
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.desk.people.accounts import invite
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
)

pytestmark = pytest.mark.django_db


def member(role, office=None):
    user = a_user()
    role_groups.give(user, role, office)
    return User.objects.get(pk=user.pk)


def changes(text):
    return [record.entry.change for record in log_entries(text)]


@pytest.fixture
def two_offices():
    return an_office("here"), an_office("there")


def test_an_author_writes_for_the_own_office_only(two_offices):
    here, there = two_offices
    author = member(Role.AUTHOR, here)

    text = a_draft(office=here, by=author)

    assert text.owner == author
    with pytest.raises(errors.NotAllowedError):
        a_draft(office=there, by=author)
    with pytest.raises(errors.NotAllowedError):
        a_draft(office=None, by=author)


@pytest.mark.parametrize(
    ("role", "action"), [(Role.AUTHOR, "publish"), (Role.EDITOR, "withdraw"), (Role.EDITOR, "remove")]
)
def test_deeds_need_their_role(two_offices, role, action):
    here, _there = two_offices
    text = a_draft(office=here) if action == "publish" else a_published(office=here)
    options = {} if action == "publish" else {"note": "Why."}

    with pytest.raises(errors.NotAllowedError):
        actions.perform(action, text, by=member(role, here), at=NOON, **options)


def test_an_editor_of_one_office_publishes_nothing_of_another(two_offices):
    here, there = two_offices
    editor = member(Role.EDITOR, here)

    own, others = approved(a_draft(office=here)), approved(a_draft(office=there))

    actions.publish(own, by=editor, at=NOON)
    with pytest.raises(errors.NotAllowedError):
        actions.publish(others, by=editor, at=NOON)

    assert changes(own) == ["published"]
    assert changes(others) == []


def test_roles_for_all_reach_every_office(two_offices):
    _here, there = two_offices
    of_office, of_none = approved(a_draft(office=there)), approved(a_draft(office=None))

    actions.publish(of_office, by=member(Role.EDITOR), at=NOON)
    actions.publish(of_none, by=member(Role.EDITOR), at=NOON)

    assert (changes(of_office), changes(of_none)) == (["published"], ["published"])


def test_somebody_who_left_may_nothing(two_offices):
    here, _there = two_offices
    editor = member(Role.EDITOR, here)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    editor.refresh_from_db()

    with pytest.raises(errors.NotAllowedError):
        actions.publish(a_draft(office=here), by=editor, at=NOON)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.CHIEF])
def test_no_page_of_the_admin_tells_one_office_of_anothers_drafts(two_offices, client, role):
    here, there = two_offices
    own, secret = a_draft("Our own news", office=here), a_draft("Xylophone secret", office=there)
    shown = edit(a_published("Known", office=there), headline="Xylophone next edition")
    index_texts.func([own.pk, secret.pk, shown.pk])
    client.force_login(member(role, here))
    addresses = [
        "/",
        "/releases/",
        "/releases/?q=Xylophone",
        "/pages/",
        f"/pages/{there.page.pk}/",
        "/pages/search/?q=Xylophone",
        "/choose-page/",
        "/choose-page/?page_type=desk.releasepage",
        "/choose-page/search/?q=Xylophone",
        f"/choose-page/{there.page.pk}/",
        f"/choose-page/{there.page.pk}/?page_type=desk.releasepage",
        "/reports/locked/",
        "/reports/site-history/",
        "/reports/aging-pages/",
        "/reports/page-types-usage/",
        "/reports/page-types-usage/results/",
    ]
    for text in (secret, shown):
        addresses += [f"/releases/{text.release_id}/", f"/choose-page/{text.pk}/"]
        addresses += [f"/choose-page/chosen-multiple/?id={text.pk}"]
        addresses += [
            f"/bulk/wagtailcore/{model}/{act}/?id={text.pk}"
            for model in ("page", "Page")
            for act in ("delete", "move", "publish", "unpublish")
        ]
        addresses += [
            f"/pages/{text.pk}/{act}/"
            for act in (
                "edit",
                "view_draft",
                "delete",
                "unpublish",
                "move",
                "copy",
                "history",
                "usage",
                "privacy",
                "lock",
            )
        ]
        addresses.append(f"/pages/{text.pk}/revisions/{text.latest_revision_id}/view/")
        addresses.append(f"/pages/{text.pk}/revisions/compare/earliest...latest/")

    for address in addresses:
        for response in (client.get(address, follow=True), client.post(address, {"headline": "x"}, follow=True)):
            body = response.content.decode()
            query_free = body.replace('value="Xylophone"', "").replace("q=Xylophone", "").replace("“Xylophone”", "")
            assert "Xylophone secret" not in query_free, address
            assert "Xylophone next" not in query_free, address
    assert "Our own news" in client.get("/releases/").content.decode()
    assert "Our own news" in client.get(f"/choose-page/{here.page.pk}/").content.decode()
    assert "Our own news" in client.get("/choose-page/search/?q=Our").content.decode()
    assert client.get(f"/bulk/wagtailcore/page/delete/?id={own.pk}").status_code == 302
    assert client.get(f"/choose-page/chosen-multiple/?id={own.pk}").status_code == 200
    assert client.get(f"/pages/{own.pk}/edit/").status_code == 200


def test_a_one_time_password_opens_nothing_but_the_form_for_an_own_one(client):
    password = invite("aida", is_superuser=True)

    client.post("/account/login/", {"login": "aida", "password": password})

    assert client.get("/releases/").headers["location"] == "/account/password/set/"
    assert client.get("/account/email/").headers["location"] == "/account/password/set/"
    client.post("/account/password/set/", {"password1": "quite another 77", "password2": "quite another 77"})
    assert client.get("/releases/").status_code == 200
    assert not User.objects.get(username="aida").must_set_password


def test_a_one_time_password_is_good_for_one_sign_in(client):
    password = invite("aida", is_superuser=True)
    client.post("/account/login/", {"login": "aida", "password": password})
    elsewhere = Client()

    elsewhere.post("/account/login/", {"login": "aida", "password": password})

    assert elsewhere.get("/releases/").headers["location"].startswith("/account/login/")
    assert client.get("/account/password/set/").status_code == 200


def test_nobody_signs_up_and_wagtails_own_login_leads_to_ours(client):
    client.post("/account/signup/", {"username": "eve", "password1": "long enough 123", "password2": "long enough 123"})
    response = client.post("/login/", {"username": "eve", "password": "x"}, follow=True)

    assert not User.objects.filter(username="eve").exists()
    assert response.request["PATH_INFO"] == "/account/login/"


def test_private_files_are_for_people_who_are_signed_in(client):
    from tests.support.desk.builders import a_picture

    picture = a_picture()

    assert client.get(picture.file.url).status_code == 302
    client.force_login(a_superuser())
    response = client.get(picture.file.url)
    assert (response.status_code, response.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert client.get("/private/originals/../../secret-key").status_code == 404
