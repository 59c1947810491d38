"""Pictures without alternative text, credit or usage rights.

A requirement is a row: a fact that a picture needs, its severity, and the message where it is missing.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dateline.editions.parts import Picture
from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity


@dataclass(frozen=True)
class Requirement:
    """A fact that a picture needs; ``name`` identifies the requirement in dismissals."""

    name: str
    fact: Callable[[Picture], str]
    severity: Severity
    message: object


REQUIREMENTS = (
    Requirement(
        "alt", lambda picture: picture.alt, Severity.ERROR, _("A picture has no alternative text in this language.")
    ),
    Requirement("credit", lambda picture: picture.credit, Severity.WARNING, _("A picture has no credit.")),
    Requirement(
        "rights",
        lambda picture: picture.rights_holder or picture.usage_terms,
        Severity.WARNING,
        _("A picture has neither a rights holder nor usage terms, so nobody knows who may use it."),
    ),
)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Check each picture, the one for lists first."""
    for field, picture in galley.pictures():
        file = picture.renditions[-1].file if picture.renditions else ""
        for requirement in REQUIREMENTS:
            if not requirement.fact(picture).strip():
                yield Finding(
                    message=requirement.message,
                    field=field,
                    severity=requirement.severity,
                    about=f"{file} {requirement.name}",
                )


CHECK = Check(
    key="pictures",
    severity=Severity.ERROR,
    title=_("Pictures"),
    explains=_("Each picture needs an alternative text for those who cannot see it, and a credit."),
    find=find,
)
