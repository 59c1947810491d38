"""The publication log in the API: entries by position, for followers."""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from dateline.archive.port import Archive, StoredEntry
from dateline.archive.query import Filter
from dateline.editions.entry import Entry
from dateline.public.api import types
from dateline.public.api.entry_filter import filtered_entries
from dateline.public.api.request import FACETS, ApiRequest, parse_filter, parse_integer, parse_parameters
from dateline.web.addresses import text_id
from dateline.web.http import Request

PATH = "/api/v1/log"
LIMIT, MAX_LIMIT = 100, 1_000
MAX_WAIT_S = 60
MAX_POSITION = 999_999_999


_PARAMETERS = frozenset({"after", "limit", "wait", *FACETS})


def page(request: ApiRequest) -> types.Log:
    """Return the entries of the publication log after a position, in order; with ``wait``, as soon as there are any.

    A page may have fewer entries than ``limit``, and ends at about a megabyte: go on with ``next`` until it has none.
    With ``Accept: text/event-stream`` the same entries come as events, with positions as ids, as long as the connection
    lasts.

    A filter leaves out what it does not select. Then a page may have no entries although the log goes on: follow
    ``next`` until its ``after`` is ``position``. Entries of offices, topics, kinds and the newsroom are always
    included. Later changes of releases that the filter does not select are included without words (``outside``),
    because such a release may have been selected before.
    """
    after, limit, wait_s = _parse(request.parameters)
    found = filtered_entries(request.archive, after, limit, parse_filter(request.parameters, request.archive))
    others = [(name, value) for name, value in request.parameters if name in FACETS and value]
    waiting = [("wait", str(wait_s))] if wait_s else []
    query = urlencode([("after", str(found.reached)), ("limit", str(limit)), *waiting, *others])
    return types.Log(
        site=request.root,
        position=request.archive.position,
        next=f"{request.root}{PATH}?{query}",
        entries=[_log_entry(one, is_outside=says == "outside") for one, says in found.entries],
    )


def parse_request(request: Request) -> tuple[int, int]:
    """Return the position after which a request wants entries, and the seconds it may wait for them.

    Raises:
        ProblemError: a parameter is unknown or malformed.
    """
    after, _, wait_s = _parse(parse_parameters(request, _PARAMETERS))
    return after, wait_s


def request_filter(request: Request, archive: Archive) -> Filter:
    """Return the filter of a request.

    Raises:
        ProblemError: a value is unknown or malformed.
    """
    return parse_filter(parse_parameters(request, _PARAMETERS), archive)


def events(archive: Archive, after: int, filter_: Filter) -> tuple[bytes, int]:
    """Return the next entries after a position as events, and the position reached. Source: HTML, section 9.2.

    Where entries at the end are left out, an event without data tells how far the log was read.
    """
    found = filtered_entries(archive, after, LIMIT, filter_)
    entries = [_log_entry(one, is_outside=says == "outside") for one, says in found.entries]
    stream = b"".join(
        b"id: %d\nevent: entry\ndata: %b\n\n" % (one.position, msgspec.json.encode(one)) for one in entries
    )
    if found.reached > (entries[-1].position if entries else after):
        stream += b"id: %d\n\n" % found.reached
    return stream, found.reached


def _parse(parameters: Sequence[tuple[str, str]]) -> tuple[int, int, int]:
    after = parse_integer(parameters, "after", 0, least=0, most=MAX_POSITION)
    limit = parse_integer(parameters, "limit", LIMIT, least=1, most=MAX_LIMIT)
    return after, limit, parse_integer(parameters, "wait", 0, least=0, most=MAX_WAIT_S)


def _log_entry(logged: StoredEntry, *, is_outside: bool) -> types.LogEntry:
    subject = msgspec.json.decode(logged.entry, type=Entry).subject
    edition = None if is_outside or logged.edition is None else _text(logged.edition)
    return types.LogEntry(
        position=logged.position,
        digest=hashlib.sha256(logged.entry).hexdigest(),
        id=text_id(subject.id, subject.language) if subject.kind == "release" else None,
        entry=_text(logged.entry),
        edition=edition,
        notice=None if logged.notice is None else _text(logged.notice),
        withheld=logged.withheld,
        outside=is_outside,
    )


def _text(stored: bytes) -> str:
    """Return canonical bytes as text; damaged bytes are detected by their digest."""
    return stored.decode("utf-8", "replace")
