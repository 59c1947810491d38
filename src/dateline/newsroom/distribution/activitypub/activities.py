"""What an activity that somebody sent wishes of us. Source: ActivityPub, sections 7.4, 7.5 and 7.10."""

from typing import Any

import msgspec

from dateline.newsroom.distribution.models import ACTOR_MAX, ADDRESS_MAX, Letter
from dateline.web.activitypub import read_address

Kind = Letter.Kind


class WrongLetterError(Exception):
    """A letter that cannot be read; the sentence says why."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wished.

    Attributes:
        kind: to follow, to end that, or to forget an actor; None for anything else, which is passed over.
        actor: who wishes.
        office: who is followed, a slug; empty for the newsroom, None where none of our actors is named.
        activity: id of the wish to follow; empty where none can be kept.
    """

    kind: Letter.Kind | None
    actor: str
    office: str | None = None
    activity: str = ""


def read(body: bytes, public_url: str) -> Wish:
    """Return what a body wishes.

    Raises:
        WrongLetterError: it is no activity of anybody.
    """
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = "The body has to be an activity in JSON."
        raise WrongLetterError(message) from error
    actor = _id(said.get("actor")) if isinstance(said, dict) else ""
    if not actor or not isinstance(said.get("type"), str):
        message = "The body has to be an activity with a type and an actor."
        raise WrongLetterError(message)
    if len(actor) > ACTOR_MAX or not _is_printable(actor):
        message = f"The address of the actor has to be shorter than {ACTOR_MAX} printable letters."
        raise WrongLetterError(message)
    return _wish(said, actor, public_url)


def _wish(said: dict[str, Any], actor: str, public_url: str) -> Wish:
    thing = said.get("object")
    match said["type"]:
        case "Follow":
            return _follow(said, actor, public_url)
        case "Undo" if isinstance(thing, str):
            return Wish(kind=Kind.UNDO, actor=actor, activity=_named(thing))
        case "Undo" if isinstance(thing, dict) and thing.get("type") == "Follow":
            office = _office(_id(thing.get("object")), public_url)
            return Wish(kind=Kind.UNDO, actor=actor, office=office, activity=_named(_id(thing)))
        case "Delete" if _id(thing) == actor:
            return Wish(kind=Kind.DELETE, actor=actor)
    return Wish(kind=None, actor=actor)


def _follow(said: dict[str, Any], actor: str, public_url: str) -> Wish:
    activity, office = _named(_id(said)), _office(_id(said.get("object")), public_url)
    if office is None:
        message = f"A wish to follow has to name one of our actors, below {public_url}/."
        raise WrongLetterError(message)
    if not activity:
        message = f"A wish to follow needs an id, shorter than {ADDRESS_MAX} letters."
        raise WrongLetterError(message)
    return Wish(kind=Kind.FOLLOW, actor=actor, office=office, activity=activity)


def _office(meant: str, public_url: str) -> str | None:
    """Return the office that an address of ours names, empty for the newsroom; None where it names no actor."""
    address = read_address(meant.removeprefix(public_url)) if meant.startswith(f"{public_url}/") else None
    return None if address is None or address.part or address.number else address.office


def _id(thing: object) -> str:
    found = thing.get("id") if isinstance(thing, dict) else thing
    return found if isinstance(found, str) else ""


def _named(id_: str) -> str:
    return id_ if len(id_) <= ADDRESS_MAX and _is_printable(id_) else ""


def _is_printable(address: str) -> bool:
    return address.isprintable() and " " not in address
