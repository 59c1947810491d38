"""Addresses of ActivityPub actors: the newsroom and its offices, which people follow from Mastodon and others.

An address is also a permanent id, so it contains nothing that may change: no slug of a text and no headline. Source:
ActivityPub, section 3.1.
"""

import re

import msgspec

from dateline.web.addresses import LANGUAGE

PREFIX = "/activitypub/"
MEDIA_TYPE = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
"""The collection that public objects are addressed to. Source: ActivityPub, section 5.6."""

_ADDRESS = re.compile(
    rf"/activitypub/(?:newsroom|offices/(?P<office>[A-Za-z0-9_-]{{1,100}}))"
    rf"(?:/(?:(?P<part>outbox|followers)|(?P<number>[1-9][0-9]{{0,8}})\.(?P<language>{LANGUAGE.pattern})))?"
)


class ActorAddress(msgspec.Struct, frozen=True, kw_only=True):
    """The actor, collection or note that an address names.

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
    """Return the path of an office, given by its slug; of the newsroom where it is empty."""
    return PREFIX + (f"offices/{office}" if office else "newsroom")


def note_path(office: str, number: int, language: str) -> str:
    """Return the path of the note in which an actor announces a text."""
    return f"{actor_path(office)}/{number}.{language}"


def parse_actor_path(path: str) -> ActorAddress | None:
    """Return the actor, collection or note that a path names; None for other paths."""
    match = _ADDRESS.fullmatch(path)
    if match is None:
        return None
    return ActorAddress(
        office=match["office"] or "",
        part=match["part"] or "",
        number=int(match["number"] or 0),
        language=match["language"] or "",
    )
