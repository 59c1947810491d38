"""The publication log in the API: entries by position, for followers."""

import hashlib
from collections.abc import Sequence

import msgspec

from dateline.archive.port import Archive, StoredEntry
from dateline.public.api import types
from dateline.public.api.request import ApiRequest, parse_integer, parse_parameters
from dateline.web.http import Request

PATH = "/api/v1/log"
LIMIT, MAX_LIMIT = 100, 1_000
MAX_WAIT_S = 60
MAX_POSITION = 999_999_999


def page(request: ApiRequest) -> types.Log:
    """Return the entries of the publication log after a position, in order; with ``wait``, as soon as there are any.

    A page may have fewer entries than ``limit``, and ends at about a megabyte: go on with ``next`` until it has none.
    With ``Accept: text/event-stream`` the same entries come as events, with positions as ids, as long as the connection
    lasts.
    """
    after, limit, wait_s = _parse(request.parameters)
    entries = [_log_entry(one) for one in request.archive.entries(after, limit)]
    reached = entries[-1].position if entries else after
    wait = f"&wait={wait_s}" if wait_s else ""
    return types.Log(
        site=request.root,
        position=request.archive.position,
        next=f"{request.root}{PATH}?after={reached}&limit={limit}{wait}",
        entries=entries,
    )


def parse_request(request: Request) -> tuple[int, int]:
    """Return the position after which a request wants entries, and the seconds it may wait for them.

    Raises:
        ProblemError: a parameter is unknown or malformed.
    """
    after, _, wait_s = _parse(parse_parameters(request, frozenset({"after", "limit", "wait"})))
    return after, wait_s


def events(archive: Archive, after: int) -> tuple[bytes, int]:
    """Return the next entries after a position as events, and the position reached. Source: HTML, section 9.2."""
    entries = [_log_entry(one) for one in archive.entries(after, LIMIT)]
    stream = b"".join(
        b"id: %d\nevent: entry\ndata: %b\n\n" % (one.position, msgspec.json.encode(one)) for one in entries
    )
    return stream, entries[-1].position if entries else after


def _parse(parameters: Sequence[tuple[str, str]]) -> tuple[int, int, int]:
    after = parse_integer(parameters, "after", 0, least=0, most=MAX_POSITION)
    limit = parse_integer(parameters, "limit", LIMIT, least=1, most=MAX_LIMIT)
    return after, limit, parse_integer(parameters, "wait", 0, least=0, most=MAX_WAIT_S)


def _log_entry(logged: StoredEntry) -> types.LogEntry:
    return types.LogEntry(
        position=logged.position,
        digest=hashlib.sha256(logged.entry).hexdigest(),
        entry=_text(logged.entry),
        edition=None if logged.edition is None else _text(logged.edition),
        notice=None if logged.notice is None else _text(logged.notice),
        withheld=logged.withheld,
    )


def _text(stored: bytes) -> str:
    """Return canonical bytes as text; damaged bytes are detected by their digest."""
    return stored.decode("utf-8", "replace")
