"""Actors: the newsroom and each office, to be followed from Mastodon and others.

Derived from the archive alone, save the name and the inbox that a setting gives and the public key that the worker
made. Promise: ids stay for ever, a text is told in each of its languages under an id of its own, and what was taken
away is a tombstone. Source: ActivityPub, Activity Streams 2.0, RFC 7033 (WebFinger), NodeInfo 2.1.
"""

from dateline.public.activitypub.identity import Setup
from dateline.public.activitypub.serving import respond

__all__ = ["Setup", "respond"]
