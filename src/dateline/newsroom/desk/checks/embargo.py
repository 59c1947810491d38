"""Words of an embargo in a text that has none."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity, at

_PHRASES = {
    "en": (
        r"embargoed",
        r"under embargo",
        r"(?<!arms )(?<!trade )(?<!oil )(?<!weapons )embargo(?: until|:| lifts| ends)",
        r"not for (?:publication|release|broadcast|use) (?:before|until)",
        r"(?:do not|not to be) (?:publish|release|use)d? before",
        r"hold for release",
    ),
    "fr": (
        r"sous embargo",
        r"embargo(?: jusqu|\s?:| levé)",
        r"ne pas (?:publier|diffuser|utiliser) avant",
        r"diffusion interdite avant",
    ),
    "ru": (
        r"под эмбарго",
        r"(?<!оружие )эмбарго(?: до|:)",
        r"не публиковать (?:до|ранее|раньше)",
        r"публикация (?:разрешена|запрещена) (?:после|до)",
    ),
    "ar": (
        r"محظور(?:ة)? (?:من )?النشر",
        r"حظر (?:ال)?نشر (?:حتى|قبل)",
        r"ي[ُ]?حظر النشر",
        r"لا ي[ُ]?نشر (?:قبل|حتى)",
        r"غير قابل للنشر (?:قبل|حتى)",
    ),
    "de": (r"sperrfrist", r"nicht vor dem .{4,20} veröffentlichen"),
}
_ANY = re.compile("|".join(f"(?:{phrase})" for phrases in _PHRASES.values() for phrase in phrases), re.IGNORECASE)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look for phrases of all languages: they are left over from a form as often as written."""
    if galley.has_embargo:
        return
    for passage in galley.passages:
        for match in _ANY.finditer(passage.text):
            yield at(
                passage,
                *match.span(),
                _("“%(words)s” speaks of an embargo, and this text has none: it goes public at once."),
                values={"words": match[0]},
            )


CHECK = Check(
    key="embargo",
    severity=Severity.ERROR,
    title=_("Words of an embargo"),
    explains=_("Looks for words of an embargo in a text without one, such as “not for release before”."),
    find=find,
    languages=frozenset(_PHRASES),
)
