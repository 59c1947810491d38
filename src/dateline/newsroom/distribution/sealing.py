"""Secrets of receivers, readable only with the key of the installation."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from dateline.newsroom.distribution.errors import UnsealedError

_SALT = b"dateline.pings.s"  # stored secrets depend on it: it stays, whatever this package is called


def seal(secret: str) -> str:
    """Return a secret as it may lie in the database; empty stays empty."""
    return _fernet().encrypt(secret.encode()).decode("ascii") if secret else ""


def unseal(sealed: str) -> str:
    """Return the secret again; empty for empty.

    Raises:
        UnsealedError: it was sealed with another key.
    """
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise UnsealedError from error


def _fernet() -> Fernet:
    # The key of the installation is long and random, or should be; a slow derivation would not mend a short one.
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"pings", salt=_SALT).digest()
    return Fernet(base64.urlsafe_b64encode(key))
