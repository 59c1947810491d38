"""The embargo of a release: nothing of it becomes public before its end."""

import datetime as dt

from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions.audit_trail import note
from dateline.newsroom.desk.actions.locking import locked_release
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError
from dateline.newsroom.desk.models import Release, Role, User, roles


def embargo(release: Release, *, until: dt.datetime, text: str, by: User | None, at: dt.datetime) -> None:
    """Put a release under embargo, or move the end of its embargo.

    Args:
        release: one that was never public.
        until: end of the embargo, aware, UTC.
        text: terms for people who read the release before.
        by: who does it.
        at: the moment, aware, UTC.

    Raises:
        NotAllowedError: the person is not an author for the lead office; moving the end takes an editor.
        IncompleteError: ``until`` is past, the release is public, or a language is scheduled for an earlier time.
    """
    with locked_release(release) as locked:
        role = Role.EDITOR if locked.embargo_until else Role.AUTHOR
        _check(locked, role, by)
        if until <= at:
            raise IncompleteError(_("The embargo must end in the future."))
        first = locked.texts.filter(scheduled_at__lt=until).order_by("scheduled_at").first()
        if first is not None:
            raise IncompleteError(
                _("“%(title)s” is scheduled for an earlier time. Unschedule it first.") % {"title": first}
            )
        _set(release, until, text.strip())
        note("embargo", by=by, at=at, release=locked, reason=f"{until:%Y-%m-%d %H:%M:%S} UTC {text.strip()}")


def lift_embargo(release: Release, *, by: User | None, at: dt.datetime) -> None:
    """Lift the embargo of a release, so that it can be published.

    Raises:
        NotAllowedError: the person is not an editor for the lead office.
        IncompleteError: the release has no embargo.
    """
    with locked_release(release) as locked:
        _check(locked, Role.EDITOR, by)
        if locked.embargo_until is None:
            raise IncompleteError(_("This release is not under embargo."))
        _set(release, None, "")
        note("lift embargo", by=by, at=at, release=locked)


def _check(release: Release, role: Role, by: User | None) -> None:
    if not roles.may(by, role, release.lead_office):
        raise NotAllowedError(str(release.texts.first() or release))
    if release.number is not None:
        raise IncompleteError(_("This release is already public, so an embargo comes too late."))


def _set(release: Release, until: dt.datetime | None, text: str) -> None:
    Release.objects.filter(pk=release.pk).update(embargo_until=until, embargo_text=text)
    release.embargo_until, release.embargo_text = until, text
