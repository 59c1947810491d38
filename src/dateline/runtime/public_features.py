"""What the public side offers to machines besides its pages, as settings say; the same for all who make its answers."""

import hashlib
from collections.abc import Mapping
from functools import partial

import msgspec

from dateline.public import activitypub
from dateline.runtime.home import Home, read_actor_key
from dateline.runtime.servers.ports import inbox_of
from dateline.runtime.servers.public import (
    actor_name_of,
    desk_url_of,
    feeds_are_full,
    hub_of,
    indexnow_key_of,
    public_url_of,
)


class PublicFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered.

    Attributes:
        full: whether feeds tell whole texts, not their leads alone.
        hub: where feeds can be subscribed to; empty where they cannot.
        indexnow_key: shown in a file of its name, so that search engines know it is ours; empty for none.
        setup: how the newsroom and its offices can be followed from Mastodon and others; None where they cannot.
    """

    full: bool = True
    hub: str = ""
    indexnow_key: str = ""
    setup: activitypub.Setup | None = None

    def build_with_features(self, build: str) -> str:
        """Return what tells answers from those of processes that offer other things, for entity tags.

        Processes that tell leads may not share tags with those that tell whole texts, nor those of other hubs or
        actors.
        """
        own = [self.hub, *((f"{self.setup.name} {self.setup.inbox}",) if self.setup else ())]
        return ".".join((build, *(() if self.full else ("leads",)), *(_short(one) for one in own if one)))


DEFAULT_FEATURES = PublicFeatures()
"""Feeds with whole texts, and nothing else."""


def public_features(environment: Mapping[str, str], home: Home) -> PublicFeatures:
    """Return what an environment offers.

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
        setup=activitypub.Setup(name=name, inbox=inbox, public_key=key) if name else None,
    )


def _short(said: str) -> str:
    return hashlib.blake2b(said.encode(), digest_size=4).hexdigest()
