"""Who speaks: the newsroom or one office, with its handle and addresses."""

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.editions.newsroom import Names, Newsroom
from dateline.public.feeds.context import Place
from dateline.public.feeds.titles import speaker_of
from dateline.web.activitypub import actor_path, text_path


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What actors are told from outside.

    Attributes:
        name: the newsroom's own, in front of the ``@``.
        inbox: absolute address that takes what others send.
        public_key: returns the key as PEM; empty while there is none.
    """

    name: str
    inbox: str
    public_key: Callable[[], str]


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """An actor.

    Attributes:
        office: slug; empty for the newsroom.
        handle: in front of the ``@``.
        names: as people know it, by language.
        id: absolute address, for ever.
        page: absolute address of its page for people.
    """

    office: str
    handle: str
    names: Names
    id: str
    page: str

    @property
    def followers(self) -> str:
        """The collection that its texts are addressed to."""
        return f"{self.id}/followers"

    @property
    def outbox(self) -> str:
        """The collection of what it told."""
        return f"{self.id}/outbox"

    @property
    def filter(self) -> Filter:
        """What it speaks of."""
        return Filter(offices=(self.office,)) if self.office else Filter()

    def text(self, number: int, language: str, place: Place) -> str:
        """Return the id of a text as this actor tells it."""
        return place.public_url + text_path(self.office, number, language)


def host_of(place: Place) -> str:
    """Return what stands behind the ``@``."""
    return urlsplit(place.public_url).netloc


def voice_of(office: str, archive: Archive, place: Place, setup: Setup) -> Voice | None:
    """Return the actor of an office, of the newsroom where it is empty; None where there is no such office.

    An office whose slug is the newsroom's own name cannot be told from it, so it is no actor.
    """
    if office and (office not in archive.offices or office == setup.name):
        return None
    names = archive.offices[office].periods[-1].names if office else _names(archive, place)
    page = f"/{place.reader}/offices/{office}" if office else f"/{place.reader}/news"
    return Voice(
        office=office,
        handle=office or setup.name,
        names=names,
        id=place.public_url + actor_path(office),
        page=place.public_url + page,
    )


def voice_called(handle: str, archive: Archive, place: Place, setup: Setup) -> Voice | None:
    """Return the actor with a handle, in whatever case; None where there is none."""
    wanted = handle.lower()
    if wanted == setup.name:
        return voice_of("", archive, place, setup)
    office = next((slug for slug in archive.offices if slug.lower() == wanted), "")
    return voice_of(office, archive, place, setup) if office else None


def _names(archive: Archive, place: Place) -> Names:
    newsroom: Newsroom | None = archive.newsroom
    named = newsroom.name if newsroom else {}
    return named or {place.reader: speaker_of(archive, place.reader, otherwise=place.public_url)}
