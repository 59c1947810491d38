"""Recordings without transcript, captions, credit or usage rights.

A requirement is a row, as for pictures. Transcript and captions must be in the language of the text.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dateline.editions.parts import Recording
from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity
from dateline.text.words import base_language


@dataclass(frozen=True)
class Requirement:
    """What must hold for a recording in a language; ``name`` identifies the requirement in dismissals."""

    name: str
    holds: Callable[[Recording, str], bool]
    severity: Severity
    message: object


def _has_transcript(recording: Recording, language: str) -> bool:
    return bool(recording.transcript.strip()) and base_language(recording.transcript_language) == language


def _has_captions(recording: Recording, language: str) -> bool:
    needs_them = recording.sort == "video" and bool(recording.file)
    return not needs_them or any(base_language(one.language) == language for one in recording.captions)


REQUIREMENTS = (
    Requirement(
        "transcript",
        _has_transcript,
        Severity.ERROR,
        _("The recording “%(title)s” has no transcript in this language."),
    ),
    Requirement(
        "captions", _has_captions, Severity.WARNING, _("The video “%(title)s” has no captions in this language.")
    ),
    Requirement("credit", lambda one, _language: bool(one.credit), Severity.WARNING, _("A recording has no credit.")),
    Requirement(
        "rights",
        lambda one, _language: bool(one.rights_holder or one.usage_terms),
        Severity.WARNING,
        _("A recording has neither a rights holder nor usage terms, so nobody knows who may use it."),
    ),
)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Check each recording."""
    for field, recording in galley.recordings():
        about = recording.file or recording.url
        for requirement in REQUIREMENTS:
            if not requirement.holds(recording, galley.language):
                yield Finding(
                    message=requirement.message,
                    field=field,
                    values={"title": recording.title},
                    severity=requirement.severity,
                    about=f"{about} {requirement.name}",
                )


CHECK = Check(
    key="recordings",
    severity=Severity.ERROR,
    title=_("Video and sound"),
    explains=_(
        "Each video and each sound needs a credit and a transcript in the language of the text, for those who cannot "
        "hear it. A video also needs captions."
    ),
    find=find,
)
