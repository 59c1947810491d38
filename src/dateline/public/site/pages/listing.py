"""The list of releases with its filters, and what it shows when there are none."""

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

import msgspec

from dateline.archive import filters
from dateline.archive.errors import MalformedValueError, ReversedDaysError, UnknownValueError
from dateline.archive.filters import usual_query
from dateline.archive.port import ResultPage
from dateline.archive.query import SIZES, Filter, Query
from dateline.public.site.list_paths import follow_path, list_path, with_filter
from dateline.public.site.page import Head, PageContext, Renderer, activitypub_alternate
from dateline.public.site.pages.cards import CardRenderer
from dateline.public.site.pages.error_pages import error_page, malformed_value, reversed_days, unknown_value
from dateline.public.site.pages.facets import active, facets, value_row
from dateline.public.site.pages.search_notices import corrected_words, search_notices
from dateline.web.http import Request, Response, redirect

_PAGES_AROUND = 2  # page numbers on each side of the current one


def list_page(renderer: Renderer, cards: CardRenderer, context: PageContext, request: Request) -> Response:
    """Answer ``/{ui}/news``: the list of a filter, a redirect to its canonical address, or 404."""
    parsed = read_filter(renderer, context, request)
    if isinstance(parsed, Response):
        return parsed
    query = parsed.query
    if parsed.clean != request.query:
        return redirect(list_path(context.ui, query))
    answer, corrected = _answer(context, query)
    if not answer.items and query.page > 1:
        return _past_the_end(renderer, context, query, answer)
    return renderer.page(
        "list.html",
        context,
        _head(context, query, answer),
        **_values(cards, context, query, answer),
        **search_notices(context, query, answer, corrected),
        value_row=partial(value_row, renderer, context),
    )


def _answer(context: PageContext, query: Query) -> tuple[ResultPage, str]:
    """Return a page of a list, and the corrected words if the results are for these; else empty.

    If the typed words match nothing and correcting a single word finds something, the results are for the corrected
    words. If more words had to be corrected, they are only suggested.
    """
    answer = context.archive.query(msgspec.structs.replace(query, lenient=True))
    if answer.total or query.verbatim or corrected_words(query.filter.words, answer.suggestion) != 1:
        return answer, ""
    corrected = msgspec.structs.replace(query.filter, words=answer.suggestion)
    return context.archive.query(msgspec.structs.replace(query, filter=corrected)), answer.suggestion


def read_filter(renderer: Renderer, context: PageContext, request: Request) -> filters.ParsedFilters | Response:
    """Parse the query parameters of a list, or return the 404 page that names the wrong one."""
    try:
        return filters.parse(request.parameters(), context.archive, reader=context.ui)
    except UnknownValueError as error:
        return unknown_value(renderer, context, error.parameter, error.value)
    except ReversedDaysError:
        return reversed_days(renderer, context, _exchanged(request))
    except MalformedValueError as error:
        return malformed_value(renderer, context, error.parameter, error.value)
    except ValueError:
        return malformed_value(renderer, context, "", "")


def _exchanged(request: Request) -> str:
    """Return the address of a request with its first and last day exchanged."""
    other = {"from": "until", "until": "from"}
    return f"{request.path}?{urlencode([(other.get(name, name), value) for name, value in request.parameters()])}"


def page_numbers(page: int, last: int) -> list[int | None]:
    """Return the page numbers to link: first, last, those around the current one; None stands for a gap."""
    near = {1, last, *range(max(1, page - _PAGES_AROUND), min(last, page + _PAGES_AROUND) + 1)}
    # a gap of one page is filled with that page
    near |= {number + 1 for number in near if number + 2 in near}
    shown: list[int | None] = []
    for number in sorted(near):
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown


