"""The features for machines that the settings switch on; equal in all processes that make public responses."""

from collections.abc import Mapping
from functools import partial
from hashlib import blake2b

from dateline.public import activitypub
from dateline.public.pages import PublicFeatures
from dateline.runtime.home import Home, read_actor_key
from dateline.runtime.ports import inbox_of
from dateline.runtime.public_settings import (
    actor_name_of,
    desk_url_of,
    feeds_are_full,
    hub_of,
    indexnow_key_of,
    public_url_of,
)


def public_features(environment: Mapping[str, str], home: Home) -> PublicFeatures:
    """Return what the public side offers to machines.

    Raises:
        SettingError: a setting cannot be read, such as a ``DATELINE_FEEDS`` that is neither ``full`` nor ``lead``.
    """
    name = actor_name_of(environment)
    key = partial(read_actor_key, home)
    inbox = inbox_of(public_url_of(environment), desk_url_of(environment))
    return PublicFeatures(
        full=feeds_are_full(environment),
        hub=hub_of(environment),
        indexnow_key=indexnow_key_of(environment),
        actors=activitypub.ActorSettings(name=name, inbox=inbox, public_key=key) if name else None,
    )


def build_with_features(build: str, features: PublicFeatures) -> str:
    """Return the build name for entity tags, with a digest of the features.

    Processes with different features (full texts in feeds or leads, another hub, other actors) send different bytes for
    the same address, so they must not have the same tags.
    """
    actors = features.actors
    own = [features.hub, *((f"{actors.name} {actors.inbox}",) if actors else ())]
    digests = (blake2b(one.encode(), digest_size=4).hexdigest() for one in own if one)
    return ".".join((build, *(() if features.full else ("leads",)), *digests))
