"""Actors: the newsroom or one office, with its handle and addresses."""

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.editions.newsroom import Names, Newsroom
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.titles import organisation_name
from dateline.web.activitypub import actor_path, note_path


class ActorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of all actors, which are not in the archive.

    Attributes:
        name: handle of the newsroom, the part before the ``@``.
        inbox: absolute address of the inbox.
        public_key: returns the public key as PEM; empty until the worker has made the key.
    """

    name: str
    inbox: str
    public_key: Callable[[], str]


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor.

    Attributes:
        office: slug; empty for the newsroom.
        handle: the part before the ``@``.
        names: display name by language.
        id: absolute address, which never changes.
        page: absolute address of its page on the site.
    """

    office: str
    handle: str
    names: Names
    id: str
    page: str

    @property
    def followers(self) -> str:
        """The id of its followers collection."""
        return f"{self.id}/followers"

    @property
    def outbox(self) -> str:
        """The id of its outbox."""
        return f"{self.id}/outbox"

    @property
    def filter(self) -> Filter:
        """The releases in its outbox."""
        return Filter(offices=(self.office,)) if self.office else Filter()

    def note_id(self, number: int, language: str, context: FeedContext) -> str:
        """Return the id of this actor's note of a text."""
        return context.public_url + note_path(self.office, number, language)


def host_of(context: FeedContext) -> str:
    """Return the part of a handle after the ``@``."""
    return urlsplit(context.public_url).netloc


def actor_of(office: str, archive: Archive, context: FeedContext, settings: ActorSettings) -> Actor | None:
    """Return the actor of an office; the newsroom's actor for an empty slug; None for an unknown office.

    An office whose slug equals the newsroom's handle has no actor, because both would have the same handle.
    """
    if office and (office not in archive.offices or office == settings.name):
        return None
    names = archive.offices[office].periods[-1].names if office else _names(archive, context)
    page = f"/{context.reader}/offices/{office}" if office else f"/{context.reader}/news"
    return Actor(
        office=office,
        handle=office or settings.name,
        names=names,
        id=context.public_url + actor_path(office),
        page=context.public_url + page,
    )


def actor_by_handle(handle: str, archive: Archive, context: FeedContext, settings: ActorSettings) -> Actor | None:
    """Return the actor with a handle, case-insensitively; None where there is none."""
    handle = handle.lower()
    if handle == settings.name:
        return actor_of("", archive, context, settings)
    office = next((slug for slug in archive.offices if slug.lower() == handle), "")
    return actor_of(office, archive, context, settings) if office else None


def _names(archive: Archive, context: FeedContext) -> Names:
    newsroom: Newsroom | None = archive.newsroom
    names = newsroom.name if newsroom else {}
    return names or {context.reader: organisation_name(archive, context.reader, default=context.public_url)}
