"""An acronym that is never spelt out."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.values import Check, Finding, Galley, Severity, at
from dateline.newsroom.desk.wording.names import acronyms, is_spelt_out

_KNOWN = """
EU UN UNO USA US UK UNESCO UNICEF NATO WHO IMF GDP NGO NGOS AIDS HIV COVID DNA GPS FAQ PDF TV IT ID SMS VIP CEO
CHF EUR USD GBP GMT UTC CET CEST AM PM OK PHOTO NOTE
UE ONU OTAN OMS FMI ONG PIB VIH SIDA
НАТО ООН ЕС США СМИ ЮНЕСКО ВОЗ МВФ НПО ВВП ВИЧ СПИД РФ ТВ АЭС
"""
KNOWN = frozenset(_KNOWN.split())
"""What every reader knows, and currencies and zones."""


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Name each once, where it first stands."""
    text = "\n".join(passage.text for passage in galley.passages)
    known = KNOWN | galley.known
    for found in acronyms(galley.passages):
        if found.words in known:
            continue
        known |= {found.words}
        if not is_spelt_out(found.words, text):
            yield at(
                found.passage,
                found.start,
                found.end,
                _("“%(acronym)s” is never spelt out."),
                values={"acronym": found.words},
            )


CHECK = Check(
    key="acronyms",
    severity=Severity.HINT,
    title=_("Acronyms"),
    explains=_("An acronym is spelt out once, except those that everybody knows and the newsroom’s own."),
    find=find,
    languages=frozenset({"en", "fr", "ru"}),
)
