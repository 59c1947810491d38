"""Whether the pictures and recordings of a text may be published on a day."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from dateline.newsroom.desk.editions.body import images, recordings_of
from dateline.newsroom.desk.errors import RecordingExpiredError, RightsExpiredError
from dateline.newsroom.desk.models import NewsroomSettings, ReleasePage


def demand_rights(texts: Iterable[ReleasePage], *, at: dt.datetime) -> None:
    """Check that the rights in every picture and recording of the latest drafts last until the day of ``at``.

    The day is the newsroom's.

    Raises:
        RightsExpiredError, RecordingExpiredError: the rights in one end before.
    """
    on = at.astimezone(ZoneInfo(NewsroomSettings.current().time_zone)).date()
    for text in texts:
        draft = text.get_latest_revision_as_object()
        for things, refusal in ((images(draft), RightsExpiredError), (recordings_of(draft), RecordingExpiredError)):
            for thing in things:
                if thing.expires_on is not None and thing.expires_on < on:
                    raise refusal(thing.title, date_format(thing.expires_on, "DATE_FORMAT"))
