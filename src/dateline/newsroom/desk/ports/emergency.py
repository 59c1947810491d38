"""Closing a release to the public before the log knows: the desk asks ``config``, which knows the home."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext as _

from dateline.editions.entry import Entry
from dateline.newsroom.desk.actions import kill
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError
from dateline.newsroom.desk.models import Release, Role, User, roles

Closer = Callable[[int, Collection[str], Mapping[str, str], dt.datetime], object]
"""Closes a release by number in some languages with notices; see ``config.emergency.close``."""

_closer: list[Closer] = []


def set_closer(closer: Closer) -> None:
    """Let ``closer`` close releases; called once, by ``config``."""
    _closer[:] = [closer]


def close_and_kill(
    release: Release, *, by: User, at: dt.datetime, languages: Collection[str], notices: Mapping[str, str]
) -> list[Entry]:
    """Close texts to the public at once, then do the deed; whatever stops the deed, they stay closed.

    Args:
        release: one that was public.
        by: the duty officer.
        at: the moment, aware, UTC.
        languages: those that are meant, at least one.
        notices: what the public is told, by language; under an empty one for all others.

    Raises:
        NotAllowedError: the person's roles do not reach; nothing is closed then.
        IncompleteError: there is nothing to close, or a text has no notice; nothing is closed then.
    """
    if not roles.may(by, Role.DUTY, release.lead_office):
        raise NotAllowedError(str(release))
    told = {language: notices.get(language) or notices.get("", "") for language in languages}
    if release.number is None or not told or not all(said.strip() for said in told.values()):
        raise IncompleteError(_("Say in a sentence for the public why this is done."))
    for closer in _closer:
        closer(release.number, languages, notices, at)
    return kill(release, by=by, at=at, notices=notices, languages=languages)
