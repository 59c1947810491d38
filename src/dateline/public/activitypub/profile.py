"""The profile of an actor: name, picture, key and inbox."""

from html import escape
from typing import Any
from urllib.parse import urlsplit

from dateline.archive.port import Archive
from dateline.public.activitypub.identity import Actor, ActorSettings
from dateline.public.feeds.context import FeedContext
from dateline.text.languages import pick
from dateline.text.xmltext import safe_link, xml_safe

CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/v1",
    {
        "toot": "http://joinmastodon.org/ns#",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "schema": "http://schema.org#",
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
    },
]
"""Source: Mastodon's documentation, "ActivityPub"; Security Vocabulary 1."""

SHOWN_PICTURES = ("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp")
"""Formats that other servers accept; SVG is not among them."""


def profile(actor: Actor, archive: Archive, context: FeedContext, settings: ActorSettings) -> dict[str, Any]:
    """Return the actor as a JSON object. Source: ActivityPub, section 4."""
    newsroom = archive.newsroom
    about = pick(newsroom.tagline, context.reader) if newsroom and not actor.office else ""
    names = {tag: xml_safe(name) for tag, name in actor.names.items()}
    links = [actor.page, safe_link(newsroom.home_url) if newsroom else ""]
    return {
        "@context": CONTEXT,
        "id": actor.id,
        "type": "Organization",
        "preferredUsername": actor.handle,
        "name": pick(names, context.reader),
        "nameMap": names,
        "summary": f"<p>{escape(xml_safe(about))}</p>" if about else "",
        "url": actor.page,
        "inbox": settings.inbox,
        "outbox": actor.outbox,
        "followers": actor.followers,
        "endpoints": {"sharedInbox": settings.inbox},
        "publicKey": {"id": f"{actor.id}#main-key", "owner": actor.id, "publicKeyPem": settings.public_key()},
        "manuallyApprovesFollowers": False,
        "discoverable": True,
        "indexable": True,
        "attachment": [
            {"type": "PropertyValue", "name": urlsplit(address).netloc, "value": _link(address)}
            for address in links
            if address
        ],
        **_icon(archive, context),
    }


def _link(address: str) -> str:
    escaped = escape(address)
    return f'<a href="{escaped}" rel="me noopener">{escaped}</a>'


def _icon(archive: Archive, context: FeedContext) -> dict[str, Any]:
    logo = archive.newsroom.logo if archive.newsroom else None
    if logo is None or logo.type not in SHOWN_PICTURES:
        return {}
    return {"icon": {"type": "Image", "mediaType": logo.type, "url": f"{context.public_url}/media/{logo.file}"}}
