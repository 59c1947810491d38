"""An actor as others show it: name, picture, key, and where to write to."""

from html import escape
from typing import Any
from urllib.parse import urlsplit

from dateline.archive.port import Archive
from dateline.public.activitypub.identity import Setup, Voice
from dateline.public.feeds.context import Place
from dateline.text.languages import pick
from dateline.text.xmltext import carried, linked

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
"""What servers of others take; a drawing (SVG) is none of it."""


def profile(voice: Voice, archive: Archive, place: Place, setup: Setup) -> dict[str, Any]:
    """Return the actor, to be written as JSON. Source: ActivityPub, section 4."""
    newsroom = archive.newsroom
    about = pick(newsroom.tagline, place.reader) if newsroom and not voice.office else ""
    names = {tag: carried(name) for tag, name in voice.names.items()}
    links = [voice.page, linked(newsroom.home_url) if newsroom else ""]
    return {
        "@context": CONTEXT,
        "id": voice.id,
        "type": "Organization",
        "preferredUsername": voice.handle,
        "name": pick(names, place.reader),
        "nameMap": names,
        "summary": f"<p>{escape(carried(about))}</p>" if about else "",
        "url": voice.page,
        "inbox": setup.inbox,
        "outbox": voice.outbox,
        "followers": voice.followers,
        "endpoints": {"sharedInbox": setup.inbox},
        "publicKey": {"id": f"{voice.id}#main-key", "owner": voice.id, "publicKeyPem": setup.public_key()},
        "manuallyApprovesFollowers": False,
        "discoverable": True,
        "indexable": True,
        "attachment": [
            {"type": "PropertyValue", "name": urlsplit(address).netloc, "value": _link(address)}
            for address in links
            if address
        ],
        **_icon(archive, place),
    }


def _link(address: str) -> str:
    shown = escape(address)
    return f'<a href="{shown}" rel="me noopener">{shown}</a>'


def _icon(archive: Archive, place: Place) -> dict[str, Any]:
    logo = archive.newsroom.logo if archive.newsroom else None
    if logo is None or logo.type not in SHOWN_PICTURES:
        return {}
    return {"icon": {"type": "Image", "mediaType": logo.type, "url": f"{place.public_url}/media/{logo.file}"}}
