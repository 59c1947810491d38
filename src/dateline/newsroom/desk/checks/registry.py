"""The registry of checks: a new check is a function in this package and a row here."""

import datetime as dt
from dataclasses import dataclass

from dateline.newsroom.desk.checks import (
    acronyms,
    dateline_day,
    duplicates,
    ease,
    embargo,
    facts,
    headline,
    lead,
    links,
    ordinals,
    people,
    pictures,
    recordings,
    spellings,
    translated_values,
    untranslated,
)
from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity

CHECKS: tuple[Check, ...] = (
    headline.CHECK,
    lead.CHECK,
    dateline_day.CHECK,
    facts.CHECK,
    pictures.CHECK,
    recordings.CHECK,
    links.CHECK,
    embargo.CHECK,
    translated_values.NUMBERS,
    translated_values.DAYS,
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
class CheckFinding:
    """A finding and the check that made it."""

    check: Check
    finding: Finding

    @property
    def severity(self) -> Severity:
        """Return the severity of the finding, or else of its check."""
        return self.finding.severity or self.check.severity

    @property
    def key(self) -> tuple[str, str]:
        """Return the key of a dismissal: check and digest of the passage."""
        return self.check.key, self.finding.digest


def run_checks(galley: Galley, *, at: dt.datetime) -> list[CheckFinding]:
    """Run all checks on a galley; the most severe findings come first, then the order of registry and text."""
    found = [CheckFinding(check, finding) for check in CHECKS for finding in check.find(galley, at)]
    return sorted(found, key=lambda one: _ORDER[one.severity])
