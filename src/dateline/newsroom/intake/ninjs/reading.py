"""From a document to a text, or to the sentence why not."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from babel import Locale

from dateline.editions.entry import Change
from dateline.newsroom.intake.errors import ItemRefusedError
from dateline.newsroom.intake.ninjs import content, terms
from dateline.newsroom.intake.ninjs.fields import Document, alternative, line, parts, spelled, text
from dateline.newsroom.intake.ninjs.items import NinjsItem, Told
from dateline.newsroom.intake.ninjs.moments import moment_of
from dateline.text.html import to_text
from dateline.web.addresses import is_language_tag, slug_in

MAX_HEADLINE, MAX_LEAD = 1_000, 2_000
_STATES = {"": "published", "usable": "published", "withheld": "withdrawn", "canceled": "removed"}
_TEXTS = {"", "text", "composite"}
_NOTE = re.compile(rf"({'|'.join(get_args(Change))}), (\d{{4}}-\d\d-\d\dT\S+Z): (.*)")
_OURS = "urn:uuid:"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What documents are read by.

    Attributes:
        language: of documents that do not say theirs; empty: those are refused.
        zone: the newsroom's.
        now: the moment, aware, UTC.
    """

    language: str
    zone: ZoneInfo
    now: dt.datetime


def read(document: Document, where: str, reader: Reader) -> NinjsItem:
    """Return the text that a document tells of.

    Raises:
        ItemRefusedError: it tells of none that could be taken in.
    """
    try:
        return _read(spelled(document), where, reader)
    except ItemRefusedError:
        raise
    except (RecursionError, ValueError) as error:
        raise ItemRefusedError(where, f"it cannot be understood ({error})") from error


def _read(document: Document, where: str, reader: Reader) -> NinjsItem:
    _demand_text(document, where)
    _demand_free(document, where, reader)
    language = _language(document, where, reader)
    published_at, precision = _published(document, where, reader)
    state = _state(document, where)
    edited_at = _edited(document, published_at, where, reader)
    notices, said = _notices(document)
    if state == "published" and notices and notices[-1].change == "withdrawn":
        raise ItemRefusedError(where, "its pubStatus says that it can be used, its last notice that it is withdrawn")
    if state == "removed" and not notices:
        raise ItemRefusedError(where, "it is canceled without a notice, so there is nothing to tell readers of it")
    item = NinjsItem(
        where=where,
        uri=text(document, "uri"),
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
        remarks=(f"its note to editors is not taken in: “{said[:80]}”",) if said else (),
    )
    return item if state == "removed" else _with_words(item, document)


def _with_words(item: NinjsItem, document: Document) -> NinjsItem:
    headline = _headline(document)
    if not headline:
        raise ItemRefusedError(item.where, "it has no headline and no title")
    if len(headline) > MAX_HEADLINE:
        raise ItemRefusedError(item.where, f"its headline is longer than {MAX_HEADLINE} letters")
    lead, long = _lead(document)
    worded = terms.added(item, document, headline=headline, lead=lead)
    return content.added(worded.remarking(*([long] if long else [])), document)


def _demand_text(document: Document, where: str) -> None:
    sort = text(document, "type")
    if sort not in _TEXTS:
        raise ItemRefusedError(where, f"it is of type “{sort[:40]}”, no text")
    if not text(document, "uri"):
        raise ItemRefusedError(where, "it has no uri, by which it would be known when it comes again")


def _demand_free(document: Document, where: str, reader: Reader) -> None:
    written = text(document, "embargoeduntil")
    if not written:
        return
    try:
        until, _ = moment_of(written, reader.zone)
    except ValueError as error:
        raise ItemRefusedError(where, f"it is under embargo until “{written[:40]}”, which cannot be read") from error
    if until > reader.now:
        raise ItemRefusedError(where, f"it is under embargo until {until:%Y-%m-%d %H:%M} UTC; take it in afterwards")


def _language(document: Document, where: str, reader: Reader) -> str:
    written = text(document, "language").replace("_", "-") or reader.language
    base, _, variety = written.partition("-")
    tag = f"{base.lower()}-{variety}" if variety else base.lower()
    if not written:
        raise ItemRefusedError(where, "it does not say its language; name one with --language")
    if not is_language_tag(tag) or base.lower() not in Locale("en").languages:
        raise ItemRefusedError(where, f"“{written[:40]}” is the tag of no language")
    return tag


def _published(document: Document, where: str, reader: Reader) -> tuple[dt.datetime, Literal["instant", "day"]]:
    for name in ("firstcreated", "contentcreated", "versioncreated"):
        if written := text(document, name):
            at, precision = _moment(written, where, reader)
            if at > reader.now:
                raise ItemRefusedError(where, f"its day lies in the future ({written[:40]}); take it in afterwards")
            return at, precision
    raise ItemRefusedError(where, "it does not say when it was published")


def _edited(document: Document, published_at: dt.datetime, where: str, reader: Reader) -> dt.datetime:
    written = text(document, "versioncreated")
    return min(max(published_at, _moment(written, where, reader)[0]), reader.now) if written else published_at


def _moment(written: str, where: str, reader: Reader) -> tuple[dt.datetime, Literal["instant", "day"]]:
    try:
        return moment_of(written, reader.zone)
    except ValueError as error:
        raise ItemRefusedError(where, f"“{written[:40]}” is no moment such as 2024-06-03T12:00:00Z") from error


def _state(document: Document, where: str) -> Any:
    status = text(document, "pubstatus").rpartition(":")[2].lower()
    if status not in _STATES:
        raise ItemRefusedError(where, f"its pubStatus “{status[:40]}” is none of usable, withheld and canceled")
    return _STATES[status]


def _notices(document: Document) -> tuple[tuple[Told, ...], str]:
    """Return the public notices, as our own documents write them, and what else stands there."""
    told: list[Told] = []
    other: list[str] = []
    for said in text(document, "ednote").split("\n"):
        if match := _NOTE.fullmatch(said):
            change: Any = match[1]
            told.append(Told(change, dt.datetime.fromisoformat(match[2]), match[3]))
        elif told:
            told[-1] = Told(told[-1].change, told[-1].at, f"{told[-1].text}\n{said}")
        else:
            other.append(said)
    return tuple(told), "\n".join(other).strip()


def _release(document: Document) -> uuid.UUID | None:
    written = alternative(document, "release").removeprefix(_OURS)
    try:
        return uuid.UUID(written) if written else None
    except ValueError:
        return None


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0  # noqa: PLR2004 - 32 bits


def _headline(document: Document) -> str:
    found = parts(document, "headlines")
    main = [one for one in found if text(one, "role") == "main"] + found
    said = next((_plain(one) for one in main if _plain(one)), "")
    return line({"said": said}, "said") or line(document, "title")


def _lead(document: Document) -> tuple[str, str]:
    """Return the summary, and a remark where it is too long for a lead."""
    found = [one for one in parts(document, "descriptions") if text(one, "role") not in {"alt", "caption"}]
    first = [one for one in found if text(one, "role") in {"summary", "lead", "abstract"}] + found
    said = next((_plain(one) for one in first if _plain(one)), "")
    if len(said) > MAX_LEAD:
        return "", f"its summary is longer than {MAX_LEAD} letters and is left out"
    return said, ""


def _plain(one: Document) -> str:
    said = text(one, "value")
    return to_text(said).replace("\n", " ") if text(one, "contenttype") == "text/html" else said
