"""Notices above the results of a search: corrected words, days and releases that were typed, partial matches."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from dateline.archive.filters import usual_query
from dateline.archive.port import ResultPage
from dateline.archive.query import Filter, Query
from dateline.archive.search_parser import days_in, search_languages
from dateline.public.site.list_paths import list_path, with_filter
from dateline.public.site.page import PageContext
from dateline.text.words import tokenize

_MAX_DAYS = 2  # a day that can be read in two ways


class DayFilter(msgspec.Struct, frozen=True):
    """A day that a query names: how many releases were published on it, and the list of these."""

    label: str
    path: str
    count: int


def search_notices(context: PageContext, query: Query, answer: ResultPage, corrected: str) -> dict[str, Any]:
    """Return the values of a list's template that only a search needs.

    Args:
        context: of the page.
        query: as the reader asked it.
        answer: the page of results that is shown.
        corrected: the corrected words, if the results are for these; empty if they are for the typed words.
    """
    suggestion = corrected or answer.suggestion
    return {
        "corrected": corrected,
        "suggestion": suggestion,
        "suggested": list_path(context.ui, with_filter(query, words=suggestion)) if suggestion else "",
        "as_typed": list_path(context.ui, msgspec.structs.replace(query, verbatim=True, page=1)) if corrected else "",
        "on_days": list(day_filters(context, query.filter)),
        "open_cards": open_cards(answer),
    }


def corrected_words(typed: str, suggestion: str) -> int:
    """Return how many words a suggestion corrects; 0 for none."""
    if not suggestion:
        return 0
    return sum(one != other for one, other in zip(tokenize(typed), suggestion.split(), strict=False))


def day_filters(context: PageContext, filter_: Filter) -> Iterator[DayFilter]:
    """Yield the days that the words of a filter name and on which releases were published."""
    if filter_.from_on or filter_.until_on or not filter_.words:
        return
    for day in days_in(filter_.words, search_languages(context.newsroom.languages))[:_MAX_DAYS]:
        if not day.year:
            continue
        on = dt.date(day.year, day.month, day.day)
        of_day = Filter(from_on=on, until_on=on)
        count = context.archive.total(of_day)
        if count:
            label = context.wording.gettext("Published on %(day)s", day=context.wording.day(on))
            yield DayFilter(str(label), list_path(context.ui, usual_query(of_day, reader=context.ui)), count)


def open_cards(answer: ResultPage) -> int:
    """Return how many items of a page are visible at once: all up to the last full match, else all. The rest is folded.

    Full and partial matches are ranked together, so a partial match may stand above a full one.
    """
    full = [place for place, item in enumerate(answer.items, 1) if not item.partial]
    return full[-1] if full and answer.relaxed else len(answer.items)
