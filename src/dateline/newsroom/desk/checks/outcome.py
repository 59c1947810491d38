"""What stands against a text: findings, those dismissed set apart; and the gate that asks for none that block."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dateline.newsroom.desk.checks.galleys import Answers, galley
from dateline.newsroom.desk.checks.registry import Found, examine
from dateline.newsroom.desk.checks.values import Severity
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, PassageChangedError, UncheckedError
from dateline.newsroom.desk.models import Dismissal, ReleasePage, User


@dataclass(frozen=True)
class Outcome:
    """What the desk check says of a text.

    Attributes:
        open: findings that nobody has dismissed, the gravest first.
        dismissed: the others, each with its dismissal.
    """

    open: tuple[Found, ...]
    dismissed: tuple[tuple[Found, Dismissal], ...]

    def blocking(self) -> list[Found]:
        """Return the open findings that block approval."""
        return [found for found in self.open if found.severity is Severity.ERROR]


def outcome(text: ReleasePage, *, at: dt.datetime, answers: Answers | None = None) -> Outcome:
    """Return what stands against the latest draft of a text.

    Raises:
        IncompleteError, FileRefusedError: something the text names is gone.
    """
    kept = {(one.key, one.digest): one for one in Dismissal.objects.filter(text=text).select_related("by")}
    found = examine(galley(text, at=at, answers=answers), at=at)
    return Outcome(
        open=tuple(one for one in found if one.key not in kept),
        dismissed=tuple((one, kept[one.key]) for one in found if one.key in kept),
    )


def demand_clean(texts: ReleasePage | Iterable[ReleasePage], *, at: dt.datetime) -> None:
    """Refuse texts against which something stands that blocks; for deeds that bring them nearer to the public.

    Raises:
        UncheckedError: one has such findings; the sentence names them.
        IncompleteError, FileRefusedError: something a text names is gone.
    """
    for text in [texts] if isinstance(texts, ReleasePage) else texts:
        blocking = outcome(text, at=at).blocking()
        if blocking:
            raise UncheckedError(str(text), [found.finding.sentence for found in blocking])


def dismiss(
    text: ReleasePage, key: tuple[str, str], reason: str, *, by: User, at: dt.datetime, answers: Answers | None = None
) -> Dismissal:
    """Set a false alarm apart, for as long as its passage stays as it is.

    Args:
        text: against which it stands.
        key: check and digest of the passage.
        reason: why it is none, for those who look later.
        by: who says so.
        at: this moment, aware, UTC.
        answers: tries links to other sites; needed where one of them is dismissed.

    Raises:
        NotAllowedError: the person may not edit the text.
        IncompleteError: there is no reason.
        PassageChangedError: nothing like it stands against the text any more.
    """
    demand_right(text, by)
    if not reason.strip():
        raise IncompleteError(_("Say in a sentence why this is a false alarm."))
    if key not in {found.key for found in outcome(text, at=at, answers=answers).open}:
        raise PassageChangedError
    facts = {"reason": reason.strip()[:500], "by": by, "dismissed_at": at}
    made, _new = Dismissal.objects.update_or_create(text=text, key=key[0], digest=key[1], defaults=facts)
    return made


def take_back(text: ReleasePage, key: tuple[str, str], *, by: User) -> None:
    """Let a dismissed finding stand again; nothing happens where it does.

    Raises:
        NotAllowedError: the person may not edit the text.
    """
    demand_right(text, by)
    Dismissal.objects.filter(text=text, key=key[0], digest=key[1]).delete()


def demand_right(text: ReleasePage, by: User) -> None:
    """Check that somebody may edit a text.

    Raises:
        NotAllowedError: not this person.
    """
    if not text.permissions_for_user(by).can_edit():
        raise NotAllowedError(str(text))
