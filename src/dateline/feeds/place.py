"""Where a feed stands and who reads it."""

from zoneinfo import ZoneInfo

import msgspec

from dateline.feeds.style import HouseStyle


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
