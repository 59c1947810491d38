"""ActivityPub: the newsroom and each office are actors that people follow from Mastodon and other servers.

Everything is derived from the archive, except for ``ActorSettings``. Each language of a release is a note with its own
id. Ids never change. A removed text becomes a tombstone.
Source: ActivityPub, Activity Streams 2.0, RFC 7033 (WebFinger), NodeInfo 2.1.
"""

from dateline.public.activitypub.identity import ActorSettings
from dateline.public.activitypub.serving import respond

__all__ = ["ActorSettings", "respond"]
