"""Office, topic, contact, kind: what lists and journalists look for."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dateline.editions.edition import Edition
from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity


@dataclass(frozen=True)
class Demand:
    """A fact an edition should have: in which field, how much it weighs, what is said where it is missing."""

    field: str
    fact: Callable[[Edition], object]
    severity: Severity
    says: object


DEMANDS = (
    Demand("kind", lambda edition: edition.kind, Severity.ERROR, _("The release has no kind.")),
    Demand("offices", lambda edition: edition.offices, Severity.WARNING, _("The release has no office.")),
    Demand("topics", lambda edition: edition.topics, Severity.WARNING, _("The release has no topic.")),
    Demand("contacts", lambda edition: edition.contacts, Severity.WARNING, _("The text has no press contact.")),
)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Name what is missing."""
    for demand in DEMANDS:
        if not demand.fact(galley.edition):
            yield Finding(says=demand.says, field=demand.field, severity=demand.severity)


CHECK = Check(
    key="facts",
    severity=Severity.ERROR,
    title=_("Kind, office, topic, contact"),
    explains=_("Without them a release is missing from the lists it belongs to, and nobody knows whom to call."),
    find=find,
)
