"""Secret keys that can be guessed are named by `dateline check`, and nothing starts with them."""

import secrets
import uuid

import pytest

from dateline.runtime import installation_checks
from dateline.runtime.errors import WeakSecretKeyError
from dateline.runtime.home import Home, prepare
from dateline.runtime.secret_keys import require_strong_key, weakness_of

WEAK = [
    "a",
    " ",
    "changeme",
    "a" * 64,
    "1234567890" * 4,
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "0x8Jq2vN5tR7w" * 5,
    "please change this secret before you go live",
    "correct horse battery staple and some more words",
    "django-insecure-4f7!k2m9x0q8w3e5r6t1y7u2i4o9p0a8",
    "your-key-4f7-k2m9x0q8w3e5r6t1y7u2i4o9p0a8",
    "CHANGE_ME_4f7k2m9x0q8w3e5r6t1y7u2i4o9p0a8s",
    "aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuu",
    "01" * 40,
    " " * 40 + "x7",
    "ÄÖ" * 30,
]


@pytest.mark.parametrize("key", WEAK)
def test_a_weak_key_is_named_and_refused(tmp_path, key):
    prepare(Home(tmp_path), {})
    environment = {"DATELINE_SECRET_KEY": key}

    with pytest.raises(WeakSecretKeyError):
        require_strong_key(Home(tmp_path), environment)
    [sentence] = installation_checks.of_secret_key(Home(tmp_path), environment)
    assert sentence.startswith("The secret key is weak")
    assert key not in sentence or len(key) < 3


@pytest.mark.parametrize("key", WEAK[1:])
def test_a_weak_key_in_the_home_is_named(tmp_path, key):
    prepare(Home(tmp_path), {})
    Home(tmp_path).secret_key_file.write_text(key)

    assert list(installation_checks.of_secret_key(Home(tmp_path), {}))


def test_random_keys_are_not_weak():
    for _ in range(300):
        for key in (
            secrets.token_urlsafe(48),
            secrets.token_urlsafe(32),
            secrets.token_hex(32),
            secrets.token_hex(24),
            str(uuid.uuid4()) + str(uuid.uuid4()),
        ):
            assert not weakness_of(key), key


def test_the_key_that_a_home_makes_is_not_weak(tmp_path):
    prepare(Home(tmp_path), {})

    require_strong_key(Home(tmp_path), {})
    assert list(installation_checks.of_secret_key(Home(tmp_path), {})) == []
