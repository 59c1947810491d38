"""Where a feed stands and who reads it."""

from zoneinfo import ZoneInfo

import msgspec

from dateline.archive.port import Archive
from dateline.public.feeds.style import HouseStyle
from dateline.public.feeds.titles import speaker_of


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a feed stands and who reads it.

    Attributes:
        public_url: of the site, without the last slash.
        reader: interface language of the address.
        zone: of the newsroom.
        style: house style for days and datelines.
        full: whether entries hold the whole text, not the lead alone.
        hub: address of the hub that tells subscribers of new documents; empty where there is none.
        speaker: who speaks where neither an issuer nor an office does; not empty.
    """

    public_url: str
    reader: str
    zone: ZoneInfo
    style: HouseStyle
    speaker: str
    full: bool = True
    hub: str = ""


def place_of(archive: Archive, reader: str, *, public_url: str, style: HouseStyle, full: bool) -> Place:
    """Return the place of a reader's feeds on the site that shows an archive."""
    newsroom = archive.newsroom
    return Place(
        public_url=public_url,
        reader=reader,
        zone=ZoneInfo(newsroom.time_zone if newsroom else "UTC"),
        style=style,
        speaker=speaker_of(archive, reader, otherwise=public_url),
        full=full,
    )
