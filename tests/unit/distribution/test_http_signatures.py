"""HTTP signatures: the draft's own examples, what Mastodon writes, and what is refused."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dateline.newsroom.distribution.activitypub import http_signatures
from dateline.newsroom.distribution.activitypub.http_signatures import (
    RequestSignature,
    digest,
    http_date,
    is_signed_by,
    parse_signature,
    sign,
)
from dateline.newsroom.distribution.errors import SignatureRefusedError
from tests.support.editions import NOON

# draft-cavage-http-signatures-12, appendix C
PEM = """-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----"""
SENT_AT = dt.datetime(2014, 1, 5, 21, 31, 40, tzinfo=dt.UTC)
SENT = {
    "Host": "example.com",
    "Date": "Sun, 05 Jan 2014 21:31:40 GMT",
    "Content-Type": "application/json",
    "Digest": "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
    "Content-Length": "18",
}
BODY = b'{"hello": "world"}'
BASIC = (
    "qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3"
    "nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0="
)
ALL = (
    "vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL+TAD48XaE"
    "RZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE="
)
EVERYTHING = "(request-target) host date content-type digest content-length"


def given(headers, signature):
    return {**SENT, "Signature": f'keyId="Test",algorithm="rsa-sha256",headers="{headers}",signature="{signature}"'}


def check(headers, *, body=BODY, now=SENT_AT, method="POST", target="/foo?param=value&pet=dog"):
    return parse_signature(method=method, target=target, headers=headers, body=body, now=now)


def test_the_example_of_the_draft_is_verified(monkeypatch):
    monkeypatch.setattr(http_signatures, "MIN_KEY_BITS", 1024)

    signed = check(given(EVERYTHING, ALL))

    assert signed.key_id == "Test"
    assert is_signed_by(PEM, signed)
    basic = "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT"
    assert is_signed_by(PEM, RequestSignature(key_id="Test", text=basic, signature=BASIC))
    assert not is_signed_by(PEM, check(given(EVERYTHING, ALL), target="/foo"))


def test_a_short_key_is_refused():
    assert not is_signed_by(PEM, check(given(EVERYTHING, ALL)))


@pytest.mark.parametrize(
    ("headers", "facts", "reason"),
    [
        (SENT, {}, "there is none"),
        ({**SENT, "Signature": "x"}, {}, "cannot be read"),
        ({**SENT, "Signature": 'keyId="a",keyId="b",signature="c"'}, {}, "cannot be read"),
        ({**SENT, "Signature": 'keyId="a"'}, {}, "holds no signature"),
        ({**SENT, "Signature": 'keyId="' + "a" * 5000 + '"'}, {}, "too long"),
        (given("date", "x"), {}, "does not cover (request-target)"),
        (given("(request-target) date digest", "x"), {}, "does not cover host"),
        (given("(request-target) host digest", "x"), {}, "does not cover date"),
        (given("(request-target) host date", BASIC), {}, "does not cover digest"),
        (given("(request-target) host date digest x-none", "x"), {}, "x-none, which was not sent"),
        (given(EVERYTHING, ALL), {"now": SENT_AT + dt.timedelta(hours=2)}, "an hour from now"),
        (given(EVERYTHING, ALL), {"now": SENT_AT - dt.timedelta(hours=2)}, "an hour from now"),
        ({**given(EVERYTHING, ALL), "Date": "yesterday"}, {}, "date cannot be read"),
        (given(EVERYTHING, ALL), {"body": BODY + b" "}, "digest is not that of the body"),
        ({**given(EVERYTHING, ALL), "Digest": "MD5=abc"}, {}, "digest is not that of the body"),
        ({**given(EVERYTHING, ALL), "Digest": ""}, {}, "digest is not that of the body"),
        ({**given(EVERYTHING, ALL), "Digest": "SHA-256=é"}, {}, "digest is not that of the body"),
        ({**given(EVERYTHING, ALL), "Date": f"Thu, 05 Jan {'9' * 20} 21:31:40 GMT"}, {}, "date cannot be read"),
        ({**given(EVERYTHING, ALL), "Date": f"Thu, 05 Jan 2014 21:31:40 +{'9' * 14}"}, {}, "date cannot be read"),
    ],
)
def test_an_invalid_signature_header_is_refused_with_a_sentence(headers, facts, reason):
    with pytest.raises(SignatureRefusedError, match=r"^The signature is refused: .*\.$") as refused:
        check(headers, **facts)

    assert reason in str(refused.value)


def test_an_unknown_algorithm_is_refused():
    headers = {**SENT, "Signature": f'keyId="a",algorithm="hmac-sha256",headers="{EVERYTHING}",signature="c"'}

    with pytest.raises(SignatureRefusedError, match="rsa-sha256"):
        check(headers)


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_a_signed_request_is_verified(key):
    headers = {"Host": "example.com", "Date": http_date(NOON), "Content-Type": "application/activity+json"}
    sent = sign(key, "https://a.example/x#main-key", method="POST", target="/inbox?a=1", headers=headers, body=b"{}")

    signed = parse_signature(method="POST", target="/inbox?a=1", headers=sent, body=b"{}", now=NOON)

    assert signed.key_id == "https://a.example/x#main-key"
    assert is_signed_by(pem_of(key), signed)
    other = parse_signature(method="POST", target="/other", headers=sent, body=b"{}", now=NOON)
    assert not is_signed_by(pem_of(key), other)
    assert not is_signed_by(pem_of(rsa.generate_private_key(public_exponent=65537, key_size=2048)), signed)


@pytest.mark.parametrize("pem", ["", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"])
def test_an_invalid_key_verifies_nothing(pem):
    assert not is_signed_by(pem, RequestSignature(key_id="a", text="b", signature="Yw=="))


def test_other_kinds_of_keys_and_signatures_without_base64_are_refused(key):
    curve = pem_of(ec.generate_private_key(ec.SECP256R1()))

    assert not is_signed_by(curve, RequestSignature(key_id="a", text="b", signature="Yw=="))
    assert not is_signed_by(pem_of(key), RequestSignature(key_id="a", text="b", signature="§"))


def test_digest_and_date_have_the_standard_form():
    assert digest(BODY) == SENT["Digest"]
    assert http_date(SENT_AT) == SENT["Date"]
