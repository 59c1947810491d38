"""How actors are found: by their handle, and by those who count servers."""

import re
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.public.activitypub.identity import Setup, Voice, host_of, voice_called, voice_of
from dateline.public.feeds.context import Place
from dateline.web.activitypub import MEDIA_TYPE, read_address

WEBFINGER, NODEINFO, NODEINFO_2 = "/.well-known/webfinger", "/.well-known/nodeinfo", "/nodeinfo/2.1"
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"
_HANDLE = re.compile(r"(?:acct:)?@?([^@:/\s]+)@([^@/\s]+)")


def named(resource: str, archive: Archive, place: Place, setup: Setup) -> Voice | None:
    """Return the actor that a resource names, by its handle or its address; None where it names none of ours.

    Raises:
        ValueError: it is neither a handle nor an address.
    """
    handle = _HANDLE.fullmatch(resource)
    if handle:
        is_ours = handle[2].lower() == host_of(place).lower()
        return voice_called(handle[1], archive, place, setup) if is_ours else None
    parts = urlsplit(resource)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        message = "neither a handle nor an address"
        raise ValueError(message)
    if not resource.startswith(f"{place.public_url}/"):
        return None
    address = read_address(parts.path)
    is_actor = address is not None and not (address.part or address.number)
    return voice_of(address.office, archive, place, setup) if address and is_actor else None


def webfinger(voice: Voice, place: Place) -> dict[str, Any]:
    """Return what is known of a handle, to be written as JSON. Source: RFC 7033, section 4.4."""
    return {
        "subject": f"acct:{voice.handle}@{host_of(place)}",
        "aliases": [voice.id, voice.page],
        "links": [
            {"rel": "self", "type": MEDIA_TYPE, "href": voice.id},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": voice.page},
        ],
    }


def nodeinfo_links(place: Place) -> dict[str, Any]:
    """Return where this server says what it is. Source: NodeInfo, protocol."""
    return {"links": [{"rel": SCHEMA, "href": place.public_url + NODEINFO_2}]}


def nodeinfo(archive: Archive) -> dict[str, Any]:
    """Return what this server is. Source: NodeInfo 2.1."""
    return {
        "version": "2.1",
        "software": {"name": "dateline", "version": version("dateline")},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0", "rss2.0"]},
        "openRegistrations": False,
        "usage": {"users": {"total": 1 + len(archive.offices)}, "localPosts": archive.total(Filter())},
        "metadata": {},
    }
