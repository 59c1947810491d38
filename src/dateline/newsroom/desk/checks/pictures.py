"""Pictures: what they say to those who do not see them, and who made them.

A demand is a row: a fact a picture must have, how much it weighs, and what is said where it is missing.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dateline.editions.parts import Picture
from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity


@dataclass(frozen=True)
class Demand:
    """A fact that a picture must have; ``name`` tells demands apart in every language."""

    name: str
    fact: Callable[[Picture], str]
    severity: Severity
    says: object


DEMANDS = (
    Demand(
        "alt", lambda picture: picture.alt, Severity.ERROR, _("A picture has no alternative text in this language.")
    ),
    Demand("credit", lambda picture: picture.credit, Severity.WARNING, _("A picture has no credit.")),
    Demand(
        "rights",
        lambda picture: picture.rights_holder or picture.usage_terms,
        Severity.WARNING,
        _("Nothing says who may use a picture: it has neither a rights holder nor usage terms."),
    ),
)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Look at each picture, the one for lists first."""
    for field, picture in galley.pictures():
        file = picture.renditions[-1].file if picture.renditions else ""
        for demand in DEMANDS:
            if not demand.fact(picture).strip():
                yield Finding(says=demand.says, field=field, severity=demand.severity, about=f"{file} {demand.name}")


CHECK = Check(
    key="pictures",
    severity=Severity.ERROR,
    title=_("Pictures"),
    explains=_("Each picture needs an alternative text for those who do not see it, and the name of who made it."),
    find=find,
)
