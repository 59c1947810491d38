"""Starting texts: copy their words into a new text."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from wagtail.blocks import StreamValue

from dateline.newsroom.desk import entries
from dateline.newsroom.desk.models import Office, ReleasePage, StartingText
from dateline.text.languages import INTERFACE


def fitting(office: Office | None) -> "QuerySet[StartingText]":
    """Return the starting texts for a lead office: those for every office and its own."""
    own = Q(office=None) if office is None else Q(office=None) | Q(office=office)
    return StartingText.objects.filter(own).select_related("kind", "office")


def begin(text: ReleasePage, chosen: StartingText, office: Office | None, *, on: dt.date) -> None:
    """Copy the words of a starting text into a new text; nothing is saved.

    Its kind and topics are the release's, so the form shows them.
    """
    text.language = chosen.language or text.language
    text.headline = filled(chosen.headline, office, text.language, on=on)
    text.lead = chosen.lead
    text.body = _copied(chosen.body)
    text.contacts = _copied(chosen.contacts)
    text.boilerplate, text.notes = chosen.boilerplate, chosen.notes


def filled(pattern: str, office: Office | None, language: str, *, on: dt.date) -> str:
    """Return a headline with the name of the office and the day in its language; other braces stay as they are."""
    name = entries.office(office).name(language, on) if office else ""
    with translation.override(language if language in INTERFACE else "en"):
        day = date_format(on, "DATE_FORMAT")
    return pattern.replace("{office}", name).replace("{day}", day).strip()


def _copied(value: StreamValue) -> StreamValue:
    """Return copies of blocks without ids, which must differ from text to text."""
    return StreamValue(value.stream_block, [_bare(block) for block in value.raw_data], is_lazy=True)


def _bare(block: Any) -> dict[str, Any]:
    return {"type": block["type"], "value": block["value"]}


def files_outside(chosen: Iterable[Any], shelves: Iterable[int]) -> list[Any]:
    """Return the files that are in none of the collections."""
    allowed = set(shelves)
    return [file for file in chosen if file.collection_id not in allowed]
