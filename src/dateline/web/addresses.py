"""Build and parse the addresses of the public site.

The address of a text contains the language of the text and the number of the release. These two identify the text; the
slug only helps people to read the address. The address of a list contains an interface language, because a list can
show texts in any language. Source of language tags: RFC 5646.
"""

import re
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import msgspec
from anyascii import anyascii

MAX_TAG_CHARS = 35
"""Most characters of a language tag; database columns are that wide. Source: RFC 5646, section 4.4.1."""

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A tag as the newsroom writes it: the language in lower case, then its subtags; see `is_language_tag`."""

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,11}")
"""A tag in an address, in upper or lower case; ``MAX_TAG_CHARS`` leaves room for 11 subtags."""

NUMBER = re.compile(r"[0-9]{1,9}")
"""The number of a release in an address."""

TEXT_PREFIX = re.compile(rf"/({LANGUAGE.pattern})/news/({NUMBER.pattern})")
"""What identifies a text at the beginning of its address."""

MAX_SLUG = 80
"""Characters of a slug; it is cut between words."""

_TEXT = re.compile(rf"{TEXT_PREFIX.pattern}(?:/([^/]*)|\.([a-z0-9.]{{1,20}}))?")
_EDITION = re.compile(rf"{TEXT_PREFIX.pattern}/editions/([1-9][0-9]{{0,4}})")
_LIST = re.compile(r"/([a-z]{2,3})/news(?:\.([a-z0-9.]{1,20}))?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


class TextAddress(msgspec.Struct, frozen=True):
    """The address of a text: of its page, or of another form of it.

    Attributes:
        slug: the slug in the address, which may differ from the slug of the text; empty for none.
        suffix: names another form than the page, such as ``pdf`` or ``ninjs.json``; empty for the page.
    """

    language: str
    number: int
    slug: str = ""
    suffix: str = ""


class ListAddress(msgspec.Struct, frozen=True):
    """The address of the list of all texts.

    Attributes:
        reader: language of the interface.
        suffix: names another form than the page, such as ``atom``; empty for the page.
    """

    reader: str
    suffix: str = ""


def is_language_tag(text: str) -> bool:
    """Return whether a text is a language tag as the newsroom writes them; every such tag has addresses."""
    return len(text) <= MAX_TAG_CHARS and LANGUAGE_TAG.fullmatch(text) is not None


def parse_text_path(path: str) -> TextAddress | None:
    """Return the text that a path leads to; None for other paths.

    Args:
        path: percent-decoded, without query, such as ``/fr/news/812/accord-signe`` or ``/fr/news/812.pdf``.
    """
    match = _TEXT.fullmatch(path)
    return TextAddress(match[1], int(match[2]), match[3] or "", match[4] or "") if match else None


def parse_edition_path(path: str) -> tuple[tuple[int, str], int] | None:
    """Return ((number, language), version) of the edition that a path leads to; None for other paths."""
    match = _EDITION.fullmatch(path)
    return ((int(match[2]), match[1]), int(match[3])) if match else None


def parse_list_path(path: str) -> ListAddress | None:
    """Return the list that a path leads to, such as ``/fr/news`` or ``/fr/news.atom``; None for other paths."""
    match = _LIST.fullmatch(path)
    return ListAddress(match[1], match[2] or "") if match else None


def slug_in(url: str) -> str:
    """Return the slug in the address of a text, here or on another site of this kind; empty where there is none."""
    try:
        address = parse_text_path(urlsplit(url).path)
    except ValueError:  # an address that no browser would open
        return ""
    return address.slug if address and is_slug(address.slug) else ""


def is_slug(text: str) -> bool:
    """Return whether a text has the form of a slug: lower-case ASCII words joined by hyphens."""
    return _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens, at most ``MAX_SLUG`` characters; never empty.

    Other scripts are transliterated, so that an address survives e-mail, print and a spoken line:
    ``Шушари`` gives ``shushari``. A text without letters or digits gives ``release``.
    """
    slug = _NOT_IN_SLUGS.sub("-", anyascii(_APOSTROPHES.sub("", text)).lower()).strip("-")
    if len(slug) > MAX_SLUG:
        cut = slug[: MAX_SLUG + 1]
        slug = cut.rpartition("-")[0] or cut[:MAX_SLUG]
    return slug or "release"


def news_path(reader: str, suffix: str = "") -> str:
    """Return the address of the list of all texts, or of another form of it: ``/fr/news``, ``/fr/news.atom``."""
    return f"/{reader}/news.{suffix}" if suffix else f"/{reader}/news"


def short_path(language: str, number: int, suffix: str = "") -> str:
    """Return what identifies a text in its address, or the address of another form of it.

    ``/fr/news/812`` redirects to `release_path`; ``/fr/news/812.pdf`` is the PDF.
    """
    return f"/{language}/news/{number}.{suffix}" if suffix else f"/{language}/news/{number}"


def release_path(language: str, number: int, slug: str) -> str:
    """Return the address of a text on this site, such as ``/fr/news/812/accord-signe``."""
    return f"{short_path(language, number)}/{slug}"


def edition_path(language: str, number: int, version: int) -> str:
    """Return the address of one edition of a text, such as ``/fr/news/812/editions/1``."""
    return f"{short_path(language, number)}/editions/{version}"


def text_id(release: str, language: str) -> str:
    """Return the permanent id of a text: the version 5 UUID of its language in the namespace of its release.

    It is computed from the release's UUID and the language tag only. So it stays the same after a new headline or a
    correction, on another host and on a mirror. Source: RFC 9562, section 5.5; RFC 4287, section 4.2.6.
    """
    return uuid5(UUID(release), language).urn
