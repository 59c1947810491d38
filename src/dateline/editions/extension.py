"""What an edition says that the formats of the news industry have no word for; what they have words for is theirs."""

import datetime as dt
from typing import Literal

from dateline.editions.edition import Edition, Precision
from dateline.editions.parts import Block, Contact, Dateline, Part, Picture

MEDIA_TYPE = "application/vnd.dateline.besides+json"


class Besides(Part, tag="besides", tag_field="is", frozen=True, kw_only=True):
    """The fields of an edition that travel beside those of a format; each means what it means there.

    The media kit is not among them, because it is made anew, nor is the salt.
    """

    schema: Literal[1] = 1
    published_precision: Precision
    edited_at: dt.datetime
    dateline: Dateline | None
    picture: Picture | None
    body: tuple[Block, ...]
    boilerplate: str
    notes: str
    contacts: tuple[Contact, ...]
    event_from_on: dt.date | None
    event_until_on: dt.date | None
    machine_translated: bool


def besides(edition: Edition) -> Besides:
    """Return what of an edition goes beside a format."""
    names = (name for name in Besides.__struct_fields__ if name != "schema")
    return Besides(**{name: getattr(edition, name) for name in names})
