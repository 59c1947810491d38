"""The fields of an edition that ninjs and NewsML-G2 cannot express; they travel beside the format's own fields."""

import datetime as dt
from typing import Literal

from dateline.editions.edition import Edition, Precision
from dateline.editions.parts import Block, Contact, Dateline, Part, Picture

MEDIA_TYPE = "application/vnd.dateline.besides+json"


class EditionExtension(Part, tag="besides", tag_field="is", frozen=True, kw_only=True):
    """Copies of the fields of ``Edition`` with the same names.

    Salt and media kit are left out, because the importing newsroom makes new ones. Exports contain the tag
    ``besides``, so it must not change.
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


def extension_of(edition: Edition) -> EditionExtension:
    """Return the extension of an edition."""
    names = (name for name in EditionExtension.__struct_fields__ if name != "schema")
    return EditionExtension(**{name: getattr(edition, name) for name in names})
