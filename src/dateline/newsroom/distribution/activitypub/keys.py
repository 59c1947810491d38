"""The key pair of our actors: one for all, generated when the worker first needs it."""

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

from dateline.newsroom.distribution.activitypub.http_signatures import http_date, sign
from dateline.newsroom.distribution.errors import DistributionError, UnsealedError
from dateline.newsroom.distribution.models import KeyPair
from dateline.newsroom.distribution.signing import seal, unseal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.activitypub import MEDIA_TYPE, actor_path
from dateline.web.guarded_http import HttpRequest, host_header, request_target

KEY_BITS = 2048  # as Mastodon generates; all implementations read it


def ensure_key_pair(wiring: Wiring) -> None:
    """Generate the key pair unless it exists, and hand the public key to the public site; safe to repeat.

    A pair that was sealed under another DATELINE_SECRET_KEY is replaced: other servers fetch the key again when a
    signature does not verify.
    """
    if wiring.publish_actor_key is None:
        return
    with transaction.atomic():
        pair, is_new = KeyPair.objects.select_for_update().get_or_create(name="actors", defaults=_new_key_pair())
        if not is_new and not _can_unseal(pair):
            pair.private, pair.public = _new_key_pair().values()
            pair.save()
    wiring.publish_actor_key(pair.public)


def signed_request(request: HttpRequest, office: str, wiring: Wiring) -> HttpRequest:
    """Return a request signed by the newsroom's or an office's actor, dated now.

    Raises:
        DistributionError: the key does not exist yet, or cannot be decrypted.
    """
    parts = urlsplit(request.url)
    headers = {"Host": host_header(parts), "Date": http_date(wiring.now()), **request.headers}
    signed = sign(
        _private_key(),
        f"{wiring.public_url}{actor_path(office)}#main-key",
        method=request.method,
        target=request_target(parts),
        headers=headers,
        body=request.body if request.method == "POST" else None,
    )
    return msgspec.structs.replace(request, headers=signed)


def activity_request(inbox_url: str, office: str, body: bytes, wiring: Wiring) -> HttpRequest:
    """Return the signed request that sends an activity to a remote inbox; errors as `signed_request`."""
    request = HttpRequest(url=inbox_url, method="POST", headers={"Content-Type": MEDIA_TYPE}, body=body)
    return signed_request(request, office, wiring)


def _private_key() -> RSAPrivateKey:
    sealed = KeyPair.objects.filter(name="actors").values_list("private", flat=True).first()
    if sealed is None:
        message = "the key of the actors does not exist yet"
        raise DistributionError(message)
    return _loaded(sealed)


@lru_cache(maxsize=1)
def _loaded(sealed: str) -> RSAPrivateKey:
    key = load_pem_private_key(unseal(sealed).encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        message = "the key of the actors is not an RSA key"
        raise DistributionError(message)
    return key


def _can_unseal(pair: KeyPair) -> bool:
    try:
        unseal(pair.private)
    except UnsealedError:
        return False
    return True


def _new_key_pair() -> dict[str, str]:
    key = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    return {"private": seal(private), "public": public}
