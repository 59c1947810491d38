"""Signatures of messages and the retry schedule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.distribution import retry
from dateline.newsroom.distribution.signing import PREFIX, hub_signature, new_secret, webhook_signature
from dateline.web.headers import parse_retry_after_s


def test_the_signature_is_that_of_the_standards_own_example():
    signature = webhook_signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id_="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("changed", [{"id_": "msg_2"}, {"timestamp": 2}, {"body": b"{ }"}, {"secret": new_secret()}])
def test_every_signed_part_changes_the_signature(changed):
    given = {"secret": "whsec_AAAA", "id_": "msg_1", "timestamp": 1, "body": b"{}"}

    def signed(secret, **rest):
        return webhook_signature(secret, **rest)

    assert signed(**given) != signed(**{**given, **changed})


def test_secrets_are_new_each_time_and_long_enough():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert all(one.startswith(PREFIX) and len(one) == len(PREFIX) + 44 for one in secrets)


def test_a_secret_that_is_no_base64_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="base64"):
        webhook_signature("whsec_no!", id_="a", timestamp=1, body=b"")


def test_the_signature_of_a_hub_is_the_hmac_of_the_body():
    # Source: RFC 4231, test case 2, which HMAC of SHA-256 of any maker gives.
    assert hub_signature("Jefe", b"what do ya want for nothing?") == (
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


@given(st.integers(1, 1000), st.floats(0, 1))
def test_delays_grow_within_their_bounds(failures, chance):
    waited = retry.retry_delay_s(failures, chance=chance)

    assert retry.FIRST_S <= waited <= retry.LONGEST_S * 1.25
    assert retry.retry_delay_s(failures + 1, chance=0) >= retry.retry_delay_s(failures, chance=0)
    assert retry.rest_s(failures, chance=chance) <= retry.MAX_REST_S


def test_three_days_hold_about_eighteen_attempts():
    waited, tries = 0.0, 1
    while waited < retry.GIVE_UP_AFTER.total_seconds():
        waited += retry.retry_delay_s(tries, chance=0.5)
        tries += 1

    assert 15 <= tries <= 20


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", 0), ("120", 120), ("-1", 0), ("1.5", 0), ("Mon, 03 Jun 2024", 0), ("9" * 30, 0), ("٣", 0)],
)
def test_retry_after_is_parsed_and_honoured(header, seconds):
    assert parse_retry_after_s(header) == seconds
    assert retry.rest_s(1, chance=0, retry_after_s=seconds) == max(1, seconds)
