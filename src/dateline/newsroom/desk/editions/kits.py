"""The media kit of an edition: a ZIP of its texts, pictures and recordings with their rights.

A kit is made when its edition is published, from the edition alone. The edition names it, so both become public and are
removed together.
"""

import zipfile
from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import PurePosixPath

import msgspec
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Download, Embed, Figure, MediaKit, Picture, Quote, Recording, Text
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.models import PublicFile
from dateline.text.html import to_plain_text
from dateline.text.languages import INTERFACE, direction

RECIPE = "kit"
"""Prefix of the recipe of a kit among the public files. Its source is the release, so an erasure finds it."""

MAX_RECORDINGS_BYTES = 50_000_000
"""Limit for all recordings in a kit together, because publication waits for the kit. Others are only on the page."""

# the earliest moment that a ZIP can state; a fixed one, so that the same edition gives the same bytes
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_ON_UNIX = 3
_PAGE = (
    '<!doctype html>\n<html lang="{language}" dir="{direction}">\n<meta charset="utf-8">\n<title>{headline}</title>\n'
    "<h1>{headline}</h1>\n{rest}\n</html>\n"
)


def with_kit(edition: Edition) -> Edition:
    """Return the edition with its media kit, whose file is made and waits in the private store.

    Raises:
        FileRefusedError: the file of a picture or recording is missing.
    """
    data = zipped(edition)
    file = pictures.store(data, "zip")
    facts = {"file": file, "type": "application/zip", "size_bytes": len(data)}
    recipe = f"{RECIPE} {edition.version} {edition.language}"[:40]
    PublicFile.objects.update_or_create(source=edition.release, recipe=recipe, defaults=facts)
    return msgspec.structs.replace(edition, media_kit=MediaKit(file=file, size_bytes=len(data)))


def zipped(edition: Edition) -> bytes:
    """Return the bytes of the kit: ``text.txt``, ``text.html``, ``rights.txt``, ``images/`` and ``recordings/``.

    The same edition always gives the same bytes: nothing is compressed, and the kit contains no time of its making.
    """
    with translation.override(edition.language if edition.language in INTERFACE else "en"):
        members = {"text.txt": _plain(edition), "text.html": _page(edition), "rights.txt": _rights(edition)}
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as kit:
        for name, text in members.items():
            kit.writestr(_member(name), text.encode())
        for name, picture in _images(edition).items():
            kit.writestr(_member(name), _bytes_of(_file(picture)))
        for name, file in _recorded(edition).items():
            kit.writestr(_member(name), _bytes_of(file))
    return data.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _SAME_MOMENT)
    member.external_attr, member.create_system = _READABLE, _ON_UNIX
    return member


def _images(edition: Edition) -> dict[str, Picture]:
    """Return the pictures by their name in the kit, in the order of the page, each file once."""
    found: dict[str, Picture] = {}
    for picture in edition.pictures():
        if _file(picture) not in {_file(other) for other in found.values()}:
            found[f"images/{len(found) + 1:02}{PurePosixPath(_file(picture)).suffix}"] = picture
    return found


def _file(picture: Picture) -> str:
    return (picture.full or picture.renditions[-1]).file


def _recordings(edition: Edition) -> dict[str, Recording]:
    """Return the recordings that go into the kit by their name there, without its ending, in the order of the page."""
    found: dict[str, Recording] = {}
    left = MAX_RECORDINGS_BYTES
    for recording in edition.recordings():
        is_new = recording.file and recording.file not in {other.file for other in found.values()}
        if is_new and recording.size_bytes <= left:
            found[f"recordings/{len(found) + 1:02}"] = recording
            left -= recording.size_bytes
    return found


def _recorded(edition: Edition) -> dict[str, str]:
    """Return the files of recordings and their captions, by their name in the kit."""
    files: dict[str, str] = {}
    for name, recording in _recordings(edition).items():
        files[name + PurePosixPath(recording.file).suffix] = recording.file
        files |= {f"{name}.{one.language}.vtt": one.file for one in recording.captions}
    return files


def _bytes_of(file: str) -> bytes:
    try:
        return pictures.stored(file).read_bytes()
    except OSError as error:
        message = _("A file is missing, so the media kit cannot be made. Open the text and try again.")
        raise FileRefusedError(message) from error


