"""From a recording of the library to what readers get of it."""

import hashlib
import re

from django.utils.translation import gettext as _

from dateline.editions import parts
from dateline.editions.parts import Picture
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.models import PublicFile, Recording, Transcript
from dateline.newsroom.desk.models.body import provider_of
from dateline.newsroom.desk.models.recordings import CAPTIONS_SOURCE
from dateline.text.languages import best, pick

_BETWEEN = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def part(recording: Recording, language: str, *, poster: Picture | None, caption: str = "") -> parts.Recording:
    """Return a recording as readers of ``language`` get it; its files are made where they are missing.

    The transcript is the one in that language, else the best other, marked as such; captions come in all languages.

    Raises:
        FileRefusedError: the original is gone or cannot be read.
    """
    transcripts = {one.language: one for one in recording.transcripts.all()}
    spoken = best(language, transcripts) if transcripts else ""
    made = public(recording) if recording.file else None
    return parts.Recording(
        sort="video" if recording.sort == Recording.Sort.VIDEO else "audio",
        title=recording.title,
        file=made.file if made else "",
        type=made.type if made else "",
        size_bytes=made.size_bytes if made else 0,
        url=recording.url,
        provider=provider_of(recording.url) or "" if recording.url else "",
        duration_s=recording.duration_s,
        width=recording.width,
        height=recording.height,
        poster=poster,
        captions=tuple(
            parts.Captions(language=tag, file=_captions(one).file)
            for tag, one in sorted(transcripts.items())
            if one.captions and made
        ),
        transcript=_paragraphs(transcripts[spoken].text) if spoken else "",
        transcript_language=spoken,
        caption=caption.strip() or pick(recording.caption, language),
        credit=recording.credit,
        rights_holder=recording.rights_holder.strip(),
        usage_terms=recording.usage_terms.strip(),
        expires_on=recording.expires_on,
    )


def public(recording: Recording) -> PublicFile:
    """Return the public file of a recording, its bytes as uploaded; made once.

    Raises:
        FileRefusedError: the original is gone or cannot be read.
    """
    found = PublicFile.objects.filter(source=recording.file_hash, recipe=recording.ending).first()
    if found is not None and pictures.stored(found.file).exists():
        return found
    try:
        with recording.file.storage.open(str(recording.file.name)) as file:
            name = pictures.store_file(file, recording.ending)
    except OSError as error:
        message = _("The file of “%(title)s” is missing or cannot be read. Upload it again.")
        raise FileRefusedError(message % {"title": recording.title}) from error
    facts = {"file": name, "type": recording.type, "size_bytes": recording.size_bytes}
    return pictures.record(recording.file_hash, recording.ending, facts)


def make_files(recording: Recording) -> None:
    """Make all files of a recording for the public, so that its transaction need not wait for them."""
    if recording.file:
        public(recording)
        for one in recording.transcripts.all():
            if one.captions:
                _captions(one)


def _paragraphs(text: str) -> str:
    """Return text as typed into a form with exactly one empty line between paragraphs."""
    return _BETWEEN.sub("\n\n", text.replace("\r\n", "\n").strip())


def _captions(transcript: Transcript) -> PublicFile:
    data = transcript.captions.encode()
    source = f"{CAPTIONS_SOURCE}{transcript.recording_id}"
    recipe = hashlib.sha256(data).hexdigest()[:40]
    found = PublicFile.objects.filter(source=source, recipe=recipe).first()
    if found is not None and pictures.stored(found.file).exists():
        return found
    return pictures.record(
        source, recipe, {"file": pictures.store(data, "vtt"), "type": "text/vtt", "size_bytes": len(data)}
    )
