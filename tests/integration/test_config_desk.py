"""What the desk's process answers to somebody who has not signed in."""

import pytest

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
