"""Questions about the publication log: its entries by position, for those who follow it."""

import hashlib
from collections.abc import Sequence

import msgspec

from dateline.archive.port import Archive, StoredEntry
from dateline.public.api import types
from dateline.public.api.asking import Asked, given_in, once, whole
from dateline.web.http import Request

PATH = "/api/v1/log"
LIMIT, LIMIT_MAX = 100, 1_000
WAIT_MAX_S = 60
POSITION_MAX = 999_999_999


def page(asked: Asked) -> types.Log:
    """Return the entries of the publication log behind a position, in order; with ``wait``, as soon as there are any.

    A page may hold fewer entries than ``limit``, and ends at about a megabyte: go on with ``next`` until it holds none.
    Asked with ``Accept: text/event-stream``, the same entries come as events, whose ids are positions, as long as the
    connection lasts.
    """
    after, limit, wait_s = _read(asked.given)
    entries = [_told(one) for one in asked.archive.entries(after, limit)]
    reached = entries[-1].position if entries else after
    again = f"&wait={wait_s}" if wait_s else ""
    return types.Log(
        site=asked.root,
        position=asked.archive.position,
        next=f"{asked.root}{PATH}?after={reached}&limit={limit}{again}",
        entries=entries,
    )


def ask(request: Request) -> tuple[int, int]:
    """Return behind which position a question asks, and how many seconds it may wait.

    Raises:
        ProblemError: parameters that are unknown or cannot be read.
    """
    after, _, wait_s = _read(given_in(request, frozenset({"after", "limit", "wait"})))
    return after, wait_s


def events(archive: Archive, after: int) -> tuple[bytes, int]:
    """Return the next entries behind a position as events, and the position reached. Source: HTML, section 9.2."""
    told = [_told(one) for one in archive.entries(after, LIMIT)]
    said = b"".join(b"id: %d\nevent: entry\ndata: %b\n\n" % (one.position, msgspec.json.encode(one)) for one in told)
    return said, told[-1].position if told else after


def _read(given: Sequence[tuple[str, str]]) -> tuple[int, int, int]:
    after = whole(once(given, "after"), "after", 0, least=0, most=POSITION_MAX)
    limit = whole(once(given, "limit"), "limit", LIMIT, least=1, most=LIMIT_MAX)
    return after, limit, whole(once(given, "wait"), "wait", 0, least=0, most=WAIT_MAX_S)


def _told(logged: StoredEntry) -> types.LogEntry:
    return types.LogEntry(
        position=logged.position,
        digest=hashlib.sha256(logged.entry).hexdigest(),
        entry=_text(logged.entry),
        edition=None if logged.edition is None else _text(logged.edition),
        notice=None if logged.notice is None else _text(logged.notice),
        withheld=logged.withheld,
    )


def _text(stored: bytes) -> str:
    """Return canonical bytes as text; what a damaged disk made of them shows by its digest."""
    return stored.decode("utf-8", "replace")
