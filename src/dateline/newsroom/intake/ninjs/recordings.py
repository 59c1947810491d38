"""Recordings that documents of ours bring: into the library, with what is said in them in every language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File as Content

from dateline.newsroom.desk.errors import FileRefusedError
from dateline.newsroom.desk.fields import MAX_CAPTIONS_BYTES
from dateline.newsroom.desk.library import captions
from dateline.newsroom.desk.models import NewsImage, Office, Recording, Transcript
from dateline.newsroom.intake.errors import NotFetchedError
from dateline.newsroom.intake.ninjs.items import File, Played
from dateline.newsroom.intake.ninjs.media import Media, name_of, shelf_of


def made(played: Played, media: Media, office: Office | None, poster: NewsImage | None) -> Recording:
    """Return a new recording of the library, without transcripts.

    Raises:
        NotFetchedError: its file cannot be had.
        FileRefusedError: it is nothing that every browser plays, or at a provider that is not allowed.
    """
    recording = Recording(
        title=played.title[:255],
        url=played.url,
        sort=played.sort,
        collection_id=shelf_of(office),
        poster=poster,
        credit=played.credit[:200],
        rights_holder=played.rights_holder[:200],
        usage_terms=played.usage_terms[:1000],
        expires_on=played.expires_on,
    )
    if played.file is None:
        return _saved(recording)
    with media.copy(played.file, settings.RECORDING_MAX_BYTES) as copy:
        recording.file = Content(copy, name=name_of(played.file.href))
        return _saved(recording)


def _saved(recording: Recording) -> Recording:
    try:
        recording.full_clean(exclude=["collection", "uploaded_by_user"])
    except ValidationError as error:
        raise FileRefusedError(" ".join(error.messages)) from error
    recording.save()
    return recording


def tell(recording: Recording, played: Played, language: str, media: Media) -> list[str]:
    """Add what a document in a language says of a recording; return what cannot come along, without stops."""
    if played.caption and language not in recording.caption:
        recording.caption[language] = played.caption
        Recording.objects.filter(pk=recording.pk).update(caption=recording.caption)
    known = {one.language: one for one in recording.transcripts.all()}
    remarks = _say(recording, known, played)
    for file in played.captions:
        there = known.get(file.language)
        if there is None or not there.captions:
            try:
                _write(recording, known, file.language, captions=_timed(file, media))
            except (NotFetchedError, FileRefusedError) as error:
                reason = error.reason if isinstance(error, NotFetchedError) else str(error)
                remarks.append(f"captions of “{played.title[:80]}” are left out: {file.href}: {reason}")
    return remarks


def _say(recording: Recording, known: dict[str, Transcript], played: Played) -> list[str]:
    if not played.transcript:
        return []
    there = known.get(played.transcript_language)
    if there is None or not there.text:
        _write(recording, known, played.transcript_language, text=played.transcript)
    elif there.text != played.transcript:
        return [f"its transcript of “{played.title[:80]}” is another one than an earlier text brought, which stays"]
    return []


def _write(recording: Recording, known: dict[str, Transcript], language: str, **said: str) -> None:
    known[language], _new = Transcript.objects.update_or_create(
        recording=recording, language=language[:35], defaults=said
    )


def _timed(file: File, media: Media) -> str:
    try:
        return captions.read(media.data(file, MAX_CAPTIONS_BYTES))
    except captions.NotCaptionsError as error:
        message = "they are no captions"
        raise FileRefusedError(message) from error
