"""Public files that are copies of what was uploaded: attachments, recordings, captions."""

import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from dateline.newsroom.desk.editions.pictures import record, store, store_file, stored
from dateline.newsroom.desk.errors import FileNotMadeError, FileRefusedError
from dateline.newsroom.desk.models import Attachment, PublicFile, Recording, Transcript
from dateline.newsroom.desk.models.recordings import CAPTIONS_SOURCE


def attachment(document: Attachment, *, make: bool = True) -> PublicFile:
    """Return the public file of an attachment, its bytes as uploaded; made once.

    Raises:
        FileNotMadeError: the public file is missing and ``make`` is not set.
        FileRefusedError: the original is missing or cannot be read.
    """
    try:
        source = document.get_file_hash()
        known = _known(source, "as-is", make=make)
        if known is not None:
            return known
        with document.open_file() as file:
            data: bytes = file.read()
    except OSError as error:
        raise _unreadable(document.title) from error
    extension = Path(document.file.name).suffix.lower().lstrip(".") or "bin"
    facts = {"type": document.content_type or "application/octet-stream", "size_bytes": len(data)}
    return record(source, "as-is", {"file": store(data, extension), **facts})


def recording(original: Recording, *, make: bool = True) -> PublicFile:
    """Return the public file of a recording, its bytes as uploaded; made once.

    Raises:
        FileNotMadeError: the public file is missing and ``make`` is not set.
        FileRefusedError: the original is missing or cannot be read.
    """
    known = _known(original.file_hash, original.ending, make=make)
    if known is not None:
        return known
    try:
        with original.file.storage.open(str(original.file.name)) as file:
            name = store_file(file, original.ending)
    except OSError as error:
        raise _unreadable(original.title) from error
    facts = {"file": name, "type": original.type, "size_bytes": original.size_bytes}
    return record(original.file_hash, original.ending, facts)


def captions(transcript: Transcript, *, make: bool = True) -> PublicFile:
    """Return the public file of the captions of a transcript; made once.

    Raises:
        FileNotMadeError: the public file is missing and ``make`` is not set.
    """
    data = transcript.captions.encode()
    source, recipe = f"{CAPTIONS_SOURCE}{transcript.recording_id}", hashlib.sha256(data).hexdigest()[:40]
    known = _known(source, recipe, make=make)
    if known is not None:
        return known
    return record(source, recipe, {"file": store(data, "vtt"), "type": "text/vtt", "size_bytes": len(data)})


def _known(source: str, recipe: str, *, make: bool) -> PublicFile | None:
    """Return the row of a file; None where the file has to be made."""
    row = PublicFile.objects.filter(source=source, recipe=recipe).first()
    if row is not None and (not make or stored(row.file).exists()):
        return row
    if not make:
        raise FileNotMadeError(source, recipe)
    return None


def _unreadable(title: str) -> FileRefusedError:
    message = _("The file of “%(title)s” is missing or cannot be read. Upload it again.")
    return FileRefusedError(message % {"title": title})
