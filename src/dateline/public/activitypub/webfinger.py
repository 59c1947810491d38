"""Discovery: WebFinger finds an actor by its handle, NodeInfo describes the server."""

import re
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.public.activitypub.identity import Actor, ActorSettings, actor_by_handle, actor_of, host_of
from dateline.public.feeds.context import FeedContext
from dateline.web.activitypub import MEDIA_TYPE, parse_actor_path

WEBFINGER, NODEINFO, NODEINFO_2 = "/.well-known/webfinger", "/.well-known/nodeinfo", "/nodeinfo/2.1"
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"
_HANDLE = re.compile(r"(?:acct:)?@?([^@:/\s]+)@([^@/\s]+)")


def actor_of_resource(resource: str, archive: Archive, context: FeedContext, settings: ActorSettings) -> Actor | None:
    """Return the actor of a resource, which is a handle or an address; None for those of other servers.

    Raises:
        ValueError: the resource is neither a handle nor an address.
    """
    handle = _HANDLE.fullmatch(resource)
    if handle:
        is_ours = handle[2].lower() == host_of(context).lower()
        return actor_by_handle(handle[1], archive, context, settings) if is_ours else None
    parts = urlsplit(resource)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        message = "neither a handle nor an address"
        raise ValueError(message)
    if not resource.startswith(f"{context.public_url}/"):
        return None
    address = parse_actor_path(parts.path)
    is_actor = address is not None and not (address.part or address.number)
    return actor_of(address.office, archive, context, settings) if address and is_actor else None


def webfinger(actor: Actor, context: FeedContext) -> dict[str, Any]:
    """Return the WebFinger description of an actor as a JSON object. Source: RFC 7033, section 4.4."""
    return {
        "subject": f"acct:{actor.handle}@{host_of(context)}",
        "aliases": [actor.id, actor.page],
        "links": [
            {"rel": "self", "type": MEDIA_TYPE, "href": actor.id},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": actor.page},
        ],
    }


def nodeinfo_links(context: FeedContext) -> dict[str, Any]:
    """Return the link to the NodeInfo document. Source: NodeInfo, protocol."""
    return {"links": [{"rel": SCHEMA, "href": context.public_url + NODEINFO_2}]}


def nodeinfo(archive: Archive) -> dict[str, Any]:
    """Return the NodeInfo document. Source: NodeInfo 2.1."""
    return {
        "version": "2.1",
        "software": {"name": "dateline", "version": version("dateline")},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0", "rss2.0"]},
        "openRegistrations": False,
        "usage": {"users": {"total": 1 + len(archive.offices)}, "localPosts": archive.total(Filter())},
        "metadata": {},
    }
