"""The table of checks: a new one is a module in ``checks`` and a row here."""

import datetime as dt
from dataclasses import dataclass

from dateline.newsroom.desk.checks import (
    acronyms,
    dateline_day,
    days,
    duplicates,
    ease,
    embargo,
    facts,
    figures,
    headline,
    lead,
    links,
    ordinals,
    people,
    pictures,
    recordings,
    spellings,
    untranslated,
)
from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity

CHECKS: tuple[Check, ...] = (
    headline.CHECK,
    lead.CHECK,
    dateline_day.CHECK,
    facts.CHECK,
    pictures.CHECK,
    recordings.CHECK,
    links.CHECK,
    embargo.CHECK,
    figures.CHECK,
    days.CHECK,
    people.CHECK,
    untranslated.CHECK,
    duplicates.CHECK,
    spellings.CHECK,
    ordinals.CHECK,
    acronyms.CHECK,
    ease.CHECK,
)

_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Found:
    """A finding and the check it comes from."""

    check: Check
    finding: Finding

    @property
    def severity(self) -> Severity:
        """Return how much it weighs."""
        return self.finding.severity or self.check.severity

    @property
    def key(self) -> tuple[str, str]:
        """Return what a dismissal names: check and digest of the passage."""
        return self.check.key, self.finding.digest


def examine(galley: Galley, *, at: dt.datetime) -> list[Found]:
    """Return what all checks find in a galley: the gravest first, then in the order of the table and the text."""
    found = [Found(check, finding) for check in CHECKS for finding in check.find(galley, at)]
    return sorted(found, key=lambda one: _ORDER[one.severity])
