"""Dead links."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.checks.types import Check, Finding, Galley, Severity, finding_in
from dateline.newsroom.desk.language.passages import Passage

INTERNAL = _("“%(words)s” links to a release that readers cannot open.")
EXTERNAL = _("“%(words)s” links to %(target)s, which does not answer.")


def find(galley: Galley, _at: dt.datetime) -> Iterator[Finding]:
    """Report dead links; ``galley`` has tried them."""
    by_field = {passage.field: passage for passage in galley.passages}
    for link in galley.links:
        if not link.is_dead:
            continue
        passage = by_field.get(link.field, Passage(link.field, link.words))
        start = max(0, passage.text.find(link.words))
        is_external = link.target.startswith(("http://", "https://"))
        yield finding_in(
            passage,
            start,
            start + len(link.words),
            EXTERNAL if is_external else INTERNAL,
            values={"words": link.words, "target": link.target},
            severity=Severity.WARNING if is_external else Severity.ERROR,
            about=link.target,
        )


CHECK = Check(
    key="links",
    severity=Severity.ERROR,
    title=_("Links"),
    explains=_(
        "A link to a release that is not public leads readers nowhere. Links to other sites are checked only if the "
        "newsroom has switched this on."
    ),
    find=find,
)
