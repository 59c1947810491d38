"""Guessing at the sign-in is limited, and nobody can use the limits to keep a person out."""

import pytest
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from dateline.newsroom.desk.people import passkeys, password_reset
from tests.support.desk.builders import a_user

pytestmark = pytest.mark.django_db

RIGHT = "a long pass phrase of hers"


@pytest.fixture(autouse=True)
def _fresh(settings):
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mara():
    return person("mara")


def person(name):
    user = a_user(name, email=f"{name}@example.org")
    user.set_password(RIGHT)
    user.save()
    return user


def sign_in(login, password=RIGHT, *, address="10.1.1.1", client=None):
    given = {"login": login, "password": password}
    return (client or Client()).post("/account/login/", given, headers={"X-Forwarded-For": address})


def is_in(answer):
    return answer.status_code == 302 and not answer.headers["Location"].startswith("/account/login")


@pytest.mark.parametrize("strangers", [5, 40])
@pytest.mark.parametrize("login", ["mara", "MARA", "mara@example.org"])
def test_wrong_passwords_of_strangers_never_keep_a_person_out(mara, strangers, login):
    for number in range(strangers):
        sign_in(login, "wrong", address=f"66.{number // 200}.0.{number % 200 + 1}")

    assert is_in(sign_in("mara"))
    assert is_in(sign_in("mara@example.org", address="2001:db8::7"))


@pytest.mark.parametrize("address", ["66.6.6.6", "2001:db8:1:2::7"])
def test_guessing_the_password_of_one_account_from_one_network_is_limited(mara, address):
    for number in range(5):
        sign_in(["mara", "MARA", "mara@example.org", "Mara@Example.org", " mara"][number], "wrong", address=address)
    neighbour = f"{address[:-1]}9" if ":" in address else address

    assert not is_in(sign_in("mara", address=neighbour))
    assert is_in(sign_in("mara", address="10.1.1.1"))


def test_guessing_one_password_for_many_accounts_is_limited(mara):
    for number in range(10):
        sign_in(f"somebody-{number}", "wrong", address="66.6.6.6")

    assert not is_in(sign_in("mara", address="66.6.6.6"))


def test_a_right_password_is_never_counted(mara):
    assert all(is_in(sign_in("mara")) for _ in range(40))


def test_a_browser_that_knows_the_person_is_not_kept_out_by_its_own_network(mara):
    client = Client()
    assert is_in(sign_in("mara", client=client))
    client.post("/account/logout/")
    for number in range(40):
        sign_in(["mara", f"somebody-{number}"][number % 2], "wrong")

    assert is_in(sign_in("mara", client=client))


def test_guessing_in_a_browser_that_knows_the_person_is_limited_and_opens_no_other_account(mara):
    other, client = person("other"), Client()
    assert is_in(sign_in("mara", client=client))
    client.post("/account/logout/")
    for number in range(12):
        sign_in("mara", "wrong", client=client, address=f"66.6.6.{number + 1}")
        sign_in("other", "wrong", client=client, address="66.7.7.7")

    assert not is_in(sign_in("mara", client=client))
    assert not is_in(sign_in(other.username, client=client, address="66.7.7.7"))
    assert is_in(sign_in("mara", address="10.2.2.2"))


@pytest.mark.parametrize("forged", ["", "x", "x:y", '["a", ["1"]]', "é", "a" * 5000])
def test_a_forged_cookie_is_no_browser_that_knows_the_person(mara, forged):
    client = Client()
    for _ in range(6):
        client.cookies["dateline-browser"] = forged
        sign_in("mara", "wrong", client=client)

    assert not is_in(sign_in("mara", client=client))


def test_wrong_codes_do_not_lock_out_a_passkey(mara, settings, monkeypatch):
    form_class = import_string(settings.MFA_FORMS["authenticate_webauthn"])
    found = Authenticator(user=mara, type=Authenticator.Type.WEBAUTHN)
    monkeypatch.setattr(passkeys.auth, "parse_authentication_response", lambda _credential: None)
    monkeypatch.setattr(passkeys.auth, "complete_authentication", lambda _user, _credential: found)
    with context.request_context(RequestFactory().post("/")):
        codes = [AuthenticateForm({"code": "000000"}, user=mara) for _ in range(9)]
        assert "Too many" in [form.errors["code"] for form in codes][-1][0]

        form = form_class({"credential": '{"id": "x"}'}, user=mara)

        assert (form.is_valid(), form.cleaned_data["credential"]) == (True, found)


@pytest.mark.parametrize("address", ["nobody@example.org", "mara@example.org", "MARA@example.org"])
def test_the_form_for_a_forgotten_password_answers_alike(mara, address, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = Client().post("/account/password/reset/", {"email": address})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/reset/done/")
    assert mail.outbox == []  # the worker sends it, so the answer takes as long
    assert DBTaskResult.objects.filter(task_path__endswith="send_reset_links").count() == 1


@pytest.mark.parametrize("address", ["nobody@example.org", "mara@example.com", "mara", "", "api: x"])
def test_strangers_get_no_mail(mara, address):
    a_user("token-account")  # without an address

    password_reset.send_reset_links.call(address)

    assert mail.outbox == []


def test_the_link_sets_a_new_password(mara):
    password_reset.send_reset_links.call("MARA@example.org")

    [sent] = mail.outbox
    [link] = [line for line in sent.body.splitlines() if line.startswith("http")]
    assert (sent.to, "signup" in sent.body) == (["mara@example.org"], False)
    client = Client()
    form = client.get(link.removeprefix("http://127.0.0.1:8001"), follow=True)
    new = "another long pass phrase"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert is_in(sign_in("mara", new))


def test_a_person_gets_few_links_an_hour_and_nobody_can_use_up_the_form(mara):
    for number in range(30):
        headers = {"X-Forwarded-For": f"66.6.{number}.1"}
        assert Client().post("/account/password/reset/", {"email": mara.email}, headers=headers).status_code == 302
        password_reset.send_reset_links.call(mara.email)

    assert len(mail.outbox) == password_reset.MAX_LINKS


def test_a_closed_account_gets_no_link(mara):
    mara.is_active = False
    mara.save()

    password_reset.send_reset_links.call(mara.email)

    assert mail.outbox == []