def last_page(answer: ResultPage, size: int) -> int:
    """Return the number of the last reachable page, from 1."""
    return max(1, -(-answer.reachable // size))


def _values(cards: CardRenderer, context: PageContext, query: Query, answer: ResultPage) -> dict[str, Any]:
    filter_, ui = query.filter, context.ui
    last = last_page(answer, query.size)
    first = (query.page - 1) * query.size + 1
    is_front = query == Query(reader=ui)
    return {
        "query": query,
        "filter": filter_,
        "answer": answer,
        "is_front": is_front,
        "cards": _cards(cards, context, answer, is_front=is_front),
        "facets": facets(context, filter_, answer.facets),
        "active": active(context, query),
        "first": first,
        "until": first + len(answer.items) - 1,
        "pages": [(number, _page(ui, query, number) if number else "") for number in page_numbers(query.page, last)],
        "before": _page(ui, query, query.page - 1) if query.page > 1 else "",
        "after": _page(ui, query, query.page + 1) if query.page < last else "",
        "sizes": [(size, list_path(ui, msgspec.structs.replace(query, size=size, page=1))) for size in SIZES],
        "orders": _sort_orders(context, query) if filter_.words and not answer.relaxed else [],
        "usual_order": usual_query(filter_).order,
        "periods": _periods(context, query),
        "everything": list_path(ui, Query(reader=ui)),
        "words_only": list_path(ui, usual_query(Filter(words=filter_.words), reader=ui)),
        "follow": follow_path(ui, query),
    }


def _cards(cards: CardRenderer, context: PageContext, answer: ResultPage, *, is_front: bool) -> list[object]:
    """Return the cards of a page; on the front page the first one is large."""
    if not is_front or not answer.items:
        return list(cards.render_all(context, answer.items))
    leading = cards.render(context, answer.items[0], template="card_leading.html")
    return [leading, *cards.render_all(context, answer.items[1:])]


def _page(ui: str, query: Query, number: int) -> str:
    return list_path(ui, msgspec.structs.replace(query, page=number))


def _sort_orders(context: PageContext, query: Query) -> list[tuple[str, bool, str]]:
    say = context.wording.gettext
    return [
        (label, query.order == order, list_path(context.ui, msgspec.structs.replace(query, order=order, page=1)))
        for order, label in (("relevance", say("Best match first")), ("date", say("Newest first")))
    ]


def _periods(context: PageContext, query: Query) -> list[tuple[str, bool, str]]:
    """Return the shortcuts to periods: (label, whether it is active, address)."""
    say, today = context.wording.gettext, context.today
    spans = [(say("Last 30 days"), today - dt.timedelta(days=29), None)] + [
        (str(year), dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (today.year, today.year - 1, today.year - 2)
    ]
    return [
        (
            label,
            (query.filter.from_on, query.filter.until_on) == (from_on, until_on),
            list_path(context.ui, with_filter(query, from_on=from_on, until_on=until_on)),
        )
        for label, from_on, until_on in spans
    ]


def _head(context: PageContext, query: Query, answer: ResultPage) -> Head:
    say = context.wording.gettext
    title = context.localized(context.newsroom.title)
    labels = [filter_.label for filter_ in active(context, query)]
    page = say("page %(number)s", number=context.wording.number(query.page)) if query.page > 1 else ""
    same = {
        language: list_path(language, msgspec.structs.replace(query, reader=language))
        for language in context.newsroom.languages
    }
    return Head(
        title=" · ".join(filter(None, [*labels, title, page])),
        path=list_path(context.ui, query),
        description=context.localized(context.newsroom.tagline),
        translations=same,
        feed_filter=query.filter,
        section="news",
        indexed=bool(answer.items) and len(labels) <= 1 and _is_indexable(query),
        alternates=() if labels else activitypub_alternate(context),
    )


def _is_indexable(query: Query) -> bool:
    """Return whether search engines may list the page: not searches, periods and page sizes, which are endless."""
    filter_ = query.filter
    return not (filter_.words or filter_.from_on or filter_.until_on) and query.size == Query().size


def _past_the_end(renderer: Renderer, context: PageContext, query: Query, answer: ResultPage) -> Response:
    last = last_page(answer, query.size)
    say, number = context.wording.gettext, context.wording.number
    return error_page(
        renderer,
        context,
        404,
        say("There is no page %(page)s. The list ends with page %(last)s.", page=number(query.page), last=number(last)),
        links=[(say("Go to the last page"), _page(context.ui, query, last))],
    )
