"""A secret key with which no stored secret can be opened is named, refused and, where it is lost, replaced."""

import pytest

from dateline.newsroom.distribution import sealed_secrets
from dateline.newsroom.distribution.models import KeyPair, Webhook
from dateline.newsroom.distribution.signing import seal, unseal
from dateline.runtime.database_checks import of_keys
from dateline.runtime.django_setup import require_right_key
from dateline.runtime.errors import WrongSecretKeyError
from tests.support.outside.distribution import a_webhook

pytestmark = pytest.mark.django_db


def a_key_pair():
    return KeyPair.objects.create(private=seal("private"), public="public")


@pytest.mark.parametrize("make", [a_webhook, a_key_pair])
def test_a_wrong_key_is_named_and_refused(make, settings):
    make()
    require_right_key()
    assert list(of_keys(None)) == []

    settings.SECRET_KEY = "another key"

    with pytest.raises(WrongSecretKeyError):
        require_right_key()
    [sentence] = of_keys(None)
    assert "put that key back" in sentence


def test_without_stored_secrets_every_key_is_right(settings):
    settings.SECRET_KEY = "another key"

    require_right_key()
    assert list(of_keys(None)) == []


def test_one_secret_of_an_older_key_is_named_and_does_not_stop_the_newsroom(settings):
    right, settings.SECRET_KEY = settings.SECRET_KEY, "an older key"
    old = a_webhook("http://127.0.0.1:1/old")
    settings.SECRET_KEY = right
    new = a_webhook("http://127.0.0.1:1/new")

    require_right_key()
    [sentence] = of_keys(None)
    assert "1 of 2 stored secrets" in sentence

    kept = Webhook.objects.get(pk=new.pk).secret
    assert sealed_secrets.renew() == [str(old)]
    assert unseal(Webhook.objects.get(pk=old.pk).secret).startswith("whsec_")
    assert Webhook.objects.get(pk=new.pk).secret == kept
    assert list(of_keys(None)) == []


def test_new_secrets_after_a_lost_key(settings):
    a_webhook()
    a_key_pair()
    settings.SECRET_KEY = "another key"

    assert len(sealed_secrets.renew()) == 1

    require_right_key()
    assert not KeyPair.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("command", [("work",), ("desk", "--port", "0")])
def test_nothing_starts_with_a_weak_key(installation, command):
    done = installation.run(*command, DATELINE_SECRET_KEY="changeme", timeout_s=60)

    assert done.returncode == 1
    assert "the secret key is weak" in done.stderr
    assert "changeme" not in done.stderr
