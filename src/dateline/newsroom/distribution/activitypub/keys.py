"""The key of our actors: one pair for all of them, made when the worker first needs it."""

from functools import lru_cache
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.db import transaction

from dateline.newsroom.distribution.errors import PingsError, UnsealedError
from dateline.newsroom.distribution.http_signatures import http_date, sign
from dateline.newsroom.distribution.models import KeyPair
from dateline.newsroom.distribution.sealing import seal, unseal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import MEDIA_TYPE, actor_path
from dateline.web.guarded_http import HttpRequest, host_header, request_target

BITS = 2048  # what Mastodon makes, and what all read


def prepare(wiring: Wiring) -> None:
    """See to it that there is a pair, and that the public side has its public half; safe to repeat.

    One that was sealed with another key of the installation is made anew: others ask for it again when a signature
    does not fit.
    """
    if wiring.show_actor_key is None:
        return
    with transaction.atomic():
        pair, is_new = KeyPair.objects.select_for_update().get_or_create(name="actors", defaults=_new())
        if not is_new and not _is_ours(pair):
            pair.private, pair.public = _new().values()
            pair.save()
    wiring.show_actor_key(pair.public)


def signed(question: HttpRequest, office: str, wiring: Wiring) -> HttpRequest:
    """Return a question signed by the newsroom or an office, dated now.

    Raises:
        PingsError: there is no key yet, or it cannot be read.
    """
    parts = urlsplit(question.url)
    headers = {"Host": host_header(parts), "Date": http_date(wiring.now()), **question.headers}
    sent = sign(
        _private_key(),
        f"{wiring.public_url}{actor_path(office)}#main-key",
        method=question.method,
        target=request_target(parts),
        headers=headers,
        body=question.body if question.method == "POST" else None,
    )
    return msgspec.structs.replace(question, headers=sent)


def letter_to(url: str, office: str, body: bytes, wiring: Wiring) -> HttpRequest:
    """Return an activity to an inbox elsewhere, signed."""
    question = HttpRequest(url=url, method="POST", headers={"Content-Type": MEDIA_TYPE}, body=body)
    return signed(question, office, wiring)


def _private_key() -> RSAPrivateKey:
    sealed = KeyPair.objects.filter(name="actors").values_list("private", flat=True).first()
    if sealed is None:
        message = "the key of the actors is not made yet"
        raise PingsError(message)
    return _loaded(sealed)


@lru_cache(maxsize=1)
def _loaded(sealed: str) -> RSAPrivateKey:
    key = load_pem_private_key(unseal(sealed).encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        message = "the key of the actors is none of RSA"
        raise PingsError(message)
    return key


def _is_ours(pair: KeyPair) -> bool:
    try:
        unseal(pair.private)
    except UnsealedError:
        return False
    return True


def _new() -> dict[str, str]:
    key = generate_private_key(public_exponent=65537, key_size=BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    return {"private": seal(private), "public": public}
