"""The index of the release list: one narrow row per text, derived from the texts and searched by words.

The list is fast at any size, because it reads only this table. Actions, saved drafts and imports call ``refresh``.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import connection, models
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from wagtail.models import Revision

from dateline.newsroom.desk.models import IndexRow, ReleaseOffice, ReleasePage, ReleaseTopic
from dateline.text.languages import INTERFACE
from dateline.text.words import fold, stem, tokenize

BATCH = 500
"""Releases per batch when missing rows are made."""

MAX_TERMS = 12
"""Further terms of a query are ignored."""

MAX_DIGITS = 12
"""Most digits of a release number; longer numbers are searched as words."""

_COLUMNS = [field.attname for field in IndexRow._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
_KEYS_LENGTH: int = IndexRow._meta.get_field("offices").max_length  # type: ignore[assignment]  # noqa: SLF001
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TABLE = IndexRow._meta.db_table  # noqa: SLF001 - Django's public name for it
_MATCHING = {
    "sqlite": f"SELECT rowid FROM {_TABLE}_words WHERE {_TABLE}_words MATCH %s",  # noqa: S608 - a constant
    "postgresql": f"SELECT text_id FROM {_TABLE} WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)",  # noqa: S608
}


def refresh(releases: Collection[uuid.UUID]) -> None:
    """Write the rows of all texts of some releases anew."""
    texts = list(ReleasePage.objects.filter(release__in=releases).defer_streamfields().select_related("release"))
    offices = _keys_in_order(ReleaseOffice, "office_id", releases)
    topics = _keys_in_order(ReleaseTopic, "topic_id", releases)
    words = _latest_words(texts)
    rows = [
        IndexRow(
            text_id=text.pk,
            release_key=text.release_id,
            edited_at=text.edited_at or text.release.published_at or _NEVER,
            published_at=text.release.published_at,
            number=text.release.number,
            language=text.language,
            state=text.state,
            stage=text.draft_stage,
            review_owed=text.review_owed,
            kind=text.release.kind_id,
            offices=key_list([text.release.lead_office_id, *offices[text.release_id]]),
            topics=key_list(topics[text.release_id]),
            words=_index_words(words[text.pk], text.language),
        )
        for text in texts
    ]
    IndexRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["text"], update_fields=_COLUMNS)


def refresh_missing() -> None:
    """Make the rows that are missing, as after an upgrade."""
    while releases := set(ReleasePage.objects.filter(index_row=None).values_list("release_id", flat=True)[:BATCH]):
        refresh(releases)


def search(rows: QuerySet[IndexRow], query: str) -> QuerySet[IndexRow]:
    """Return the rows that match all terms of a query, or whose release has the number that the query is.

    A term matches its other forms in every interface language. The last term also matches as a prefix. A query
    without terms matches nothing.
    """
    if query.isdecimal() and len(query) <= MAX_DIGITS:
        return rows.filter(number=int(query))
    keys = _matching_keys(query)
    return rows.none() if keys is None else rows.filter(pk__in=keys)


def at_stage(rows: QuerySet[IndexRow], stages: Iterable[str]) -> QuerySet[IndexRow]:
    """Return the rows whose draft is at one of the stages; the condition uses the partial index of drafts."""
    return rows.exclude(stage="").filter(stage__in=list(stages))


def containing(field: str, keys: Iterable[int]) -> Q:
    """Return the condition that the ``offices`` or ``topics`` of a row contain at least one of the keys."""
    condition = Q(pk__in=[])
    for key in keys:
        condition |= Q(**{f"{field}__contains": f",{key},"})
    return condition


def key_list(keys: Iterable[int | None]) -> str:
    """Return keys as a row stores them, such as ``,3,14,``; empty for none, cut to what the column holds."""
    known = "".join(f"{key}," for key in keys if key is not None)
    return f",{known}"[:_KEYS_LENGTH].rpartition(",")[0] + "," if known else ""


def _keys_in_order(
    model: type[ReleaseOffice | ReleaseTopic], column: str, releases: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, list[int]]:
    keys: dict[uuid.UUID, list[int]] = defaultdict(list)
    rows: models.QuerySet[ReleaseOffice | ReleaseTopic] = model._default_manager.filter(release__in=releases)  # noqa: SLF001
    for release, key in rows.values_list("release_id", column):
        keys[release].append(key)
    return keys


def _latest_words(texts: Iterable[ReleasePage]) -> dict[int, tuple[str, str]]:
    """Return headline and lead of the latest draft of each text."""
    drafts = {text.latest_revision_id: text for text in texts if text.has_unpublished_changes or not text.live}
    newer = {
        drafts[revision].pk: (content.get("headline") or "", content.get("lead") or "")
        for revision, content in Revision.objects.filter(pk__in=drafts).values_list("pk", "content")
    }
    return {text.pk: newer.get(text.pk, (text.headline, text.lead)) for text in texts}


def _index_words(parts: Iterable[str], language: str) -> str:
    """Return the folded words of some texts and their stems, each once, with a blank between."""
    words = [word for text in parts for word in tokenize(text, language)]
    forms = [form for word in words for form in (fold(word), stem(word, language))]
    return " ".join(dict.fromkeys(form for form in forms if form))


def _matching_keys(query: str) -> RawSQL | None:
    """Return the keys of the texts that match every term; None where the query has no term."""
    terms = tokenize(query)[:MAX_TERMS]
    alternatives = [forms for forms in (_any_form(term, is_last=term is terms[-1]) for term in terms) if forms]
    if not alternatives:
        return None
    conjunction = {"sqlite": " AND ", "postgresql": " & "}[connection.vendor]
    statement = _MATCHING[connection.vendor]
    return RawSQL(statement, [conjunction.join(alternatives)])  # noqa: S611 - a constant, and its parameter beside it


def _any_form(term: str, *, is_last: bool) -> str:
    """Return the forms of one term as alternatives in the database's query language; a form contains no quotes."""
    folded = fold(term)
    stems = {stem(term, language) for language in INTERFACE} - {"", folded}
    quote, prefix, either = {"sqlite": ('"', "*", " OR "), "postgresql": ("'", ":*", " | ")}[connection.vendor]
    forms = [f"{quote}{folded}{quote}{prefix if is_last else ''}"] if folded else []
    forms += [f"{quote}{form}{quote}" for form in sorted(stems)]
    return f"({either.join(forms)})" if forms else ""
