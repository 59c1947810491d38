"""Where the page of a removed text leads: to another release that readers have."""

import datetime as dt
from collections.abc import Sequence

from dateline.editions.canonical import new_salt
from dateline.editions.entry import Subject
from dateline.editions.newsroom import Address
from dateline.newsroom.desk.errors import NoSuchTargetError
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.publication import log
from dateline.web.addresses import short_path


def lead_on(texts: Sequence[ReleasePage], target: int, *, at: dt.datetime) -> None:
    """Append an address for each text of one release, from its own to the one of another release in its language.

    Called in the transaction of the removal. The address without slug is meant: it identifies, and what readers ask
    for with any slug is looked up by it.

    Args:
        texts: of one release that has been public.
        target: number of the other release.
        at: the moment, aware, UTC.

    Raises:
        NoSuchTargetError: it is the same release, or not public in the language of one of the texts.
    """
    public = ReleasePage.objects.filter(release__number=target, live=True).exclude(release=texts[0].release_id)
    known = set(public.values_list("language", flat=True))
    for text in texts:
        if text.language not in known:
            raise NoSuchTargetError(target, text.language)
        path = short_path(text.language, text.release.number or 0)
        words = Address(salt=new_salt(), path=path, target=short_path(text.language, target))
        log.append(Subject(kind="address", id=path), "set", words, at=at)
