"""Parsing of activities received in the inbox. Source: ActivityPub, sections 7.4, 7.5 and 7.10."""

from typing import Any

import msgspec

from dateline.newsroom.distribution.models import ACTOR_MAX, ADDRESS_MAX, InboxItem
from dateline.web.activitypub import parse_actor_path

Kind = InboxItem.Kind


class InvalidActivityError(Exception):
    """An activity that cannot be processed; the sentence says why."""


class InboxRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What an activity asks for.

    Attributes:
        kind: of activity; None for kinds that are ignored.
        actor: id of its sender.
        office: slug of the followed office; empty for the newsroom, None where none of our actors is named.
        activity: id of the Follow activity; empty where it cannot be stored.
    """

    kind: InboxItem.Kind | None
    actor: str
    office: str | None = None
    activity: str = ""


def parse_activity(body: bytes, public_url: str) -> InboxRequest:
    """Return what a request body asks for.

    Raises:
        InvalidActivityError: the body is not an activity with an actor.
    """
    try:
        activity = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = "The body must be an activity in JSON."
        raise InvalidActivityError(message) from error
    actor = _id(activity.get("actor")) if isinstance(activity, dict) else ""
    if not actor or not isinstance(activity.get("type"), str):
        message = "The body must be an activity with a type and an actor."
        raise InvalidActivityError(message)
    if len(actor) > ACTOR_MAX or not _is_printable(actor):
        message = f"The id of the actor must be at most {ACTOR_MAX} printable characters long."
        raise InvalidActivityError(message)
    return _request(activity, actor, public_url)


def _request(activity: dict[str, Any], actor: str, public_url: str) -> InboxRequest:
    object_ = activity.get("object")
    match activity["type"]:
        case "Follow":
            return _follow(activity, actor, public_url)
        case "Undo" if isinstance(object_, str):
            return InboxRequest(kind=Kind.UNDO, actor=actor, activity=_storable(object_))
        case "Undo" if isinstance(object_, dict) and object_.get("type") == "Follow":
            office = _office(_id(object_.get("object")), public_url)
            return InboxRequest(kind=Kind.UNDO, actor=actor, office=office, activity=_storable(_id(object_)))
        case "Delete" if _id(object_) == actor:
            return InboxRequest(kind=Kind.DELETE, actor=actor)
    return InboxRequest(kind=None, actor=actor)


def _follow(activity: dict[str, Any], actor: str, public_url: str) -> InboxRequest:
    id_, office = _storable(_id(activity)), _office(_id(activity.get("object")), public_url)
    if office is None:
        message = f"A Follow activity must name one of our actors, below {public_url}/."
        raise InvalidActivityError(message)
    if not id_:
        message = f"A Follow activity needs an id of at most {ADDRESS_MAX} characters."
        raise InvalidActivityError(message)
    return InboxRequest(kind=Kind.FOLLOW, actor=actor, office=office, activity=id_)


def _office(url: str, public_url: str) -> str | None:
    """Return the office whose actor has a URL, empty for the newsroom; None where it is not an actor of ours."""
    address = parse_actor_path(url.removeprefix(public_url)) if url.startswith(f"{public_url}/") else None
    return None if address is None or address.part or address.number else address.office


def _id(value: object) -> str:
    id_ = value.get("id") if isinstance(value, dict) else value
    return id_ if isinstance(id_, str) else ""


def _storable(id_: str) -> str:
    return id_ if len(id_) <= ADDRESS_MAX and _is_printable(id_) else ""


def _is_printable(address: str) -> bool:
    return address.isprintable() and " " not in address