def _plain(edition: Edition) -> str:
    body = (_in_words(block) for block in edition.body)
    after = (to_plain_text(edition.notes), to_plain_text(edition.boilerplate), *_contacts(edition))
    parts = [edition.headline, _line(edition), edition.lead, *body, *after]
    return "\n\n".join(part for part in parts if part) + "\n"


def _line(edition: Edition) -> str:
    """Return the line with place and day of filing, and the number of the release."""
    filed = edition.dateline.on if edition.dateline and edition.dateline.on else edition.published_at.date()
    places = edition.dateline.places if edition.dateline else ()
    return ", ".join([*places, date_format(filed, "DATE_FORMAT"), f"№ {edition.number}"])


def _contacts(edition: Edition) -> Iterator[str]:
    for contact in edition.contacts:
        yield ", ".join(part for part in (contact.name, contact.role, contact.email, contact.phone) if part)


def _in_words(block: Block) -> str:
    match block:
        case Text():
            return to_plain_text(block.html)
        case Figure():
            description = block.picture.caption or block.picture.alt
            return f"[{description}]" if description else ""
        case Quote():
            return f"{block.text}\n{_speaker(block)}".strip()
        case Download():
            return block.title
        case Embed():
            return f"{block.title}: {block.url}"
        case Recording():
            heading = f"[{block.title}]" if block.file else f"[{block.title}: {block.url}]"
            return "\n\n".join(part for part in (heading, block.caption, block.transcript) if part)


def _speaker(quote: Quote) -> str:
    speaker = ", ".join(part for part in (quote.speaker, quote.role) if part)
    return f"— {speaker}" if speaker else ""


def _page(edition: Edition) -> str:
    names = {_file(picture): name for name, picture in _images(edition).items()}
    leading = _figure(edition.picture, names) if edition.picture else ""
    body = (_in_html(block, names) for block in edition.body)
    parts = [_paragraph(_line(edition)), _paragraph(edition.lead), leading, *body, edition.notes, edition.boilerplate]
    parts += [_paragraph(contact) for contact in _contacts(edition)]
    return _PAGE.format(
        language=escape(edition.language),
        direction=direction(edition.language),
        headline=escape(edition.headline),
        rest="\n".join(part for part in parts if part),
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _in_html(block: Block, names: dict[str, str]) -> str:
    match block:
        case Text():
            return block.html  # of the allowed list, as the edition has it
        case Figure():
            return _figure(block.picture, names)
        case Quote():
            return f"<blockquote>{_paragraph(block.text)}{_paragraph(_speaker(block))}</blockquote>"
        case Recording():
            return "\n".join(_paragraph(part) for part in _in_words(block).split("\n\n"))
        case _:
            return _paragraph(_in_words(block))


def _figure(picture: Picture, names: dict[str, str]) -> str:
    caption = escape(" ".join(part for part in (picture.caption, picture.credit) if part))
    image = f'<img src="{names[_file(picture)]}" alt="{escape(picture.alt)}">'
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _rights(edition: Edition) -> str:
    """Return credit, rights and terms of pictures and recordings, one paragraph for each."""
    blocks = [_rights_of(name, picture) for name, picture in _images(edition).items()]
    paragraphs = [_("Pictures and who may use them"), *(blocks or [_("There are no pictures.")])]
    if recordings := [one for one in edition.recordings() if one.file]:
        names = {one.file: name + PurePosixPath(one.file).suffix for name, one in _recordings(edition).items()}
        absent = _("“%(title)s” (too large for this kit: see the page of the release)")
        named = {one.file: names.get(one.file) or absent % {"title": one.title} for one in recordings}
        paragraphs += [_("Recordings and who may use them"), *(_rights_of(named[one.file], one) for one in recordings)]
    return "\n\n".join(paragraphs) + "\n"


def _rights_of(name: str, thing: Picture | Recording) -> str:
    until = date_format(thing.expires_on, "DATE_FORMAT") if thing.expires_on else _("without end")
    facts = {
        _("Caption"): thing.caption,
        _("Alternative text"): thing.alt if isinstance(thing, Picture) else "",
        _("Credit"): thing.credit,
        _("Rights holder"): thing.rights_holder,
        _("Usage terms"): thing.usage_terms or _("not stated: ask the press contact"),
        _("Last day of use"): until,
    }
    return "\n".join(
        [name, *(f"{_('%(label)s:') % {'label': label}} {value}" for label, value in facts.items() if value)]
    )
