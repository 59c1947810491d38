"""HTTP signatures as Mastodon and similar software use them. Source: draft-cavage-http-signatures-12.

Our own code on top of `cryptography`, like that for webhooks: decisions 0013 and 0024.
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from email.utils import format_datetime, parsedate_to_datetime
from typing import NoReturn

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from dateline.newsroom.distribution.errors import SignatureRefusedError

MAX_CLOCK_SKEW = dt.timedelta(hours=1)
"""How far the date of a request may be before or after now, because remote clocks may be wrong and queues long."""

MAX_HEADER_CHARS = 4_000
MIN_KEY_BITS, MAX_KEY_BITS = 2048, 8192  # a shorter key can be broken, a longer one costs too much time

_TARGET = "(request-target)"
_REQUIRED = (_TARGET, "host", "date", "digest")
_ALGORITHMS = ("", "rsa-sha256", "hs2019")  # the last one means that the key determines the algorithm
_FIELD = re.compile(r'\s*([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([0-9]+))\s*')


class RequestSignature(msgspec.Struct, frozen=True, kw_only=True):
    """The signature of a request.

    Attributes:
        key_id: URL of the key.
        text: the signed string.
        signature: in base64.
        signed_at: date of the request, which the text holds; None for stored requests of older versions.
    """

    key_id: str
    text: str
    signature: str
    signed_at: dt.datetime | None = None


def sign(
    key: RSAPrivateKey, key_id: str, *, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
) -> dict[str, str]:
    """Return the headers of a request with digest and signature added.

    Args:
        key: private key of the sender.
        key_id: URL at which others find the public key.
        method: in upper case.
        target: path and query as they are sent.
        headers: all headers to sign, ``Host`` and ``Date`` included.
        body: as it is sent; None without one.
    """
    signed = dict(headers)
    if body is not None:
        signed["Digest"] = digest(body)
    names = [_TARGET, *(name.lower() for name in signed)]
    text = _signed_text(names, method=method, target=target, headers=signed)
    signature = base64.b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode("ascii")
    value = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(names)}",signature="{signature}"'
    return {**signed, "Signature": value}


def digest(body: bytes) -> str:
    """Return the value of ``Digest``. Source: RFC 3230, section 4.3.2."""
    return "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def http_date(at: dt.datetime) -> str:
    """Return an aware moment as an HTTP date. Source: RFC 9110, section 5.6.7."""
    return format_datetime(at.astimezone(dt.UTC), usegmt=True)


def parse_signature(
    *, method: str, target: str, headers: Mapping[str, str], body: bytes, now: dt.datetime
) -> RequestSignature:
    """Check everything about a signature that can be checked without the key; return what the key must verify.

    Args:
        method: in upper case.
        target: path and query as received.
        headers: as received.
        body: as received; the signature must cover its digest.
        now: current moment.

    Raises:
        SignatureRefusedError: the signature is missing or incomplete, too old, or about another body.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    fields = _fields(lower.get("signature", ""))
    names = fields.get("headers", "date").lower().split()
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        _refuse(f"it does not cover {missing[0]}")
    unsent = [name for name in names if name != _TARGET and name not in lower]
    if unsent:
        _refuse(f"it covers {unsent[0][:40]}, which was not sent")
    if fields.get("algorithm", "").lower() not in _ALGORITHMS:
        _refuse("its algorithm is not rsa-sha256")
    signed_at = _fresh_date(lower["date"], now)
    if not _matches_body(lower["digest"], body):
        _refuse("the digest is not that of the body in SHA-256")
    text = _signed_text(names, method=method, target=target, headers=headers)
    return RequestSignature(key_id=fields["keyId"], text=text, signature=fields["signature"], signed_at=signed_at)


def is_signed_by(public_pem: str, signature: RequestSignature) -> bool:
    """Say whether a signature was made with the private key of a public RSA key; False for keys of unsafe size."""
    try:
        key = load_pem_public_key(public_pem.encode())
        raw = base64.b64decode(signature.signature, validate=True)
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm):
        return False
    if not isinstance(key, RSAPublicKey) or not MIN_KEY_BITS <= key.key_size <= MAX_KEY_BITS:
        return False
    try:
        key.verify(raw, signature.text.encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _refuse(reason: str) -> NoReturn:
    raise SignatureRefusedError(reason)


def _fields(header: str) -> dict[str, str]:
    if not header:
        _refuse("there is none")
    if len(header) > MAX_HEADER_CHARS:
        _refuse("it is too long")
    fields: dict[str, str] = {}
    at = 0
    while at < len(header):
        field = _FIELD.match(header, at)
        ended = field is not None and (field.end() == len(header) or header[field.end()] == ",")
        if field is None or not ended or field[1] in fields:
            _refuse("it cannot be read")
        fields[field[1]] = field[2] if field[2] is not None else field[3]
        at = field.end() + 1
    if not fields.get("keyId") or not fields.get("signature"):
        _refuse("it names no key, or holds no signature")
    return fields


def _fresh_date(header: str, now: dt.datetime) -> dt.datetime:
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        _refuse("its date cannot be read")
    if at.tzinfo is None or abs(at - now) > MAX_CLOCK_SKEW:
        _refuse("its date is more than an hour from now")
    return at


def _matches_body(header: str, body: bytes) -> bool:
    """Say whether one of the digests in a ``Digest`` header is the SHA-256 of a body."""
    expected = digest(body).partition("=")[2].encode()
    digests = [one.strip().partition("=") for one in header.split(",")]
    return any(
        name.lower() == "sha-256" and hmac.compare_digest(value.encode(), expected) for name, _, value in digests
    )


def _signed_text(names: list[str], *, method: str, target: str, headers: Mapping[str, str]) -> str:
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    values = {**lower, _TARGET: f"{method.lower()} {target}"}
    return "\n".join(f"{name}: {values[name]}" for name in names)
