"""Signatures by which a receiver knows that a message is ours."""

import base64
import binascii
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
_BYTES = 32  # the standard asks for 24 to 64


def new_secret() -> str:
    """Return a new secret for a webhook, such as ``whsec_…``, by chance."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")


def webhook_signature(secret: str, *, id_: str, timestamp: int, body: bytes) -> str:
    """Return one signature of a message, such as ``v1,…``. Source: Standard Webhooks 1.0.0, "Signature scheme".

    Args:
        secret: as `new_secret` gives it, or base64 without the prefix.
        id_: of the message; without a full stop, which parts what is signed.
        timestamp: seconds since 1970, of this try.
        body: the bytes sent.

    Raises:
        ValueError: the secret is no base64.
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
