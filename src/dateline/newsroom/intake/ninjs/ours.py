"""What a document of Dateline says beside ninjs: the text in its blocks, as it was written."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from dateline.editions import parts as public
from dateline.editions.extension import EditionExtension
from dateline.newsroom.intake.ninjs.fields import Document, parts, text
from dateline.newsroom.intake.ninjs.items import File, Image, NinjsItem, Piece, Played, Running, Said, Shown
from dateline.text.html import clean


def added(item: NinjsItem, said: EditionExtension, document: Document) -> NinjsItem:
    """Return an item with what its document says beside ninjs."""
    addresses = _addresses(document)
    return replace(
        item,
        precision=said.published_precision,
        edited_at=said.edited_at,
        dateline_places=said.dateline.places if said.dateline else (),
        dateline_on=said.dateline.on if said.dateline else None,
        picture=_image(said.picture, addresses) if said.picture else None,
        body=tuple(one for block in said.body if (one := _piece(block, addresses)) is not None),
        boilerplate=clean(said.boilerplate),
        notes=clean(said.notes),
        contacts=tuple(msgspec.structs.asdict(contact) for contact in said.contacts),
        event_from_on=said.event_from_on,
        event_until_on=said.event_until_on,
        machine_translated=said.machine_translated,
    )


def _piece(block: public.Block, addresses: Mapping[str, str]) -> Piece | None:
    match block:
        case public.Text():
            return Running(clean(block.html), is_ours=True)
        case public.Quote():
            return Said(block.text, block.speaker, block.role)
        case public.Download():
            return File(addresses.get(block.file, block.file), block.type, block.title, block.language)
        case public.Embed():
            return Shown(block.url, block.title)
        case public.Figure():
            return _image(block.picture, addresses)
        case public.Recording():
            return _played(block, addresses)


def _played(recording: public.Recording, addresses: Mapping[str, str]) -> Played:
    def file(name: str, type_: str, language: str = "") -> File:
        return File(addresses.get(name, name), type_, recording.title, language)

    return Played(
        title=recording.title,
        sort=recording.sort,
        file=file(recording.file, recording.type) if recording.file else None,
        url=recording.url,
        poster=_image(recording.poster, addresses) if recording.poster else None,
        captions=tuple(file(one.file, "text/vtt", one.language) for one in recording.captions),
        transcript=recording.transcript,
        transcript_language=recording.transcript_language,
        caption=recording.caption,
        credit=recording.credit,
        rights_holder=recording.rights_holder,
        usage_terms=recording.usage_terms,
        expires_on=recording.expires_on,
    )


def _image(picture: public.Picture, addresses: Mapping[str, str]) -> Image | None:
    """Return a picture with the files made of it, which are kept as they are; its full size serves as the original."""
    if not picture.renditions:
        return None

    def file(one: public.Rendition) -> File:
        return File(addresses.get(one.file, one.file), one.type)

    best = picture.full or picture.renditions[-1]
    made = tuple((f"{one.width}.{one.file.rpartition('.')[2]}", file(one)) for one in picture.renditions)
    return Image(
        file(best),
        (*made, ("full.jpg", file(best))) if picture.full else made,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        rights_holder=picture.rights_holder,
        usage_terms=picture.usage_terms,
        expires_on=picture.expires_on,
    )


def _addresses(document: Document) -> dict[str, str]:
    """Return where the files of a document lie, by their names."""
    files = [text(part, "href") for one in parts(document, "associations") for part in parts(one, "renditions")]
    return {href.rpartition("/")[2]: href for href in files if href}
