"""What the desk's process answers to somebody who has not signed in."""

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client, RequestFactory

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

    for n in range(12):
        client.post(
            "/account/login/", {"login": f"mara{n}", "password": "wrong"}, headers={"X-Forwarded-For": "6.6.6.6"}
        )
    given = {"login": "mara", "password": "a long pass phrase of hers"}
    from_there = client.post("/account/login/", given, headers={"X-Forwarded-For": "6.6.6.6"})
    from_elsewhere = client.post("/account/login/", given, headers={"X-Forwarded-For": "10.1.1.1"})

    assert from_there.status_code == 429 or b"Too many" in from_there.content
    assert from_elsewhere.status_code == 302


@pytest.mark.both
@pytest.mark.parametrize("path", ["/", "/account/login/", "/account/2fa/"])
@pytest.mark.parametrize(
    "cookie",
    [
        'dateline="abcdefgh\\000ijklmnop"',
        'dateline="\\000"',
        'dateline-csrf="abcdefgh\\000ijklmnop"',
        'dateline-browser="abc\\000"',
        'django_language="e\\000n"',
        'messages="\\000\\001"',
        'dateline="\\200\\377abcdefgh"',
        'dateline="\\012\\015"',
    ],
)
def test_a_control_character_in_a_cookie_is_no_error(client, path, cookie):
    answer = client.get(path, headers={"cookie": cookie})

    assert answer.status_code in {200, 302}


@pytest.mark.parametrize("given", ["not-an-address", "", "999.1.1.1", "a" * 500])
def test_what_is_no_address_is_limited_like_one(client, settings, given):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    answers = [
        client.post(
            "/account/login/", {"login": f"x{n}", "password": "wrong"}, headers={"X-Forwarded-For": f"{given}{n}"}
        )
        for n in range(12)
    ]

    assert "Too many" in answers[-1].content.decode()


def test_an_ipv4_address_counts_alone_however_it_is_written(client):
    assert [
        get_adapter().get_client_ip(RequestFactory().get("/", REMOTE_ADDR=given))
        for given in ("::ffff:192.0.2.7", "192.0.2.7", "", "x", "2001:DB8::1")
    ] == ["192.0.2.7", "192.0.2.7", "0.0.0.0", "0.0.0.0", "2001:db8::1"]
