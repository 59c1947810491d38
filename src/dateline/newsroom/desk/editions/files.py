"""The public files of a text: made before its edition is built, because that takes time and writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.editions.parts import Rendition
from dateline.newsroom.desk.editions import originals, pictures
from dateline.newsroom.desk.models import NewsImage, PublicFile, Recording, ReleasePage


@dataclass(frozen=True)
class Files:
    """Public files by the key of what they were made of: pictures, attachments, recordings, transcripts."""

    renditions: Mapping[int, tuple[Rendition, ...]] = field(default_factory=dict)
    full: Mapping[int, Rendition] = field(default_factory=dict)
    attachments: Mapping[int, PublicFile] = field(default_factory=dict)
    recordings: Mapping[int, PublicFile] = field(default_factory=dict)
    captions: Mapping[int, PublicFile] = field(default_factory=dict)


NO_FILES = Files()


def prepare_files(text: ReleasePage) -> Files:
    """Make the public files that a text needs and that are missing; return all of them.

    Raises:
        FileRefusedError: an original is missing or cannot be read.
    """
    return _files(text, make=True)


def stored_files(text: ReleasePage) -> Files:
    """Return the public files that a text needs; nothing is written.

    Raises:
        FileNotMadeError: a public file is missing.
        FileRefusedError: an original is missing or cannot be read.
    """
    return _files(text, make=False)


def _files(text: ReleasePage, *, make: bool) -> Files:
    shown = images(text)
    played = [recording for recording in recordings_of(text) if recording.file]
    transcripts = [one for recording in played for one in recording.transcripts.all() if one.captions]
    return Files(
        renditions={image.pk: pictures.renditions(image, make=make) for image in shown},
        full={image.pk: pictures.full(image, make=make) for image in shown},
        attachments={one.pk: originals.attachment(one, make=make) for one in _chosen(text, "download", "attachment")},
        recordings={one.pk: originals.recording(one, make=make) for one in played},
        captions={one.pk: originals.captions(one, make=make) for one in transcripts},
    )


def images(text: ReleasePage) -> list[NewsImage]:
    """Return the pictures a text names, the one of the lists first, posters of recordings last."""
    leading = [text.picture] if text.picture else []
    posters = [recording.poster for recording in recordings_of(text) if recording.poster]
    return leading + _chosen(text, "figure", "picture") + posters


def recordings_of(text: ReleasePage) -> list[Recording]:
    """Return the recordings a text names."""
    return _chosen(text, "recording", "recording")


def _chosen(text: ReleasePage, block_type: str, name: str) -> list[Any]:
    return [block.value[name] for block in text.body if block.block_type == block_type and block.value[name]]
