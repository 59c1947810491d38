"""The list of releases with its filters, and what it says when it has nothing to show."""

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, ReversedDaysError, UnknownValueError
from dateline.archive.port import ResultPage
from dateline.archive.query import SIZES, Filter, Query
from dateline.public.site.listpath import follow_path, list_path, narrowed
from dateline.public.site.page import Head, Pages, Setting, actor_forms
from dateline.public.site.pages.cards import Cards
from dateline.public.site.pages.facets import active, facets, value_row
from dateline.public.site.pages.faults import fault, malformed, reversed_days, unknown
from dateline.web.http import Request, Response, redirect

_AROUND = 2  # numbered pages shown on each side of the current one


def list_page(pages: Pages, cards: Cards, setting: Setting, request: Request) -> Response:
    """Answer ``/{ui}/news``: the list a filter means, a redirect to its clean address, or a 404 with a sentence."""
    asked = read_filter(pages, setting, request)
    if isinstance(asked, Response):
        return asked
    if asked.clean != request.query:
        return redirect(list_path(setting.ui, asked.query))
    answer = setting.archive.query(msgspec.structs.replace(asked.query, lenient=True))
    if not answer.items and asked.query.page > 1:
        return _behind_the_end(pages, setting, asked.query, answer)
    values = _values(cards, setting, asked.query, answer)
    rows = partial(value_row, pages, setting)
    return pages.page("list.html", setting, _head(setting, asked.query, answer), **values, value_row=rows)


def read_filter(pages: Pages, setting: Setting, request: Request) -> filters.ParsedFilters | Response:
    """Return what the parameters of an address mean, or a 404 that says which of them cannot be."""
    try:
        return filters.parse(request.parameters(), setting.archive, reader=setting.ui)
    except UnknownValueError as error:
        return unknown(pages, setting, error.parameter, error.value)
    except ReversedDaysError:
        return reversed_days(pages, setting, _exchanged(request))
    except MalformedValueError as error:
        return malformed(pages, setting, error.parameter, error.value)
    except ValueError:
        return malformed(pages, setting, "", "")


def _exchanged(request: Request) -> str:
    """Return an address with its two days in each other's place."""
    other = {"from": "until", "until": "from"}
    return f"{request.path}?{urlencode([(other.get(name, name), value) for name, value in request.parameters()])}"


def numbers(page: int, last: int) -> list[int | None]:
    """Return the page numbers to offer: first, last, those around the current one; None stands for a gap."""
    near = {1, last, *range(max(1, page - _AROUND), min(last, page + _AROUND) + 1)}
    # a gap of one page is shown as that page
    near |= {number + 1 for number in near if number + 2 in near}
    shown: list[int | None] = []
    for number in sorted(near):
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown


def last_page(answer: ResultPage, size: int) -> int:
    """Return the number of the last page that can be reached, at least 1."""
    return max(1, -(-answer.reachable // size))


def _values(cards: Cards, setting: Setting, query: Query, answer: ResultPage) -> dict[str, Any]:
    filter_, ui = query.filter, setting.ui
    last = last_page(answer, query.size)
    first = (query.page - 1) * query.size + 1
    front = query == Query(reader=ui)
    return {
        "query": query,
        "filter": filter_,
        "answer": answer,
        "front": front,
        "cards": _shown(cards, setting, answer, front=front),
        "facets": facets(setting, filter_, answer.facets),
        "active": active(setting, query),
        "first": first,
        "until": first + len(answer.items) - 1,
        "pages": [(number, _page(ui, query, number) if number else "") for number in numbers(query.page, last)],
        "before": _page(ui, query, query.page - 1) if query.page > 1 else "",
        "after": _page(ui, query, query.page + 1) if query.page < last else "",
        "sizes": [(size, list_path(ui, msgspec.structs.replace(query, size=size, page=1))) for size in SIZES],
        "orders": _orders(setting, query) if filter_.words and not answer.relaxed else [],
        "periods": _periods(setting, query),
        "suggested": list_path(ui, narrowed(query, words=answer.suggestion)) if answer.suggestion else "",
        "everything": list_path(ui, Query(reader=ui)),
        "words_only": list_path(ui, Query(filter=Filter(words=filter_.words), reader=ui)),
        "follow": follow_path(ui, query),
    }


def _shown(cards: Cards, setting: Setting, answer: ResultPage, *, front: bool) -> list[object]:
    """Return the cards; the newest of the unfiltered first page leads it."""
    if not front or not answer.items:
        return list(cards.all(setting, answer.items))
    leading = cards.card(setting, answer.items[0], template="card_leading.html")
    return [leading, *cards.all(setting, answer.items[1:])]


def _page(ui: str, query: Query, number: int) -> str:
    return list_path(ui, msgspec.structs.replace(query, page=number))


def _orders(setting: Setting, query: Query) -> list[tuple[str, bool, str]]:
    say = setting.wording.gettext
    return [
        (label, query.order == order, list_path(setting.ui, msgspec.structs.replace(query, order=order, page=1)))
        for order, label in (("date", say("Newest first")), ("relevance", say("Best match first")))
    ]


def _periods(setting: Setting, query: Query) -> list[tuple[str, bool, str]]:
    """Return the periods offered as a shortcut: (label, in force, address)."""
    say, today = setting.wording.gettext, setting.today
    spans = [(say("Last 30 days"), today - dt.timedelta(days=29), None)] + [
        (str(year), dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (today.year, today.year - 1, today.year - 2)
    ]
    return [
        (
            label,
            (query.filter.from_on, query.filter.until_on) == (from_on, until_on),
            list_path(setting.ui, narrowed(query, from_on=from_on, until_on=until_on)),
        )
        for label, from_on, until_on in spans
    ]


def _head(setting: Setting, query: Query, answer: ResultPage) -> Head:
    say = setting.wording.gettext
    title = setting.called(setting.newsroom.title)
    chosen = [filter_.label for filter_ in active(setting, query)]
    page = say("page %(number)s", number=setting.wording.number(query.page)) if query.page > 1 else ""
    same = {
        language: list_path(language, msgspec.structs.replace(query, reader=language))
        for language in setting.newsroom.languages
    }
    return Head(
        title=" · ".join(filter(None, [*chosen, title, page])),
        path=list_path(setting.ui, query),
        description=setting.called(setting.newsroom.tagline),
        translations=same,
        follows=query.filter,
        section="news",
        indexed=bool(answer.items) and len(chosen) <= 1 and _is_one_of_few(query),
        forms=() if chosen else actor_forms(setting),
    )


def _is_one_of_few(query: Query) -> bool:
    """Say whether a list is a page of its own: combinations, words, periods and sizes are without end."""
    asked = query.filter
    return not (asked.words or asked.from_on or asked.until_on) and query.size == Query().size


def _behind_the_end(pages: Pages, setting: Setting, query: Query, answer: ResultPage) -> Response:
    last = last_page(answer, query.size)
    say, number = setting.wording.gettext, setting.wording.number
    return fault(
        pages,
        setting,
        404,
        say("There is no page %(page)s. The list ends with page %(last)s.", page=number(query.page), last=number(last)),
        ways=[(say("Go to the last page"), _page(setting.ui, query, last))],
    )
