"""Answers sent again as they are, to whoever asks in the same way, until the archive or the day moves on.

Looking a kept page up takes longer than sending it; here that is one look into a dictionary.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from dateline.public.http.archive_source import ArchiveSource, Snapshot
from dateline.public.http.headers import POSITION
from dateline.public.http.messages import Outgoing
from dateline.public.http.refusals import are_too_much
from dateline.text.languages import INTERFACE

RequestKey = tuple[str, str, str, str, str]
"""Path and query, and of the headers only those that may matter there: Accept-Encoding, Accept-Language, Accept."""

ANSWERS = 500  # the pages of an hour in which something has happened; with what they hold, 25 MB at the most
LARGE_BYTES = 50_000
_LONG = 1_000
_OWN_LANGUAGE = frozenset(f"/{language}/" for language in INTERFACE)
_LISTS = "/news"


class HotCache:
    """What went out last; belongs to one event loop.

    Args:
        source: the archive; an answer from another generation, or under other overrides, is never sent again.
        now: the clock.
    """

    def __init__(self, source: ArchiveSource, now: Callable[[], dt.datetime]) -> None:
        self._source = source
        self._now = now
        self._shown = source.shown
        self._answers: dict[RequestKey, Outgoing] = {}

    def get(self, way: RequestKey) -> Outgoing | None:
        """Return what the last one got who asked in this way; None where it has to be looked up."""
        if self._source.shown is not self._shown:
            self._answers.clear()
            self._shown = self._source.shown
            return None
        sent = self._answers.get(way)
        return sent if sent is not None and sent.until is not None and self._now() < sent.until else None

    def put(self, way: RequestKey, sent: Outgoing, shown: Snapshot) -> None:
        """Remember an answer from what was shown when it was asked for, if it may be sent again and is not large."""
        if sent.until is None or shown is not self._shown:
            return
        if len(sent.body) > LARGE_BYTES or sum(map(len, way)) > _LONG:
            return
        if len(self._answers) >= ANSWERS:
            self._answers.clear()
        self._answers[way] = sent


def request_key(method: str, path: str, query: str, headers: Any) -> RequestKey | None:
    """Return what tells this request from others with other answers; None for one that may need more than a page.

    That is who asks for something else than a page, has it already, says how far they have read, or says too much.
    """
    get = headers.get
    if method != "GET" or get("if-none-match") or get(POSITION) or are_too_much(headers.items()):
        return None
    language = "" if path[:4] in _OWN_LANGUAGE else get("accept-language") or ""
    accept = get("accept") or "" if path.endswith(_LISTS) else ""
    return path, query, get("accept-encoding") or "", language, accept
