"""Addresses and ids of releases: the number identifies, the slug is for people."""

import re
from uuid import UUID, uuid5

from anyascii import anyascii

MAX_SLUG = 80
"""Letters a slug may have; it is cut between words."""

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_OTHER = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens, at most ``MAX_SLUG`` letters; never empty.

    Other scripts are transliterated, so that an address survives e-mail, print and a spoken line:
    ``Шушари`` gives ``shushari``. A text without letters or digits gives ``release``.
    """
    slug = _OTHER.sub("-", anyascii(_APOSTROPHES.sub("", text)).lower()).strip("-")
    if len(slug) > MAX_SLUG:
        cut = slug[: MAX_SLUG + 1]
        slug = cut.rpartition("-")[0] or cut[:MAX_SLUG]
    return slug or "release"


def path_of(language: str, number: int) -> str:
    """Return what identifies a text in its address, such as ``/fr/news/812``; readers are led on to the whole of it."""
    return f"/{language}/news/{number}"


def release_path(language: str, number: int, slug: str) -> str:
    """Return the address of a text on this site, such as ``/fr/news/812/accord-signe``."""
    return f"{path_of(language, number)}/{slug}"


def text_id(release: str, language: str) -> str:
    """Return the id of a text for ever: the version 5 UUID of its language in the namespace of its release.

    Nothing but the release's UUID and the language tag enters, so it survives new headlines, corrections,
    another host and another newsroom's mirror. Source: RFC 9562, section 5.5; RFC 4287, section 4.2.6.
    """
    return uuid5(UUID(release), language).urn


def print_path(language: str, number: int, suffix: str) -> str:
    """Return the address of a print of a release."""
    return f"{path_of(language, number)}.{suffix}"
