"""The parts of an edition."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value inside an edition; unknown fields are an error, so that nothing is dropped silently."""


class Ref(Part, frozen=True, kw_only=True):
    """An office, topic or kind with its name at the moment of publication, in the edition's language."""

    slug: str
    name: str


class Dateline(Part, frozen=True, kw_only=True):
    """Where and when a release was filed. The newsroom's house style for each language makes the text line from it.

    Attributes:
        places: as written by the author, in the edition's language; may be empty.
        on: the day of filing; None where only places are known.
    """

    places: tuple[str, ...] = ()
    on: dt.date | None = None


class Contact(Part, frozen=True, kw_only=True):
    """A press contact; any field may be empty, not all of them.

    Attributes:
        language: of the words, for readers of it; unset in editions, whose words are in their own language.
    """

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    language: str | UnsetType = UNSET


class Rendition(Part, frozen=True, kw_only=True):
    """One file of a picture, in the public media folder under ``file``."""

    file: str
    type: str
    width: int
    height: int
    size_bytes: int


class Picture(Part, frozen=True, kw_only=True):
    """A picture. Its renditions are ordered from narrow to wide; every browser can show the last one.

    Attributes:
        full: file in full size, for print; None in editions of schema 1.
        rights_holder, usage_terms: who holds the rights, and who may use it, where and for what.
        expires_on: the last day on which others may publish it; None for no end.
    """

    renditions: tuple[Rendition, ...]
    full: Rendition | None = None
    alt: str
    caption: str = ""
    credit: str = ""
    rights_holder: str = ""
    usage_terms: str = ""
    expires_on: dt.date | None = None


class MediaKit(Part, frozen=True, kw_only=True):
    """A ZIP of the edition's texts and pictures with their rights, in the public media folder under ``file``."""

    file: str
    size_bytes: int


class Text(Part, tag="text", tag_field="is", frozen=True, kw_only=True):
    """Running text as HTML with allowed elements only (``text.html``)."""

    html: str


class Figure(Part, tag="figure", tag_field="is", frozen=True, kw_only=True):
    """A picture inside the body."""

    picture: Picture


class Quote(Part, tag="quote", tag_field="is", frozen=True, kw_only=True):
    """A block quotation, plain text."""

    text: str
    speaker: str = ""
    role: str = ""


class Download(Part, tag="download", tag_field="is", frozen=True, kw_only=True):
    """A file to download, in the public media folder under ``file``."""

    file: str
    title: str
    type: str
    size_bytes: int
    language: str = ""


class Embed(Part, tag="embed", tag_field="is", frozen=True, kw_only=True):
    """Content of an allowed provider; the page links to it and loads nothing from there by itself."""

    url: str
    title: str
    provider: str


class Captions(Part, frozen=True, kw_only=True):
    """Captions of a recording, as WebVTT in the public media folder under ``file``."""

    language: str
    file: str


class Recording(Part, tag="recording", tag_field="is", frozen=True, kw_only=True):
    """A video or an audio recording: a file in the public media folder, or content of an allowed provider.

    Attributes:
        file, type, size_bytes: of the file; empty where a provider has it.
        url, provider: of the provider; empty where there is a file.
        duration_s: whole seconds, at least 1; 0 where it is unknown.
        width, height: px; 0 for audio and where they are unknown.
        poster: picture shown before a video plays, or None.
        captions: at most one file per language.
        transcript: plain text with an empty line between paragraphs, in ``transcript_language``.
        expires_on: the last day on which others may publish it; None for no end.
    """

    sort: Literal["video", "audio"]
    title: str
    file: str = ""
    type: str = ""
    size_bytes: int = 0
    url: str = ""
    provider: str = ""
    duration_s: int = 0
    width: int = 0
    height: int = 0
    poster: Picture | None = None
    captions: tuple[Captions, ...] = ()
    transcript: str = ""
    transcript_language: str = ""
    caption: str = ""
    credit: str = ""
    rights_holder: str = ""
    usage_terms: str = ""
    expires_on: dt.date | None = None


Block = Text | Figure | Quote | Download | Embed | Recording
