"""The report of the desk check on a text, dismissals of findings, and the gate before an approval."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dateline.newsroom.desk.checks.galley import IsReachable, build_galley
from dateline.newsroom.desk.checks.registry import CheckFinding, run_checks
from dateline.newsroom.desk.checks.types import Severity
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, PassageChangedError, UncheckedError
from dateline.newsroom.desk.models import Dismissal, ReleasePage, User


@dataclass(frozen=True)
class Report:
    """The findings of the desk check on one text.

    Attributes:
        open: findings that nobody has dismissed, the most severe first.
        dismissed: the others, each with its dismissal.
    """

    open: tuple[CheckFinding, ...]
    dismissed: tuple[tuple[CheckFinding, Dismissal], ...]

    def blocking(self) -> list[CheckFinding]:
        """Return the open findings that block approval."""
        return [found for found in self.open if found.severity is Severity.ERROR]


def check_text(text: ReleasePage, *, at: dt.datetime, is_reachable: IsReachable | None = None) -> Report:
    """Run all checks on the latest draft of a text.

    Raises:
        IncompleteError, FileRefusedError: something that the text names does not exist any more.
    """
    dismissals = {(one.key, one.digest): one for one in Dismissal.objects.filter(text=text).select_related("by")}
    found = run_checks(build_galley(text, at=at, is_reachable=is_reachable), at=at)
    return Report(
        open=tuple(one for one in found if one.key not in dismissals),
        dismissed=tuple((one, dismissals[one.key]) for one in found if one.key in dismissals),
    )


def require_clean(texts: ReleasePage | Iterable[ReleasePage], *, at: dt.datetime) -> None:
    """Refuse texts with open findings that block approval.

    Raises:
        UncheckedError: a text has such findings; the message names them.
        IncompleteError, FileRefusedError: something that a text names does not exist any more.
    """
    for text in [texts] if isinstance(texts, ReleasePage) else texts:
        blocking = check_text(text, at=at).blocking()
        if blocking:
            raise UncheckedError(str(text), [found.finding.sentence for found in blocking])


def dismiss(
    text: ReleasePage,
    key: tuple[str, str],
    reason: str,
    *,
    by: User,
    at: dt.datetime,
    is_reachable: IsReachable | None = None,
) -> Dismissal:
    """Dismiss a finding as a false alarm until its passage changes.

    Args:
        text: the text with the finding.
        key: check and digest of the passage.
        reason: why it is a false alarm, for later readers.
        by: the person who dismisses it.
        at: this moment, aware, UTC.
        is_reachable: tries links to other sites; needed to dismiss a finding about one.

    Raises:
        NotAllowedError: the person may not edit the text.
        IncompleteError: the reason is empty.
        PassageChangedError: the text has no such open finding any more.
    """
    require_edit_right(text, by)
    if not reason.strip():
        raise IncompleteError(_("Explain in one sentence why this is a false alarm."))
    if key not in {found.key for found in check_text(text, at=at, is_reachable=is_reachable).open}:
        raise PassageChangedError
    facts = {"reason": reason.strip()[:500], "by": by, "dismissed_at": at}
    made, _new = Dismissal.objects.update_or_create(text=text, key=key[0], digest=key[1], defaults=facts)
    return made


def undo_dismissal(text: ReleasePage, key: tuple[str, str], *, by: User) -> None:
    """Reopen a dismissed finding; without a dismissal nothing changes.

    Raises:
        NotAllowedError: the person may not edit the text.
    """
    require_edit_right(text, by)
    Dismissal.objects.filter(text=text, key=key[0], digest=key[1]).delete()


def require_edit_right(text: ReleasePage, by: User) -> None:
    """Check that somebody may edit a text.

    Raises:
        NotAllowedError: the person may not edit the text.
    """
    if not text.permissions_for_user(by).can_edit():
        raise NotAllowedError(str(text))
