"""The Dateline extension of a document: the body in its blocks, as it was written."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from dateline.editions import parts as public
from dateline.editions.extension import EditionExtension
from dateline.newsroom.intake.ninjs.fields import Document, parts, text
from dateline.newsroom.intake.ninjs.items import (
    BodyPart,
    CreditedPart,
    EmbedPart,
    FilePart,
    HtmlPart,
    ImagePart,
    NinjsItem,
    QuotePart,
    RecordingPart,
)
from dateline.text.html import clean


def add_extension(item: NinjsItem, extension: EditionExtension, document: Document) -> NinjsItem:
    """Return an item with the values of the Dateline extension of its document."""
    addresses = _file_addresses(document)
    return replace(
        item,
        precision=extension.published_precision,
        edited_at=extension.edited_at,
        dateline_places=extension.dateline.places if extension.dateline else (),
        dateline_on=extension.dateline.on if extension.dateline else None,
        picture=_image(extension.picture, addresses) if extension.picture else None,
        body=tuple(one for block in extension.body if (one := _part(block, addresses)) is not None),
        boilerplate=clean(extension.boilerplate),
        notes=clean(extension.notes),
        contacts=tuple(map(_contact, extension.contacts)),
        event_from_on=extension.event_from_on,
        event_until_on=extension.event_until_on,
        machine_translated=extension.machine_translated,
    )


def _contact(one: public.Contact) -> dict[str, str]:
    return {"name": one.name, "role": one.role, "email": one.email, "phone": one.phone}


def _part(block: public.Block, addresses: Mapping[str, str]) -> BodyPart | None:
    match block:
        case public.Text():
            return HtmlPart(clean(block.html), is_ours=True)
        case public.Quote():
            return QuotePart(block.text, block.speaker, block.role)
        case public.Download():
            return FilePart(addresses.get(block.file, block.file), block.type, block.title, block.language)
        case public.Embed():
            return EmbedPart(block.url, block.title)
        case public.Figure():
            return _image(block.picture, addresses)
        case public.Recording():
            return _recording(block, addresses)


def _recording(recording: public.Recording, addresses: Mapping[str, str]) -> RecordingPart:
    def file(name: str, type_: str, language: str = "") -> FilePart:
        return FilePart(addresses.get(name, name), type_, recording.title, language)

    return RecordingPart(
        title=recording.title,
        sort=recording.sort,
        file=file(recording.file, recording.type) if recording.file else None,
        url=recording.url,
        poster=_image(recording.poster, addresses) if recording.poster else None,
        captions=tuple(file(one.file, "text/vtt", one.language) for one in recording.captions),
        transcript=recording.transcript,
        transcript_language=recording.transcript_language,
        **_credits(recording),
    )


def _image(picture: public.Picture, addresses: Mapping[str, str]) -> ImagePart | None:
    """Return a picture with its renditions, which are stored unchanged; the full size serves as the original."""
    if not picture.renditions:
        return None

    def file(one: public.Rendition) -> FilePart:
        return FilePart(addresses.get(one.file, one.file), one.type)

    best = picture.full or picture.renditions[-1]
    renditions = tuple((f"{one.width}.{one.file.rpartition('.')[2]}", file(one)) for one in picture.renditions)
    return ImagePart(
        file(best),
        (*renditions, ("full.jpg", file(best))) if picture.full else renditions,
        alt=picture.alt,
        **_credits(picture),
    )


def _credits(media: public.Picture | public.Recording) -> dict[str, Any]:
    """Return the fields of ``CreditedPart``."""
    return {field.name: getattr(media, field.name) for field in fields(CreditedPart)}


def _file_addresses(document: Document) -> dict[str, str]:
    """Return the addresses of a document's files by their names."""
    files = [text(part, "href") for one in parts(document, "associations") for part in parts(one, "renditions")]
    return {href.rpartition("/")[2]: href for href in files if href}
