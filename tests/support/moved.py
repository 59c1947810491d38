"""Export a newsroom as ninjs to a folder, and compare it with a second export."""

import hashlib
import io
import json
from pathlib import Path

import msgspec
from PIL import Image

from dateline.editions.edition import Edition
from dateline.editions.entry import Record, words
from dateline.editions.newsroom_export import FILE
from dateline.editions.parts import Captions, Download, Embed, Figure, Picture, Recording, Rendition, Text
from dateline.newsroom.desk.editions import body as desk_body
from dateline.newsroom.desk.library import captions
from dateline.public.feeds.context import context_of
from dateline.public.formats import newsroom_export
from dateline.text.html import to_text
from tests.support.archives.naive import NaiveArchive
from tests.support.desk import files, recordings
from tests.support.editions import Log
from tests.support.feeds.sound import SITE

UNCARRIED = {"canceled": {"version"}}
"""Fields that may differ in a second export, by pubStatus: an export does not tell versions of removed texts."""


def export(records: list[Record], folder: Path, suffix: str = "ninjs.json") -> Path:
    """Write the documents that `dateline export` writes; callers add media files themselves."""
    archive = NaiveArchive(records)
    place = context_of(archive, "en", public_url=SITE, full=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(msgspec.json.encode(newsroom_export.newsroom_facts(archive)))
    for number in newsroom_export.numbers(archive):
        for name, document, _files in newsroom_export.texts(archive, number, place, suffix):
            (folder / name).write_bytes(document)
    return folder


def documents(folder: Path) -> dict[str, dict]:
    """Return the documents of an export by name, without the fields of ``UNCARRIED``."""
    read = {path.name: json.loads(path.read_bytes()) for path in folder.glob("*.ninjs*.json")}
    for document in read.values():
        for name in UNCARRIED.get(document["pubStatus"], ()):
            document.pop(name)
    return read


def as_from_the_desk(log: Log, folder: Path) -> Log:
    """Return the same log as the desk would publish it, with pictures and attachments that are files in ``folder``.

    Builders make editions without the desk, which cleans HTML and drops empty paragraphs and blanks around a lead.
    """
    real = Log()
    for record in log.records:
        said = words(record)
        if isinstance(said, Edition):
            real_words = _real(said, folder)
            notice = json.loads(record.notice)["text"] if record.notice else ""
            real.publish(real_words, record.entry.change, notice)
        else:
            real.records.append(record)
    return real


def _real(edition: Edition, folder: Path) -> Edition:
    return msgspec.structs.replace(
        edition,
        lead=edition.lead.strip(),
        headline=edition.headline.strip(),
        picture=_picture(edition.picture, folder) if edition.picture else None,
        body=tuple(block for one in edition.body if (block := _block(one, folder)) and _is_said(block)),
        notes=desk_body.html(edition.notes, "page"),
        boilerplate=desk_body.html(edition.boilerplate, "page"),
    )


def _is_said(block) -> bool:
    return not isinstance(block, Text) or bool(to_text(block.html)) or "<hr" in block.html


def _block(block, folder):
    match block:
        case Text():
            return Text(html=desk_body.html(block.html, "page"))
        case Figure():
            return Figure(picture=_picture(block.picture, folder))
        case Download():
            data = files.pdf()
            name = _stored(data, "pdf", folder)
            return msgspec.structs.replace(block, file=name, size_bytes=len(data), title="Summary", language="en")
        case Embed():
            return Embed(url="https://vimeo.com/4", title=block.title, provider="Vimeo")
        case Recording():
            return _recording(block, folder)
    return block


def _recording(recording: Recording, folder: Path) -> Recording:
    poster = _picture(recording.poster, folder) if recording.poster else None
    if not recording.file:
        return msgspec.structs.replace(recording, poster=poster)
    ending = recording.file.rpartition(".")[2]
    data = {"mp4": recordings.MP4, "mp3": recordings.mp3(1)}[ending]
    facts = {"mp4": (10, 64, 48), "mp3": (1, 0, 0)}[ending]
    timed = tuple(
        Captions(language=one.language, file=_stored(_captions(one.language), "vtt", folder))
        for one in recording.captions
    )
    said = dict(zip(("duration_s", "width", "height"), facts, strict=True))
    said |= {"file": _stored(data, ending, folder), "size_bytes": len(data), "captions": timed}
    return msgspec.structs.replace(recording, poster=poster, **said)


def _captions(language: str) -> bytes:
    return captions.read(recordings.VTT.replace("open", f"open ({language})").encode()).encode()


def _picture(picture: Picture, folder: Path) -> Picture:
    seed = picture.renditions[0].file
    full = _rendition(seed, 640, "jpg", folder)
    made = (_rendition(seed, 480, "webp", folder), _rendition(seed, 640, "webp", folder), full)
    rights = {"credit": "EXO/Lind", "rights_holder": "EXO", "usage_terms": "News only"}
    return Picture(renditions=made, full=full, alt=picture.alt, caption=picture.caption, **rights)


def _rendition(seed: str, width: int, extension: str, folder: Path) -> Rendition:
    colour = hashlib.sha256(seed.encode()).digest()
    data, height = io.BytesIO(), width * 5 // 8
    form = {"jpg": "JPEG", "webp": "WEBP"}[extension]
    Image.new("RGB", (width, height), tuple(colour[:3])).save(data, form, quality=50)
    name = _stored(data.getvalue(), extension, folder)
    kind = {"jpg": "image/jpeg", "webp": "image/webp"}[extension]
    return Rendition(file=name, type=kind, width=width, height=height, size_bytes=len(data.getvalue()))


def _stored(data: bytes, extension: str, folder: Path) -> str:
    name = f"{hashlib.sha256(data).hexdigest()}.{extension}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return name
