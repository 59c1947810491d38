"""An edition: the frozen text of a release in one language, as the public reads it from one moment on."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from dateline.editions.parts import Block, Contact, Dateline, Download, Figure, MediaKit, Part, Picture, Recording, Ref

Precision = Literal["instant", "day"]


class Edition(Part, tag="edition", tag_field="is", frozen=True, kw_only=True):
    """Everything that readers get of a text, names of offices and topics included; it refers to no other record.

    Attributes:
        schema: the lowest schema version that can express the edition. Version 2 added rights and full size of
            pictures, and the media kit; they are empty in version 1. Version 3 is used only where the body has a
            recording, so that the bytes of other editions stay the same.
        salt: random, 32 hexadecimal digits. Without it, somebody could guess an erased text and confirm the guess by
            its digest.
        release: UUID of the release, shared by its languages.
        number: number of the release, from 1; never changes; 0 before the first publication.
        version: counts the editions of this text, from 1.
        offices: the lead office first; may be empty.
        slug: the last part of the address, from the headline.
        published_at: when the release first became public, aware, UTC; the same in all its languages.
        published_precision: ``day`` where only the day is known (imports); then ``published_at`` is the
            start of that day in the newsroom's time zone.
        edited_at: when this edition became public, aware, UTC; for imports the original moment.
        picture: shown by lists and cards.
        boilerplate, notes: HTML with allowed elements only (``text.html``).
        translated_from: language this text was translated from; empty for an original.
        issuer: who speaks, if not the organisation; else empty.
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
        """Yield the public name of every file of the edition, repetitions included.

        These are pictures, downloads, recordings with posters and captions, and the media kit.
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
        """Return the pictures in the order of the page; the one that lists and cards show comes first."""
        lead = [self.picture] if self.picture else []
        return lead + [block.picture for block in self.body if isinstance(block, Figure)]

    def recordings(self) -> list[Recording]:
        """Return the recordings in the order of the page."""
        return [block for block in self.body if isinstance(block, Recording)]
