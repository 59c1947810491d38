"""Parse HTTP headers: weighted lists, entity tags, media types, ``Retry-After``.

Why not werkzeug.http: docs/decisions/0005-libraries.md.
"""

from collections.abc import Iterable

from dateline.text.languages import INTERFACE

MAX_HEADER_CHARS = 1000
"""Characters that are read of a header with weights; the rest is ignored."""

_MAX_WAIT_DIGITS = 7  # 115 days


def weighted_values(header: str) -> list[tuple[str, float]]:
    """Return the values of an Accept header of any kind with their weights, in the order written.

    Values are in lower case and without parameters. One with a weight that cannot be read is left out. Source: RFC
    9110, section 12.4.2.
    """
    weighted = []
    for part in header[:MAX_HEADER_CHARS].lower().split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        try:
            number = float(weight)
        except ValueError:
            continue
        if value and 0 <= number <= 1:
            weighted.append((value, number))
    return weighted


def preferred_language(accept_language: str, offered: Iterable[str] = INTERFACE) -> str:
    """Return the first of ``offered`` that an Accept-Language header prefers, else the first offered.

    Only the language of a tag counts: ``fr-CA`` selects ``fr``. Source: RFC 9110, section 12.5.4.
    """
    choices = tuple(offered)
    weighted = [(value.partition("-")[0], weight) for value, weight in weighted_values(accept_language) if weight]
    weighted.sort(key=lambda pair: -pair[1])
    return next((language for language, _ in weighted if language in choices), choices[0])


def entity_tags(if_none_match: str) -> frozenset[str]:
    """Return the entity tags of an If-None-Match header, with their quotation marks; ``*`` is returned like a tag.

    The prefix ``W/`` of weak tags is dropped, because proxies that compress add it. Source: RFC 9110, section 13.1.2.
    """
    return frozenset(part.strip().removeprefix("W/") for part in if_none_match.split(","))


def media_type_of(content_type: str) -> str:
    """Return the media type of a Content-Type header, in lower case and without parameters. Source: RFC 9110, 8.3.1."""
    return content_type.partition(";")[0].strip().lower()


def parse_retry_after_s(header: str) -> float:
    """Return the seconds of a Retry-After header; 0 where it names none. Source: RFC 9110, section 10.2.3."""
    is_number = header.isascii() and header.isdigit() and len(header) <= _MAX_WAIT_DIGITS
    return float(header) if is_number else 0.0
