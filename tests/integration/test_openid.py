"""Signing in with the organisation's own provider, over real HTTP to one on loopback."""

import httpx
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from dateline.config import openid_settings as chosen
from dateline.newsroom.desk.models import Role, User
from dateline.newsroom.desk.people import accounts, role_groups
from tests.support.desk.builders import a_user
from tests.support.outside.openid_provider import CLIENT, SECRET, openid_provider

pytestmark = pytest.mark.django_db

LOGIN = "/account/openid/"
CALLBACK = "/account/openid/callback/"


@pytest.fixture
def provider():
    with openid_provider() as running:
        yield running


@pytest.fixture
def choose(settings, provider):
    """Let the desk know the provider, with further settings."""

    def chosen_with(**more):
        environment = {"ISSUER": provider.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Acme ID", **more}
        settings.OPENID = chosen.read({f"DATELINE_OIDC_{name}": value for name, value in environment.items()})
        settings.SOCIALACCOUNT_PROVIDERS = chosen.providers(settings.OPENID)

    return chosen_with


@pytest.fixture(autouse=True)
def plainly(choose):
    choose()


def an_author(email="ana@example.org", **facts):
    user = a_user(email=email, **facts)
    role_groups.give(user, Role.AUTHOR)
    return user


def sent_back(client, *, address=LOGIN):
    """Go to the provider and return the address that it sends the visitor back to."""
    away = client.get(address)
    assert away.status_code == 302, away.content
    back = httpx.get(away.headers["Location"]).headers["location"]
    assert back.startswith("http://127.0.0.1:8001" + CALLBACK)
    return back.removeprefix("http://127.0.0.1:8001")


def sign_in(client, *, address=LOGIN):
    """Sign in, and return the first page after it, with everything said on it."""
    return client.get(sent_back(client, address=address), follow=True)


def who(client):
    return client.session.get("_auth_user_id")


def is_refused(client, page, sentence):
    assert who(client) is None
    assert page.redirect_chain[-1][0].startswith("/account/login/")
    assert sentence in page.content.decode()
    return True


def test_somebody_invited_signs_in_with_pkce_and_a_nonce(client, provider):
    user = an_author("Ana@Example.org")
    assert "Sign in with Acme ID" in client.get("/account/login/").content.decode()

    page = sign_in(client, address=f"{LOGIN}?next=/calendar/")

    assert page.redirect_chain[-1][0] == "/calendar/"
    assert who(client) == str(user.pk)
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 24
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert SocialAccount.objects.get().user == user
    client.logout()
    sign_in(client)
    assert SocialAccount.objects.get().extra_data == {}, "what the provider tells is not kept"


def test_who_came_once_is_known_by_subject_whatever_the_address_is_then(client, provider):
    user = an_author()
    sign_in(client)
    client.logout()
    User.objects.update(email="other@example.org")
    provider.claims["email"] = "new@example.org"

    sign_in(client)

    assert who(client) == str(user.pk)


def test_a_subject_of_another_issuer_is_somebody_else(choose):
    an_author()
    with openid_provider() as first:
        choose(ISSUER=first.url)
        sign_in(Client())
        User.objects.update(email="gone@example.org")
    with openid_provider() as second:
        choose(ISSUER=second.url)
        client = Client()

        page = sign_in(client)

    assert is_refused(client, page, "has been invited")


def test_without_settings_there_is_no_way_in(client, settings):
    settings.OPENID, settings.SOCIALACCOUNT_PROVIDERS = None, chosen.providers(None)

    assert "Acme" not in client.get("/account/login/").content.decode()
    assert client.get(LOGIN).status_code == 404
    assert client.get(CALLBACK).status_code == 404


def test_a_person_nobody_invited_is_refused_and_nothing_is_made(client):
    page = sign_in(client)

    assert is_refused(client, page, "Nobody with the address ana@example.org has been invited")
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("said", [False, None, "false", "no", 1])
def test_an_address_that_the_provider_does_not_confirm_is_refused(client, provider, said):
    an_author()
    provider.claims["email_verified"] = said

    assert is_refused(client, sign_in(client), "does not confirm that your e-mail address")


@pytest.mark.parametrize("claims", [{"email": ""}, {"email": None}, {"email": ["ana@example.org"]}])
def test_no_address_is_none(client, provider, claims):
    an_author("")
    provider.claims |= claims

    assert is_refused(client, sign_in(client), "does not confirm")


def test_an_address_confirmed_in_the_token_says_nothing_about_another_one_told_besides(client, provider):
    an_author("boss@example.org")
    provider.claims["email"] = "ana@example.org"
    provider.userinfo = {**provider.claims, "email": "boss@example.org", "email_verified": False}

    assert is_refused(client, sign_in(client), "Nobody with the address ana@example.org")


def test_a_closed_account_stays_closed_before_and_after_its_first_sign_in(client):
    user = an_author(is_active=False)
    assert is_refused(client, sign_in(client), "This account is closed")

    for is_active in (True, False):
        User.objects.update(is_active=is_active)
        page = sign_in(client)
        assert is_active == (who(client) == str(user.pk))
        client.logout()

    assert "This account is closed" in page.content.decode()


def test_two_accounts_with_one_address_are_refused(client):
    an_author()
    an_author("ANA@example.org")

    assert is_refused(client, sign_in(client), "Several accounts have the address")


FAILED = "The sign-in at Acme ID did not succeed"


@pytest.mark.parametrize(
    "token",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": 1},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": "another"},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(client, provider, token):
    an_author()
    provider.token = token
    provider.userinfo = dict(provider.claims)

    assert is_refused(client, sign_in(client), FAILED)


@pytest.mark.parametrize("lie", [{"is_forged": True}, {"gives_token": False}])
def test_a_token_signed_by_somebody_else_or_none_is_refused(client, provider, lie):
    an_author()
    vars(provider).update(lie)

    assert is_refused(client, sign_in(client), FAILED)


def test_a_provider_that_calls_itself_otherwise_is_not_asked(client, provider):
    provider.issuer = "https://evil.example"

    page = client.get(LOGIN, follow=True)

    assert is_refused(client, page, FAILED)
    assert provider.asked == []


def test_a_provider_that_is_away_is_a_sentence(client, choose):
    choose(ISSUER="http://127.0.0.1:9")

    assert is_refused(client, client.get(LOGIN, follow=True), FAILED)


@pytest.mark.parametrize(("error", "sentence"), [("access_denied", "You did not sign in at Acme ID"), ("x", FAILED)])
def test_who_turns_back_at_the_provider_is_told_so(client, provider, error, sentence):
    provider.refuses = error

    assert is_refused(client, sign_in(client), sentence)


def test_an_answer_is_good_once_and_for_the_browser_that_asked(client):
    an_author()
    back = sent_back(client)

    other = Client()
    assert is_refused(other, other.get(back, follow=True), FAILED)
    client.get(back)
    assert who(client)
    client.logout()
    assert is_refused(client, client.get(back, follow=True), FAILED)
    assert is_refused(client, client.get(f"{CALLBACK}?code=x&state=y", follow=True), FAILED)


def test_the_visitor_changes_nothing_of_what_is_asked(client, provider):
    sent_back(client, address=f"{LOGIN}?process=connect&scope=admin&auth_params=nonce%3D1%26prompt%3Dnone")

    assert provider.asked[0]["nonce"] != "1"
    assert "prompt" not in provider.asked[0]
    assert "admin" not in provider.asked[0]["scope"]


def test_no_other_site_is_led_to_afterwards(client):
    an_author()

    page = sign_in(client, address=f"{LOGIN}?next=https://evil.example/")

    assert page.redirect_chain[-1][0] == "/"


@pytest.mark.parametrize(
    ("rules", "claims", "sentence"),
    [
        ({"DOMAINS": "example.net, example.com"}, {}, "does not belong to this organisation"),
        ({"DOMAINS": "ample.org"}, {}, "does not belong to this organisation"),
        ({"DOMAINS": "example.net,@Example.org"}, {}, ""),
        ({"REQUIRE": "groups=press"}, {}, "does not confirm that you may use this desk"),
        ({"REQUIRE": "groups=press"}, {"groups": ["pressure"]}, "does not confirm"),
        ({"REQUIRE": "groups=press"}, {"groups": ["staff", "press"]}, ""),
        ({"REQUIRE": "hd=example.org"}, {"hd": "example.org"}, ""),
    ],
)
def test_the_organisation_says_whom_it_means(client, choose, provider, rules, claims, sentence):  # noqa: PLR0917 - fixtures
    user = an_author()
    choose(**rules)
    provider.claims |= claims

    page = sign_in(client)

    assert is_refused(client, page, sentence) if sentence else who(client) == str(user.pk)


def test_who_was_not_invited_gets_an_account_without_a_role_where_that_is_set(client, choose, provider):
    a_user("ana")
    choose(CREATE="on")
    provider.claims["preferred_username"] = "ana"

    assert is_refused(client, sign_in(client), "it has no role at this desk yet")
    made = User.objects.get(email="ana@example.org")
    assert (made.username, made.first_name, made.groups.count()) == ("ana-2", "Ana", 0)
    assert not made.has_usable_password()
    role_groups.give(made, Role.AUTHOR)
    sign_in(client)
    assert who(client) == str(made.pk)


def test_a_one_time_password_is_void_once_somebody_came_this_way(client):
    password = accounts.invite("ana", email="ana@example.org", role=Role.AUTHOR)

    page = sign_in(client)

    assert page.redirect_chain[-1][0] == "/"
    user = User.objects.get()
    assert (user.must_set_password, user.check_password(password)) == (False, False)


def test_an_own_password_stays(client):
    user = an_author()
    user.set_password("a sentence of my own 7")
    user.save()

    sign_in(client)

    assert User.objects.get().check_password("a sentence of my own 7")


def an_editor(*, has_totp):
    user = a_user(email="ana@example.org")
    role_groups.give(user, Role.EDITOR)
    if has_totp:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "1"}])
