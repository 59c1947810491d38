"""Import of recordings from documents of ours, with captions and transcripts in each language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File as Content

from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.fields import MAX_CAPTIONS_BYTES
from dateline.newsroom.desk.library import captions
from dateline.newsroom.desk.models import NewsImage, Office, Recording, Transcript
from dateline.newsroom.intake.errors import NotFetchedError
from dateline.newsroom.intake.ninjs.items import FilePart, RecordingPart
from dateline.newsroom.intake.ninjs.media import MediaImporter, name_of, shelf_of


def import_recording(
    part: RecordingPart, media: MediaImporter, office: Office | None, poster: NewsImage | None
) -> Recording:
    """Add a recording to the library, without transcripts, and return it.

    Raises:
        NotFetchedError: its file cannot be fetched.
        FileRefusedError: browsers cannot play the file, or its provider is not allowed.
    """
    recording = Recording(
        title=part.title[:255],
        url=part.url,
        sort=part.sort,
        collection_id=shelf_of(office),
        poster=poster,
        **part.rights,
    )
    if part.file is None:
        return _saved(recording)
    with media.copy(part.file, settings.RECORDING_MAX_BYTES) as copy:
        recording.file = Content(copy, name=name_of(part.file.href))
        return _saved(recording)


def _saved(recording: Recording) -> Recording:
    try:
        recording.full_clean(exclude=["collection", "uploaded_by_user"])
    except ValidationError as error:
        raise FileRefusedError(" ".join(error.messages)) from error
    recording.save()
    return recording


def add_language(recording: Recording, part: RecordingPart, language: str, media: MediaImporter) -> list[str]:
    """Add caption, captions and transcript of a document in a language; return remarks on what is left out."""
    if part.caption and language not in recording.caption:
        recording.caption[language] = part.caption
        Recording.objects.filter(pk=recording.pk).update(caption=recording.caption)
    known = {one.language: one for one in recording.transcripts.all()}
    remarks = _add_transcript(recording, known, part)
    for file in part.captions:
        existing = known.get(file.language)
        if existing is None or not existing.captions:
            try:
                _write(recording, known, file.language, captions=_captions(file, media))
            except (NotFetchedError, FileRefusedError) as error:
                reason = error.reason if isinstance(error, NotFetchedError) else str(error)
                remarks.append(f"captions of “{part.title[:80]}” are left out: {file.href}: {reason}")
    return remarks


def _add_transcript(recording: Recording, known: dict[str, Transcript], part: RecordingPart) -> list[str]:
    if not part.transcript:
        return []
    existing = known.get(part.transcript_language)
    if existing is None or not existing.text:
        _write(recording, known, part.transcript_language, text=part.transcript)
    elif existing.text != part.transcript:
        return [f"its transcript of “{part.title[:80]}” differs from the one of an earlier text, which stays"]
    return []


def _write(recording: Recording, known: dict[str, Transcript], language: str, **fields: str) -> None:
    known[language], _new = Transcript.objects.update_or_create(
        recording=recording, language=language[:35], defaults=fields
    )


def _captions(file: FilePart, media: MediaImporter) -> str:
    try:
        return captions.read(media.data(file, MAX_CAPTIONS_BYTES))
    except captions.NotCaptionsError as error:
        message = "they are not captions"
        raise FileRefusedError(message) from error
