"""Reading of a document: to a parsed text, or an error that says why it cannot be imported."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from babel import Locale

from dateline.editions.entry import Change
from dateline.newsroom.intake.errors import ItemRefusedError
from dateline.newsroom.intake.ninjs.content import add_body, add_terms
from dateline.newsroom.intake.ninjs.fields import Document, alternative, is_ours, line, normalized, parts, text
from dateline.newsroom.intake.ninjs.items import NinjsItem, Notice
from dateline.text.dates import FIRST_YEAR, LAST_YEAR
from dateline.text.html import plain_line, to_plain_text
from dateline.web.addresses import is_language_tag, slug_in

MAX_HEADLINE, MAX_LEAD = 1_000, 2_000
_STATES = {"": "published", "usable": "published", "withheld": "withdrawn", "canceled": "removed"}
_TEXTS = {"", "text", "composite"}
_NOTE = re.compile(rf"({'|'.join(get_args(Change))}), (\d{{4}}-\d\d-\d\dT\S+Z): (.*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UUID_PREFIX = "urn:uuid:"


@dataclass(frozen=True, kw_only=True)
class ReaderSettings:
    """Settings for reading documents.

    Attributes:
        language: of documents without one; empty to refuse those.
        zone: of the newsroom.
        now: current moment, aware, UTC.
    """

    language: str
    zone: ZoneInfo
    now: dt.datetime


def read_document(document: Document, where: str, settings: ReaderSettings) -> NinjsItem:
    """Return the text that a document contains.

    Raises:
        ItemRefusedError: the document contains no text that can be imported.
    """
    try:
        return _read(normalized(document), where, settings)
    except ItemRefusedError:
        raise
    except (RecursionError, ValueError) as error:
        raise ItemRefusedError(where, f"it cannot be understood ({error})") from error


def _read(document: Document, where: str, settings: ReaderSettings) -> NinjsItem:
    _require_text(document, where)
    _require_no_embargo(document, where, settings)
    language = _language(document, where, settings)
    published_at, precision = _published(document, where, settings)
    state = _state(document, where)
    edited_at = _edited(document, published_at, where, settings)
    notices, other_note = _notices(document)
    if state == "published" and notices and notices[-1].change == "withdrawn":
        raise ItemRefusedError(where, "its pubStatus is usable, but its last notice says that it is withdrawn")
    if state == "removed" and not notices:
        raise ItemRefusedError(where, "it is canceled without a notice that readers could be shown")
    item = NinjsItem(
        where=where,
        uri=_uri(document),
        language=language,
        state=state,
        published_at=published_at,
        precision=precision,
        edited_at=edited_at,
        version=_whole(text(document, "version")) or 1,
        release=_release(document),
        number=_whole(alternative(document, "number")),
        translation_of=alternative(document, "translationof"),
        notices=notices,
        slug=slug_in(alternative(document, "page")),
        remarks=(f"its note to editors is not imported: “{other_note[:80]}”",) if other_note else (),
    )
    return item if state == "removed" else _with_words(item, document)


def _with_words(item: NinjsItem, document: Document) -> NinjsItem:
    headline = _headline(document)
    if not headline:
        raise ItemRefusedError(item.where, "it has no headline and no title")
    if len(headline) > MAX_HEADLINE:
        raise ItemRefusedError(item.where, f"its headline is longer than {MAX_HEADLINE} characters")
    lead, remark = _lead(document)
    item = replace(item, headline=headline, lead=lead).with_remarks(*([remark] if remark else []))
    return add_body(add_terms(item, document), document)


def _require_text(document: Document, where: str) -> None:
    sort = text(document, "type")
    if sort not in _TEXTS:
        raise ItemRefusedError(where, f"it is of type “{sort[:40]}”, not a text")
    if not _uri(document):
        raise ItemRefusedError(where, "it has no uri and no guid, one of which an import needs to recognise it again")


def _uri(document: Document) -> str:
    """Return what identifies a text; Superdesk calls it ``guid``."""
    return text(document, "uri") or text(document, "guid")


def _require_no_embargo(document: Document, where: str, settings: ReaderSettings) -> None:
    written = text(document, "embargoeduntil")
    if not written:
        return
    try:
        until, _ = parse_moment(written, settings.zone)
    except ImpossibleYearError as error:
        raise ItemRefusedError(where, f"it is under embargo until “{written[:40]}”: {error}") from error
    except ValueError as error:
        raise ItemRefusedError(where, f"it is under embargo until “{written[:40]}”, which cannot be read") from error
    if until > settings.now:
        raise ItemRefusedError(where, f"it is under embargo until {until:%Y-%m-%d %H:%M} UTC; import it afterwards")


def _language(document: Document, where: str, settings: ReaderSettings) -> str:
    written = text(document, "language").replace("_", "-") or settings.language
    base, _, variety = written.partition("-")
    tag = f"{base.lower()}-{variety}" if variety else base.lower()
    if not written:
        raise ItemRefusedError(where, "it has no language; give one with --language")
    if not is_language_tag(tag) or base.lower() not in Locale("en").languages:
        raise ItemRefusedError(where, f"“{written[:40]}” is not a language tag")
    return tag


def _published(
    document: Document, where: str, settings: ReaderSettings
) -> tuple[dt.datetime, Literal["instant", "day"]]:
    # Superdesk writes the day of publishing as firstpublished; its firstcreated is the day on which a draft was begun.
    for name in ("firstpublished", "firstcreated", "contentcreated", "versioncreated"):
        if written := text(document, name):
            at, precision = _moment(written, where, settings)
            if at > settings.now:
                raise ItemRefusedError(where, _in_future(written))
            return at, precision
    raise ItemRefusedError(where, "it has no date of publication")


def _in_future(written: str) -> str:
    return f"its day lies in the future ({written[:40]}); import it afterwards"


def _edited(document: Document, published_at: dt.datetime, where: str, settings: ReaderSettings) -> dt.datetime:
    written = text(document, "versioncreated")
    return min(max(published_at, _moment(written, where, settings)[0]), settings.now) if written else published_at


def _moment(written: str, where: str, settings: ReaderSettings) -> tuple[dt.datetime, Literal["instant", "day"]]:
    try:
        return parse_moment(written, settings.zone)
    except ImpossibleYearError as error:
        if error.year > settings.now.year:
            raise ItemRefusedError(where, _in_future(written)) from error
        raise ItemRefusedError(where, f"its day cannot be right: {error} ({written[:40]})") from error
    except ValueError as error:
        raise ItemRefusedError(where, f"“{written[:40]}” is not a moment such as 2024-06-03T12:00:00Z") from error


def _state(document: Document, where: str) -> Any:
    status = text(document, "pubstatus").rpartition(":")[2].lower()
    if status not in _STATES:
        raise ItemRefusedError(where, f"its pubStatus “{status[:40]}” is not usable, withheld or canceled")
    return _STATES[status]


def _notices(document: Document) -> tuple[tuple[Notice, ...], str]:
    """Return the public notices, as our own documents write them, and the rest of the note to editors."""
    notices: list[Notice] = []
    other: list[str] = []
    for paragraph in text(document, "ednote").split("\n"):
        if match := _NOTE.fullmatch(paragraph):
            change: Any = match[1]
            notices.append(Notice(change, dt.datetime.fromisoformat(match[2]), match[3]))
        elif notices:
            last = notices[-1]
            notices[-1] = replace(last, text=f"{last.text}\n{paragraph}")
        else:
            other.append(paragraph)
    return tuple(notices), "\n".join(other).strip()


def _release(document: Document) -> uuid.UUID | None:
    written = alternative(document, "release").removeprefix(_UUID_PREFIX)
    try:
        return uuid.UUID(written) if written else None
    except ValueError:
        return None


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0  # noqa: PLR2004 - 32 bits


def _headline(document: Document) -> str:
    headlines = parts(document, "headlines")
    main_first = [one for one in headlines if text(one, "role") == "main"] + headlines
    headline = next((_plain(one) for one in main_first if _plain(one)), "")
    found = line({"headline": headline}, "headline") or line(document, "title")
    return found if is_ours(document) else plain_line(found)


def _lead(document: Document) -> tuple[str, str]:
    """Return the lead, and a remark where it is too long; either is empty without one."""
    descriptions = [one for one in parts(document, "descriptions") if text(one, "role") not in {"alt", "caption"}]
    leads_first = [one for one in descriptions if text(one, "role") in {"summary", "lead", "abstract"}] + descriptions
    lead = next((_plain(one) for one in leads_first if _plain(one)), "")
    if len(lead) > MAX_LEAD:
        return "", f"its summary is longer than {MAX_LEAD} characters and is left out"
    return lead if is_ours(document) else plain_line(lead), ""


def _plain(one: Document) -> str:
    value = text(one, "value")
    return to_plain_text(value).replace("\n", " ") if text(one, "contenttype") == "text/html" else value


class ImpossibleYearError(ValueError):
    """A moment has a year in which nothing was or will be published."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")
        self.year = year


def parse_moment(written: str, zone: ZoneInfo) -> tuple[dt.datetime, Literal["instant", "day"]]:
    """Return a moment in UTC, and whether only its day is given; a time without offset is in ``zone``.

    Raises:
        ValueError: the value is not in ISO 8601.
        ImpossibleYearError: its year is impossible: some systems write ``0001-01-01T00:00:00Z`` where they have no
            date.
    """
    is_day = _DAY.fullmatch(written) is not None
    moment = dt.datetime.fromisoformat(written)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ImpossibleYearError(moment.year)
    in_zone = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return in_zone.astimezone(dt.UTC), "day" if is_day else "instant"
