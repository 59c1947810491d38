"""An edition: what the public reads of a release in one language from one moment on; frozen."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from dateline.editions.parts import Block, Contact, Dateline, Download, Figure, MediaKit, Part, Picture, Recording, Ref

Precision = Literal["instant", "day"]


class Edition(Part, tag="edition", tag_field="is", frozen=True, kw_only=True):
    """All that a reader of the log needs about one text; no other table is asked.

    Attributes:
        schema: the least that says all: 2 since pictures carry their rights and full size and editions a media kit
            (what 1 lacks is empty), 3 where the body has a recording, so that other editions keep their bytes.
        salt: random, 32 hexadecimal digits; keeps the digest from telling what an erased text said.
        release: UUID of the release, shared by its languages.
        number: of the release, from 1, never changes; 0 before the first publication.
        version: of this text, from 1, one more with each edition.
        offices: the lead office first, where there is one; may be empty.
        slug: the last part of the address, from the headline.
        published_at: when the release first became public, aware, UTC; the same in all its languages.
        published_precision: ``day`` where only the day is known (imports); then ``published_at`` is the
            start of that day in the newsroom's zone.
        edited_at: when this edition became public, aware, UTC; for imports the original moment.
        picture: the one lists and cards show.
        boilerplate, notes: HTML of the allowed list.
        translated_from: language this text was translated from; empty for an original.
        issuer: who speaks, if not the organisation.
    """

    schema: Literal[1, 2, 3] = 2
    salt: str
    release: str
    number: int
    version: int
    language: str
    kind: Ref | None
    offices: tuple[Ref, ...] = ()
    topics: tuple[Ref, ...] = ()
    headline: str
    slug: str
    lead: str = ""
    dateline: Dateline | None = None
    picture: Picture | None = None
    body: tuple[Block, ...] = ()
    boilerplate: str = ""
    notes: str = ""
    contacts: tuple[Contact, ...] = ()
    event_from_on: dt.date | None = None
    event_until_on: dt.date | None = None
    issuer: str = ""
    translated_from: str = ""
    machine_translated: bool = False
    media_kit: MediaKit | None = None
    published_at: dt.datetime
    published_precision: Precision = "instant"
    edited_at: dt.datetime

    def files(self) -> Iterator[str]:
        """Yield the public name of every file of the edition, repeats included.

        Those are pictures, downloads, recordings with their posters and captions, and the media kit.
        """
        recordings = self.recordings()
        for picture in [*self.pictures(), *(one.poster for one in recordings if one.poster is not None)]:
            yield from (rendition.file for rendition in picture.renditions)
            if picture.full is not None:
                yield picture.full.file
        yield from (block.file for block in self.body if isinstance(block, Download))
        for recording in recordings:
            yield from (name for name in (recording.file, *(one.file for one in recording.captions)) if name)
        if self.media_kit is not None:
            yield self.media_kit.file

    def pictures(self) -> list[Picture]:
        """Return the pictures as they stand on the page, the one of the lists first."""
        leading = [self.picture] if self.picture else []
        return leading + [block.picture for block in self.body if isinstance(block, Figure)]

    def recordings(self) -> list[Recording]:
        """Return the recordings as they stand on the page."""
        return [block for block in self.body if isinstance(block, Recording)]
