"""Why scheduled texts are overdue. The program that runs the desk sets `reader`."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dateline.newsroom.desk.actions.due import is_overdue
from dateline.newsroom.desk.errors import NotWiredError
from dateline.newsroom.desk.hooks import Slot
from dateline.newsroom.desk.models import ReleasePage

NOT_TRIED = gettext_noop("Neither worker nor desk has tried to publish it.")
"""The reason if no failed attempt is recorded."""

reader: Slot[Callable[[], Mapping[str, str]]] = Slot("reasons of overdue releases")
"""Returns the reasons of the last attempts by release id; see ``runtime.schedule.read_reasons``."""


def overdue_reasons(texts: Iterable[ReleasePage], *, at: dt.datetime) -> dict[int, str]:
    """Return why overdue texts are not public, by their keys; texts that are not overdue are left out.

    Recorded reasons are in English.
    """
    overdue = [text for text in texts if is_overdue(text, at)]
    if not overdue:
        return {}
    try:
        recorded = reader.get()()
    except NotWiredError:
        recorded = {}
    return {text.pk: recorded.get(str(text.release_id)) or _(NOT_TRIED) for text in overdue}
