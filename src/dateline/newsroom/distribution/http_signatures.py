"""Signatures of requests as Mastodon and its kin write and check them. Source: draft-cavage-http-signatures-12.

Lines of our own on `cryptography`, like those for webhooks: decisions 0013 and 0024.
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

FRESH_FOR = dt.timedelta(hours=1)
"""How far the date of a request may be from now, either way; clocks of others are wrong, queues of theirs are long."""

HEADER_MAX = 4_000
BITS_LEAST, BITS_MOST = 2048, 8192  # a shorter key can be broken, a longer one keeps us busy

_TARGET = "(request-target)"
_NEEDED = (_TARGET, "host", "date")
_ALGORITHMS = ("", "rsa-sha256", "hs2019")  # the last says: as the key has it
_FIELD = re.compile(r'\s*([A-Za-z]+)\s*=\s*(?:"([^"]*)"|([0-9]+))\s*')


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says of its signature.

    Attributes:
        key_id: address of the key.
        text: the very letters that were signed.
        signature: in base64.
    """

    key_id: str
    text: str
    signature: str


def sign(
    key: RSAPrivateKey, key_id: str, *, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
) -> dict[str, str]:
    """Return the headers of a request with digest and signature added.

    Args:
        key: whose.
        key_id: where others find its public half.
        method: in capital letters.
        target: path and query as they are sent.
        headers: what is sent, ``Host`` and ``Date`` among it; all of it is signed.
        body: what is sent; None where nothing is.
    """
    given = dict(headers)
    if body is not None:
        given["Digest"] = digest(body)
    names = [_TARGET, *(name.lower() for name in given)]
    text = _signed_text(names, method=method, target=target, headers=given)
    signature = base64.b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode("ascii")
    said = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(names)}",signature="{signature}"'
    return {**given, "Signature": said}


def digest(body: bytes) -> str:
    """Return the value of ``Digest``. Source: RFC 3230, section 4.3.2."""
    return "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def http_date(at: dt.datetime) -> str:
    """Return an aware moment as HTTP writes it. Source: RFC 9110, section 5.6.7."""
    return format_datetime(at.astimezone(dt.UTC), usegmt=True)


def read(*, method: str, target: str, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> Signed:
    """Check what can be seen of a signature without the key, and return what the key has to confirm.

    Args:
        method: in capital letters.
        target: path and query as they came.
        headers: as they came.
        body: as it came; it has to be signed by its digest.
        now: this moment.

    Raises:
        SignatureRefusedError: there is no signature, it leaves something out, is old, or is of another body.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    fields = _fields(lower.get("signature", ""))
    names = fields.get("headers", "date").lower().split()
    missing = [name for name in (*_NEEDED, "digest") if name not in names]
    if missing:
        _refuse(f"it does not cover {missing[0]}")
    unsent = [name for name in names if name != _TARGET and name not in lower]
    if unsent:
        _refuse(f"it covers {unsent[0][:40]}, which was not sent")
    if fields.get("algorithm", "").lower() not in _ALGORITHMS:
        _refuse("its algorithm is not rsa-sha256")
    _demand_fresh(lower["date"], now)
    if not _is_of(lower["digest"], body):
        _refuse("the digest is not that of the body in SHA-256")
    text = _signed_text(names, method=method, target=target, headers=headers)
    return Signed(key_id=fields["keyId"], text=text, signature=fields["signature"])


def is_by(public_pem: str, signed: Signed) -> bool:
    """Say whether a signature is by the private half of a key; what is no RSA key of a sound size signs nothing."""
    try:
        key = load_pem_public_key(public_pem.encode())
        signature = base64.b64decode(signed.signature, validate=True)
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm):
        return False
    if not isinstance(key, RSAPublicKey) or not BITS_LEAST <= key.key_size <= BITS_MOST:
        return False
    try:
        key.verify(signature, signed.text.encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _refuse(reason: str) -> NoReturn:
    raise SignatureRefusedError(reason)


def _fields(header: str) -> dict[str, str]:
    if not header:
        _refuse("there is none")
    if len(header) > HEADER_MAX:
        _refuse("it is too long")
    found: dict[str, str] = {}
    at = 0
    while at < len(header):
        field = _FIELD.match(header, at)
        ended = field is not None and (field.end() == len(header) or header[field.end()] == ",")
        if field is None or not ended or field[1] in found:
            _refuse("it cannot be read")
        found[field[1]] = field[2] if field[2] is not None else field[3]
        at = field.end() + 1
    if not found.get("keyId") or not found.get("signature"):
        _refuse("it names no key, or holds no signature")
    return found


def _demand_fresh(header: str, now: dt.datetime) -> None:
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, TypeError, OverflowError):
        _refuse("its date cannot be read")
    if at.tzinfo is None or abs(at - now) > FRESH_FOR:
        _refuse("its date is more than an hour from now")


def _is_of(header: str, body: bytes) -> bool:
    """Say whether one of the digests named is that of a body in SHA-256."""
    wanted = digest(body).partition("=")[2].encode()
    given = [one.strip().partition("=") for one in header.split(",")]
    return any(name.lower() == "sha-256" and hmac.compare_digest(value.encode(), wanted) for name, _, value in given)


def _signed_text(names: list[str], *, method: str, target: str, headers: Mapping[str, str]) -> str:
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    values = {**lower, _TARGET: f"{method.lower()} {target}"}
    return "\n".join(f"{name}: {values[name]}" for name in names)
