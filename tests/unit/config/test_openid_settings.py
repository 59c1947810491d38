"""The settings of the organisation's own sign-in: off by default, and half of them is a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from dateline.config.openid_settings import providers, read
from dateline.newsroom.desk.people.openid_rules import Rules

BARE = {"ISSUER": "https://id.example.org/realm", "CLIENT_ID": "desk", "CLIENT_SECRET": "s"}


def reading(**given):
    return read({f"DATELINE_OIDC_{name}": value for name, value in given.items()} | {"PATH": "/bin"})


@pytest.mark.parametrize("given", [{}, {"ISSUER": "", "CREATE": " "}])
def test_nothing_set_is_off(given):
    assert reading(**given) is None
    assert providers(None)["openid_connect"]["APPS"] == []


def test_little_is_needed_and_everything_else_is_strict():
    found = reading(**BARE)

    assert (found.issuer, found.client_id, found.secret) == ("https://id.example.org/realm", "desk", "s")
    assert found.rules == Rules(name="id.example.org")
    assert not found.rules.creates
    app = providers(found)["openid_connect"]["APPS"][0]
    assert app["settings"]["oauth_pkce_enabled"] is True


def test_everything_can_be_said(tmp_path):
    (tmp_path / "secret").write_text("hidden\n")
    given = {**BARE, "CLIENT_SECRET": "", "CLIENT_SECRET_FILE": str(tmp_path / "secret"), "NAME": "Acme ID"}

    found = reading(**given, DOMAINS="example.org, @Example.net", REQUIRE="groups = press", CREATE="on", MFA="mfa otp")

    assert found.secret == "hidden"
    assert found.rules == Rules(
        name="Acme ID",
        domains=frozenset({"example.org", "example.net"}),
        required=("groups", "press"),
        creates=True,
        second_factor=frozenset({"mfa", "otp"}),
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ISSUER": "https://id.example.org"}, "CLIENT_ID is missing"),
        ({"CLIENT_ID": "x"}, "ISSUER is missing"),
        ({**BARE, "ISSUER": "http://id.example.org"}, "must be an https:// address"),
        ({**BARE, "ISSUER": "id.example.org"}, "must be an https:// address"),
        ({**BARE, "ISSUER": "https://id.example.org/?a=b"}, "must be an https:// address"),
        ({**BARE, "REQUIRE": "press"}, "a claim and its value"),
        ({**BARE, "CREATE": "perhaps"}, "must be on or off"),
        ({**BARE, "CLIENT_SECRET_FILE": "/nowhere"}, "not both"),
        ({**BARE, "CLIENT_SECRET": "", "CLIENT_SECRET_FILE": "/nowhere"}, "cannot be read"),
        ({**BARE, "CLIENT_SECRET": "", "CLIENT_SECRET_FILE": "/dev/null"}, "is empty"),
        ({**BARE, "ISUER": "x"}, "there is no setting DATELINE_OIDC_ISUER"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(given, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        reading(**given)


def test_a_provider_on_this_machine_may_do_without_https():
    assert reading(**{**BARE, "ISSUER": "http://127.0.0.1:8080"}).issuer == "http://127.0.0.1:8080"
