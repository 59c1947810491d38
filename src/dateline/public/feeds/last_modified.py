"""The moment of the last change, for ``Last-Modified``."""

from email.utils import format_datetime

import msgspec

from dateline.archive.errors import DamagedArchiveError
from dateline.archive.port import Archive
from dateline.editions.entry import Entry


def last_modified(archive: Archive) -> tuple[tuple[str, str], ...]:
    """Return the header with the moment of the last entry of the log.

    A moment in HTTP has whole seconds. So nothing is returned where the entry before has the same second or a later
    one: a client that has the earlier answer would take this one for the same. Source: RFC 9110, section 8.8.2.
    """
    try:
        stored = archive.entries(max(0, archive.position - 2), 2)
    except DamagedArchiveError:
        return ()
    moments = [msgspec.json.decode(one.entry, type=Entry).at.replace(microsecond=0) for one in stored]
    if not moments or stored[-1].position != archive.position or any(one >= moments[-1] for one in moments[:-1]):
        return ()
    return (("last-modified", format_datetime(moments[-1], usegmt=True)),)
