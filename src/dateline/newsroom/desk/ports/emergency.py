"""Closes a release to the public before its removal is in the log. The desk's process sets `override_writer`."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext as _

from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions.perform import kill
from dateline.newsroom.desk.errors import CannotCloseError, IncompleteError, NotAllowedError, NotWiredError
from dateline.newsroom.desk.hooks import Slot
from dateline.newsroom.desk.models import Release, Role, User, roles

OverrideWriter = Callable[[int, Collection[str], Mapping[str, str], dt.datetime], object]
"""Closes a release by number in some languages with notices; see ``runtime.emergency.write_override``."""

override_writer: Slot[OverrideWriter] = Slot("closing of releases in an emergency")
"""Set when the desk starts."""


def close_and_kill(
    release: Release, *, by: User, at: dt.datetime, languages: Collection[str], notices: Mapping[str, str]
) -> list[Entry]:
    """Close texts to the public at once, then remove them in the log. If that fails, they stay closed.

    Args:
        release: one that was public.
        by: the duty officer.
        at: the moment, aware, UTC.
        languages: of the texts to close; at least one.
        notices: explanations for the public by language; key ``""`` is the default.

    Raises:
        NotAllowedError: the roles of the person do not allow it; nothing is closed.
        IncompleteError: no text can be closed, or a text has no notice; nothing is closed.
        CannotCloseError: this process cannot close releases; nothing is closed or removed.
    """
    if not roles.may(by, Role.DUTY, release.lead_office):
        raise NotAllowedError(str(release))
    given = {language: notices.get(language) or notices.get("", "") for language in languages}
    if release.number is None or not given or not all(notice.strip() for notice in given.values()):
        raise IncompleteError(_("Explain the reason to the public in one sentence."))
    try:
        write_override = override_writer.get()
    except NotWiredError as error:
        raise CannotCloseError(release.number) from error
    write_override(release.number, languages, notices, at)
    return kill(release, by=by, at=at, notices=notices, languages=languages)
