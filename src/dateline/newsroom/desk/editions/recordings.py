"""Converts a recording of the library to the recording of an edition."""

import re

from dateline.editions import parts
from dateline.editions.parts import Picture
from dateline.newsroom.desk.editions.files import Files
from dateline.newsroom.desk.models import Recording
from dateline.newsroom.desk.models.body import provider_of
from dateline.text.languages import best, pick

_BETWEEN = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def part(
    recording: Recording, language: str, files: Files, *, poster: Picture | None, caption: str = ""
) -> parts.Recording:
    """Return a recording as readers of ``language`` get it.

    The transcript is the one in that language, else the best other, marked as such; captions come in all languages.
    """
    transcripts = {one.language: one for one in recording.transcripts.all()}
    spoken = best(language, transcripts) if transcripts else ""
    made = files.recordings[recording.pk] if recording.file else None
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
            parts.Captions(language=tag, file=files.captions[one.pk].file)
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


def _paragraphs(text: str) -> str:
    """Return text as typed into a form with exactly one empty line between paragraphs."""
    return _BETWEEN.sub("\n\n", text.replace("\r\n", "\n").strip())
