"""Closes a release to the public before its removal is in the log. The desk's process sets `override_writer`."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dateline.newsroom.desk.actions.perform import kill
from dateline.newsroom.desk.errors import CannotCloseError, IncompleteError, NotAllowedError, NotWiredError
from dateline.newsroom.desk.hooks import Slot
from dateline.newsroom.desk.models import Release, Role, User, roles

OverrideWriter = Callable[[int, Collection[str], Mapping[str, str], dt.datetime], bool]
"""Closes a release by number in some languages with notices, and returns whether that survives a restart.

See ``runtime.emergency.override_writer``.
"""

override_writer: Slot[OverrideWriter] = Slot("closing of releases in an emergency")
"""Set when the desk starts."""


def close_and_kill(
    release: Release, *, by: User, at: dt.datetime, languages: Collection[str], notices: Mapping[str, str]
) -> bool:
    """Close texts to the public at once, then remove them in the log. If that fails, they stay closed.

    Returns whether they would stay closed after a restart of the machine even if the public processes cannot follow the
    log.

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
    is_lasting = write_override(release.number, languages, notices, at)
    kill(release, by=by, at=at, notices=notices, languages=languages)
    return is_lasting


class EmergencyMiddleware:
    """Keeps a desk from starting that could not close releases in an emergency.

    Every server of Django loads the middleware, so every server makes this check.
    """

    def __init__(self, _get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Check the port, and leave.

        Raises:
            ImproperlyConfigured: the port is not set.
            MiddlewareNotUsed: it is set; Django then leaves this middleware out of requests.
        """
        try:
            override_writer.get()
        except NotWiredError as error:
            message = (
                "this desk could not close releases in an emergency: start it with `dateline desk`, or load "
                "dateline.runtime.desk_wsgi:application"
            )
            raise ImproperlyConfigured(message) from error
        raise MiddlewareNotUsed
