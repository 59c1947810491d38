"""Changes of texts in the API: the recent ones, and all since a moment or a position."""

import datetime as dt
import re

import msgspec

from dateline.archive.port import Archive, RecentChange, StoredEntry
from dateline.archive.query import Filter
from dateline.editions.entry import Entry, Subject
from dateline.public.api import types
from dateline.public.api.entry_filter import TextChange, Verdict, verdict, walk
from dateline.public.api.errors import ProblemError
from dateline.public.api.log import MAX_POSITION
from dateline.public.api.partial import MAX_TEXTS, includes_text
from dateline.public.api.releases import api_url, notices_of, text_of
from dateline.public.api.request import ApiRequest, first_value, parse_filter
from dateline.web.addresses import text_id

SIZE, MAX_SIZE = 50, 200
AFTER, UPDATED_AFTER = "after", "updated_after"
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?(?:[Zz]|([+ -])(\d\d:\d\d))", re.ASCII
)  # the plus of an offset arrives as a blank where it was not percent-encoded


def changes(request: ApiRequest) -> types.Changes:
    """Return changed texts: published, updated, corrected, withdrawn, restored, removed.

    With `updated_after` (a moment) or `after` (a position of the log) all of them since then, the earliest first, each
    text once on a page with its last change there. A page may have fewer items than `size`: follow `next` until it is
    null. Then ask again with `after` and the `position` of the last answer, and miss nothing.

    Without both, the texts that changed after their first publication, the latest first, at most 200.
    """
    size = request.integer("size", SIZE, least=1, most=MAX_SIZE)
    if includes_text(request.parameters):
        size = min(size, MAX_TEXTS)
    filter_ = parse_filter(request.parameters, request.archive)
    updated_after = _updated_after(request)
    after = request.integer(AFTER, -1, least=0, most=MAX_POSITION)
    if updated_after is None and after < 0:
        return _recent(request, filter_, size)
    if updated_after is not None:
        after = max(after, position_at(request.archive, updated_after))
    return _since(request, filter_, size, after)


def position_at(archive: Archive, moment: dt.datetime) -> int:
    """Return the position of the last entry of the log at or before a moment; 0 where there is none."""
    low, high = 0, archive.position
    while low < high:
        middle = (low + high + 1) // 2
        entries = archive.entries(middle - 1, 1)
        if not entries or msgspec.json.decode(entries[0].entry, type=Entry).at > moment:
            high = middle - 1
        else:
            low = middle
    return low


def _recent(request: ApiRequest, filter_: Filter, size: int) -> types.Changes:
    found = []
    for one in request.archive.recent_changes(MAX_SIZE):
        says = _verdict(filter_, one, request.archive)
        if says == "selected" or (says == "outside" and one.text.edition is None):
            found.append(_item(request, one, is_outside=says == "outside"))
    return types.Changes(position=request.archive.position, next=None, items=found[:size])


def _since(request: ApiRequest, filter_: Filter, size: int, after: int) -> types.Changes:
    archive = request.archive
    last: dict[tuple[int, str], types.ChangedText] = {}

    def take(stored: StoredEntry) -> bool:
        entry = msgspec.json.decode(stored.entry, type=Entry)
        key = entry.number, entry.subject.language
        text = archive.text(*key) if entry.subject.kind == "release" else None
        if text is not None:
            changed = RecentChange(change=entry.change, at=entry.at, text=text)
            says = _verdict(filter_, changed, archive)
            if says != "left out":
                last.pop(key, None)
                last[key] = _item(request, changed, is_outside=says == "outside")
        return len(last) < size

    reached = walk(archive, after, take)
    following = request.next_url(reached, name=AFTER, without=frozenset({UPDATED_AFTER}))
    return types.Changes(
        position=reached, next=following if reached < archive.position else None, items=list(last.values())
    )


def _verdict(filter_: Filter, one: RecentChange, archive: Archive) -> Verdict:
    """Return what a filter says about a change by the words that a text has now."""
    subject = Subject(kind="release", id=one.text.release, language=one.text.language)
    return verdict(filter_, TextChange(subject=subject, change=one.change, edition=one.text.edition), archive)


def _item(request: ApiRequest, one: RecentChange, *, is_outside: bool) -> types.ChangedText:
    text, edition = one.text, one.text.edition
    is_included = includes_text(request.parameters) and text.state == "public" and not is_outside
    return types.ChangedText(
        id=text_id(text.release, text.language),
        release=text.release,
        number=text.number,
        language=text.language,
        change=one.change,
        at=one.at,
        state=text.state,
        version=edition.version if edition else len(text.versions),
        api_url=api_url(request, text.number, text.language),
        notices=notices_of(text.notes),
        outside=is_outside,
        text=text_of(edition) if edition and is_included else None,
    )


def _updated_after(request: ApiRequest) -> dt.datetime | None:
    """Return the moment that a request names; None for none.

    Raises:
        ProblemError: it is no moment with a zone. Source: RFC 3339, section 5.6.
    """
    value = first_value(request.parameters, UPDATED_AFTER)
    if not value:
        return None
    match = _MOMENT.fullmatch(value)
    try:
        if match is None:
            raise ValueError  # noqa: TRY301 - one sentence for both
        day, clock, fraction, sign, offset = match.groups()
        zone = f"{'+' if sign == ' ' else sign}{offset}" if offset else "+00:00"
        second = "59" if clock.endswith(":60") else clock[-2:]  # a leap second has no moment of its own here
        read = dt.datetime.fromisoformat(f"{day}T{clock[:-2]}{second}{(fraction or '')[:7]}{zone}")
        return read.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        sentence = f"The parameter {UPDATED_AFTER} is {value!r}; a moment is written as 2024-06-03T12:00:00Z."
        raise ProblemError(400, sentence) from error
