"""Values of an import: releases and texts as another system published them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dateline.editions.entry import Change
from dateline.newsroom.desk.models import Kind, NewsImage, Office, Release, Topic


@dataclass(frozen=True)
class ImportedNotice:
    """A public notice of a change, in the language of the text; ``at`` is aware, UTC."""

    change: Change
    at: dt.datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class ImportedText:
    """A text as it was published elsewhere.

    Attributes:
        body: blocks by type and value, such as ``("text", "<p>…</p>")``; see ``models.body``.
        contacts: dictionaries with ``name``, ``role``, ``email``, ``phone``.
        state: ``removed`` texts bring their last notice and no words.
        version: number of the edition in the other system; earlier editions are not imported.
        edited_at: when that edition became public; None: when the release did.
        notices: oldest first.
        edition_values: fields of the edition that replace those the desk would give it now, such as ``offices`` with
            their old names.
    """

    language: str
    headline: str
    lead: str = ""
    dateline_places: tuple[str, ...] = ()
    dateline_on: dt.date | None = None
    body: tuple[tuple[str, Any], ...] = ()
    boilerplate: str = ""
    notes: str = ""
    contacts: tuple[dict[str, str], ...] = ()
    picture: NewsImage | None = None
    translated_from: str = ""
    machine_translated: bool = False
    state: Literal["published", "withdrawn", "removed"] = "published"
    version: int = 1
    edited_at: dt.datetime | None = None
    notices: tuple[ImportedNotice, ...] = ()
    edition_values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A release as it was published elsewhere.

    Attributes:
        source_key: identifies the item in its source; the same key is never imported twice.
        release: its UUID, if the source has one.
        number: its number, if the source has one; else it gets the next number.
        published_at: aware, UTC; for ``day`` precision the start of the day in the newsroom's zone.
    """

    source_key: str
    published_at: dt.datetime
    texts: tuple[ImportedText, ...]
    release: uuid.UUID | None = None
    precision: str = Release.Precision.INSTANT
    number: int | None = None
    kind: Kind | None = None
    lead_office: Office | None = None
    offices: tuple[Office, ...] = ()
    topics: tuple[Topic, ...] = ()
    issuer: str = ""
    event_from_on: dt.date | None = None
    event_until_on: dt.date | None = None
