"""Secrets of receivers: encrypted in the database, and used to sign what is sent."""

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from dateline.newsroom.distribution.errors import UnsealedError

PREFIX = "whsec_"
_SECRET_BYTES = 32  # the standard asks for 24 to 64
_SALT = b"dateline.pings.s"  # never changes, even if the package is renamed, because stored secrets depend on it


def seal(secret: str) -> str:
    """Return a secret encrypted with the key of the installation; empty stays empty."""
    return _fernet().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """Return the secret that ``seal`` encrypted; empty for empty.

    Raises:
        UnsealedError: the secret was sealed with another key.
    """
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise UnsealedError from error


def new_secret() -> str:
    """Return a new random secret for a webhook, such as ``whsec_…``."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


def webhook_signature(secret: str, *, id_: str, timestamp: int, body: bytes) -> str:
    """Return one signature of a message, such as ``v1,…``. Source: Standard Webhooks 1.0.0, "Signature scheme".

    Args:
        secret: as `new_secret` returns it, or base64 without the prefix.
        id_: of the message; without a full stop, which separates the signed parts.
        timestamp: of this attempt, in seconds since 1970.
        body: the bytes sent.

    Raises:
        ValueError: the secret is not base64.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        message = "the secret is not in base64"
        raise ValueError(message) from error
    signed = b".".join((id_.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")


def hub_signature(secret: str, body: bytes) -> str:
    """Return the value of ``X-Hub-Signature``. Source: W3C WebSub, section 8."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _fernet() -> Fernet:
    # The installation's key should be long and random; a slow derivation would not repair a short one.
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"pings", salt=_SALT).digest()
    return Fernet(base64.urlsafe_b64encode(key))
