"""Whether the pictures of a text may be published on a day."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from dateline.desk.deeds.body import images
from dateline.desk.errors import RightsExpiredError
from dateline.desk.models import NewsroomSettings, ReleasePage


def demand_rights(texts: Iterable[ReleasePage], *, at: dt.datetime) -> None:
    """Check that the rights in every picture of the latest drafts last until the day of ``at``.

    The day is the newsroom's.

    Raises:
        RightsExpiredError: the rights in a picture end before.
    """
    on = at.astimezone(ZoneInfo(NewsroomSettings.current().time_zone)).date()
    for text in texts:
        for image in images(text.get_latest_revision_as_object()):
            if image.expires_on is not None and image.expires_on < on:
                raise RightsExpiredError(image.title, date_format(image.expires_on, "DATE_FORMAT"))
