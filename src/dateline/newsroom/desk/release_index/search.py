"""Finding texts in the list: whose they are, which filters they pass, which words they hold."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from dateline.newsroom.desk.models import ListedText
from dateline.newsroom.desk.release_index.words import matching

MAX_DIGITS = 12
"""Digits of a number of a release; more are words."""


def holding(field: str, keys: Iterable[int]) -> Q:
    """Return the condition that a row's ``offices`` or ``topics`` hold at least one of the keys."""
    found = Q(pk__in=[])
    for key in keys:
        found |= Q(**{f"{field}__contains": f",{key},"})
    return found


def at_stage(rows: QuerySet[ListedText], stages: Iterable[str]) -> QuerySet[ListedText]:
    """Keep the rows whose draft is that far, in the words of the index of drafts, which are few."""
    return rows.exclude(stage="").filter(stage__in=list(stages))


def asked(rows: QuerySet[ListedText], question: str) -> QuerySet[ListedText]:
    """Keep the rows that have all words of a question, or the number that it is."""
    if question.isdecimal() and len(question) <= MAX_DIGITS:
        return rows.filter(number=int(question))
    keys = matching(question)
    return rows.none() if keys is None else rows.filter(pk__in=keys)
