"""What the desk's process answers to somebody who has not signed in."""

import pytest
from django.test import Client

from tests.support.desk.builders import a_user

pytestmark = pytest.mark.django_db

PRIVATE = [
    "/",
    "/pages/",
    "/images/",
    "/documents/",
    "/documents/1/paper.pdf",
    "/documents/authenticate_with_password/1/",
    "/private/originals/original_images/secret.jpg",
    f"/private/renditions/{'0' * 64}.webp",
    "/reports/site-history/",
    "/account/sessions/",
    "/account/2fa/",
]


@pytest.mark.parametrize("path", PRIVATE)
def test_everything_leads_to_the_sign_in(client, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_nobody_can_sign_up(client):
    answer = client.get("/account/signup/")

    assert b"password1" not in answer.content
    assert b"closed" in answer.content.lower()


def test_the_sign_in_page_keeps_out_frames_and_search_engines(client):
    answer = client.get("/account/login/")

    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_foreign_host_name_is_refused(client):
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_sent_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/account/login/", {"login": "editor", "password": "guess"}).status_code == 403


def test_wrong_sign_ins_from_one_address_do_not_lock_out_another(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person = a_user("mara")
    person.set_password("a long pass phrase of hers")
    person.save()

    for _ in range(12):
        client.post("/account/login/", {"login": "mara2", "password": "wrong"}, headers={"X-Forwarded-For": "6.6.6.6"})
    given = {"login": "mara", "password": "a long pass phrase of hers"}
    from_there = client.post("/account/login/", given, headers={"X-Forwarded-For": "6.6.6.6"})
    from_elsewhere = client.post("/account/login/", given, headers={"X-Forwarded-For": "10.1.1.1"})

    assert from_there.status_code == 429 or b"Too many" in from_there.content
    assert from_elsewhere.status_code == 302
