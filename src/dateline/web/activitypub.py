"""Addresses of actors: the newsroom and its offices, as they can be followed from Mastodon and others.

An address tells which actor and which text and nothing else; it is an id, and so for ever. Source: ActivityPub,
section 3.1.
"""

import re

import msgspec

from dateline.web.addresses import LANGUAGE

PREFIX = "/activitypub/"
MEDIA_TYPE = "application/activity+json"
EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"
"""Whom a public object is addressed to. Source: ActivityPub, section 5.6."""

_ADDRESS = re.compile(
    rf"/activitypub/(?:newsroom|offices/(?P<office>[A-Za-z0-9_-]{{1,100}}))"
    rf"(?:/(?:(?P<part>outbox|followers)|(?P<number>[1-9][0-9]{{0,8}})\.(?P<language>{LANGUAGE.pattern})))?"
)


class ActorAddress(msgspec.Struct, frozen=True, kw_only=True):
    """What an address names.

    Attributes:
        office: slug; empty for the newsroom.
        part: ``outbox`` or ``followers``; empty for the actor and for a text.
        number, language: of a text; 0 and empty for none.
    """

    office: str = ""
    part: str = ""
    number: int = 0
    language: str = ""


def actor_path(office: str) -> str:
    """Return the address of an office, of the newsroom where it is empty, on this site."""
    return PREFIX + (f"offices/{office}" if office else "newsroom")


def text_path(office: str, number: int, language: str) -> str:
    """Return the address of a text as an actor tells it, on this site."""
    return f"{actor_path(office)}/{number}.{language}"


def read_address(path: str) -> ActorAddress | None:
    """Return what a path names; None for other addresses."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    return ActorAddress(
        office=found["office"] or "",
        part=found["part"] or "",
        number=int(found["number"] or 0),
        language=found["language"] or "",
    )
