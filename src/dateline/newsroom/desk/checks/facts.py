"""Releases without kind, office, topic or press contact."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dateline.editions.edition import Edition
from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity


@dataclass(frozen=True)
class Requirement:
    """A fact that an edition should have: its field, severity, and the message where it is missing."""

    field: str
    fact: Callable[[Edition], object]
    severity: Severity
    message: object


REQUIREMENTS = (
    Requirement("kind", lambda edition: edition.kind, Severity.ERROR, _("The release has no kind.")),
    Requirement("offices", lambda edition: edition.offices, Severity.WARNING, _("The release has no office.")),
    Requirement("topics", lambda edition: edition.topics, Severity.WARNING, _("The release has no topic.")),
    Requirement("contacts", lambda edition: edition.contacts, Severity.WARNING, _("The text has no press contact.")),
)


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Report each missing fact."""
    for requirement in REQUIREMENTS:
        if not requirement.fact(galley.edition):
            yield Finding(message=requirement.message, field=requirement.field, severity=requirement.severity)


CHECK = Check(
    key="facts",
    severity=Severity.ERROR,
    title=_("Kind, office, topic, contact"),
    explains=_("Without them a release is missing from the lists it belongs to, and nobody knows whom to call."),
    find=find,
)
