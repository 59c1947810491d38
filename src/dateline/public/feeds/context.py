"""The context a feed is built in."""

from zoneinfo import ZoneInfo

import msgspec

from dateline.archive.port import Archive
from dateline.public.feeds.titles import organisation_name


class FeedContext(msgspec.Struct, frozen=True, kw_only=True):
    """The site and the reader of a feed.

    Attributes:
        public_url: of the site, without a trailing slash.
        reader: interface language of the address.
        zone: time zone of the newsroom.
        organisation: author of texts without issuer and office; not empty.
        full: whether entries have the full text, not only the lead.
        hub: address of the WebSub hub; empty without one.
    """

    public_url: str
    reader: str
    zone: ZoneInfo
    organisation: str
    full: bool = True
    hub: str = ""


def context_of(archive: Archive, reader: str, *, public_url: str, full: bool, hub: str = "") -> FeedContext:
    """Return the context of a reader's feeds on the site of an archive."""
    newsroom = archive.newsroom
    return FeedContext(
        public_url=public_url,
        reader=reader,
        zone=ZoneInfo(newsroom.time_zone if newsroom else "UTC"),
        organisation=organisation_name(archive, reader, default=public_url),
        full=full,
        hub=hub,
    )