@pytest.mark.parametrize("counts", ["", "mfa,https://refeds.org/profile/mfa"])
def test_our_second_factor_is_asked_for_unless_the_provider_had_one_that_counts(  # noqa: PLR0917 - fixtures
    client, settings, choose, provider, claims, counts
):
    settings.REQUIRE_SECOND_FACTOR = True
    an_editor(has_totp=True)
    choose(MFA=counts)
    provider.claims |= claims

    page = sign_in(client)

    assert page.redirect_chain[-1][0].startswith("/account/2fa/authenticate/")
    assert who(client) is None


@pytest.mark.parametrize("has_totp", [True, False])
@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/profile/mfa"}])
def test_a_second_factor_of_the_provider_counts_where_that_is_set(  # noqa: PLR0917 - fixtures
    client, settings, choose, provider, claims, has_totp
):
    settings.REQUIRE_SECOND_FACTOR = True
    user = an_editor(has_totp=has_totp)
    choose(MFA="mfa,https://refeds.org/profile/mfa")
    provider.claims |= claims

    page = sign_in(client)

    assert page.redirect_chain[-1][0] == "/"
    assert who(client) == str(user.pk)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("counts", ["", "mfa"])
def test_who_can_publish_and_has_no_second_factor_sets_one_up(client, settings, choose, counts):
    settings.REQUIRE_SECOND_FACTOR = True
    an_editor(has_totp=False)
    choose(MFA=counts)

    page = sign_in(client)

    assert page.redirect_chain[-1][0] == "/account/2fa/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_a_second_factor_counts_for_the_session_it_was_asked_in(client, settings, choose, provider):
    settings.REQUIRE_SECOND_FACTOR = True
    user = an_editor(has_totp=False)
    user.set_password("a sentence of my own 7")
    user.save()
    choose(MFA="mfa")
    provider.claims["amr"] = ["mfa"]
    sign_in(client)
    client.post("/account/logout/")

    client.post("/account/login/", {"login": user.username, "password": "a sentence of my own 7"})

    assert client.get("/").headers["Location"] == "/account/2fa/"


def test_signing_out_says_that_the_provider_still_knows_them(client):
    an_author()
    sign_in(client)

    page = client.post("/logout/", follow=True)

    assert who(client) is None
    assert "still signed in to Acme ID in this browser" in page.content.decode()


@pytest.mark.parametrize(("language", "sentence"), [("fr", "Personne"), ("ru", "Никто"), ("ar", "لم يُدعَ")])
def test_refusals_are_said_in_the_language_of_the_browser(client, language, sentence):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    assert is_refused(client, sign_in(client), sentence)
