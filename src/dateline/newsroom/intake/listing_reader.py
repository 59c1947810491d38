"""The entry point for saved listings: text or HTML, in any encoding, to parsed items."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import html

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing.decoding import decode, is_html
from dateline.newsroom.intake.listing.item_parser import KnownNames, is_newest_first, parse_items, with_ordinals
from dateline.newsroom.intake.listing.items import Listing, RawItem, RejectedItem
from dateline.newsroom.intake.listing.labels import is_noise
from dateline.newsroom.intake.listing.left_out import left_out
from dateline.newsroom.intake.listing.lines import Line, text_lines
from dateline.newsroom.intake.listing.text_items import find_text_items
from dateline.newsroom.intake.listing_html.date_elements import PageSettings
from dateline.newsroom.intake.listing_html.dom import (
    page_address,
    page_language,
    parse_body,
    says_article,
    visible_lines,
)
from dateline.newsroom.intake.listing_html.page_items import find_page_items, short_texts_with_digits
from dateline.text.dates import is_ambiguous, order_in
from dateline.text.days.orders import DayOrder, Order, usual_orders
from dateline.text.words import base_language

NO_LIST = "it contains no list of releases with dates; nothing was made up"
"""Reason for a page without a list, such as one that a script fills in the browser."""


def read_listing(  # noqa: PLR0913 - named arguments
    data: bytes,
    name: str,
    language: str,
    known: KnownNames | None = None,
    *,
    url: str = "",
    zone: dt.tzinfo | None = None,
    order: Order | None = None,
) -> Listing:
    """Return the items in the bytes of a saved listing.

    Args:
        data: a page saved as HTML, or text copied from it.
        name: of the file, for messages.
        language: BCP 47 tag of the listing.
        known: names that the newsroom has.
        url: address of the page, where the page does not contain it.
        zone: in which machine-readable moments of a page become days; UTC by default.
        order: how ``2/10/2026`` is meant; by default as the unambiguous days of the source show, else as the page says
            by its language. Where neither tells it, items with such days are rejected.

    Raises:
        UnreadableError: the bytes are empty or not text.
        NoListError: the bytes contain no list of releases.
    """
    text = decode(data, name)
    lines = [] if is_html(text) else text_lines(text)
    known = known or KnownNames()
    given = DayOrder(order, order) if order else None
    raws: Sequence[RawItem]
    shown: Sequence[Line] = lines
    if lines:
        raws, meant = find_text_items(lines, language, given, names=known.offices | known.topics | known.kinds)
    else:
        raws, meant, shown = _read_page(text, language, url=url, zone=zone or dt.UTC, given=given)
    if not raws:
        raise NoListError(name, NO_LIST)
    items, rejected = parse_items(_unique(raws), language, known)
    if not items and not any(raw.values or is_ambiguous(raw.written_date) for raw in raws):
        # Dates that count from today, or stand beside nothing, are not a list.
        raise NoListError(name, NO_LIST)
    newest_first = is_newest_first(items)
    return Listing(
        name=name,
        items=with_ordinals(items, newest_first=newest_first),
        rejected=tuple(rejected),
        remarks=(
            *_remarks(raws, meant),
            *_remarks_below(lines, raws),
            *_left_out(shown, raws, rejected, (language, meant)),
        ),
        newest_first=newest_first,
    )


def _read_page(
    text: str, language: str, *, url: str, zone: dt.tzinfo, given: DayOrder | None
) -> tuple[Sequence[RawItem], DayOrder, Sequence[Line]]:
    body = parse_body(text)
    if body is None:
        return [], usual_orders(language), []
    page = PageSettings(
        url or page_address(text), language, given or _order_of(body, text, language), zone, says_article(text)
    )
    lines = visible_lines(body, page.base)
    return find_page_items(body, page), page.order, lines


def _order_of(body: html.HtmlElement, text: str, language: str) -> DayOrder:
    """Return how a page means days in numbers: as its days show, else as its own language and the given one agree."""
    shown = short_texts_with_digits(body)
    own = page_language(text) or language
    if base_language(own) == base_language(language):
        return order_in(shown, own if "-" in own else language)
    found = {order_in(shown, tag) for tag in (own, language)}
    slashed = {order.slashed for order in found if order.slashed}
    return DayOrder(slashed.pop() if len(slashed) == 1 else None, order_in(shown, language).dotted)


def _unique(raws: Sequence[RawItem]) -> list[RawItem]:
    """Return items without those that a page shows twice with one address, such as a hero above its own list."""
    seen: Counter[tuple[str, str]] = Counter()
    unique = []
    for raw in raws:
        key = (raw.url, raw.title)
        seen[key] += 1
        if not raw.url or seen[key] == 1:
            unique.append(raw)
    return unique


def _left_out(
    lines: Sequence[Line], raws: Sequence[RawItem], rejected: Sequence[RejectedItem], page: tuple[str, DayOrder]
) -> Iterator[str]:
    """Yield a remark for words among the items that are in none of them, each once."""
    reported = {line for item in rejected for line in item.lines}
    seen: set[str] = set()
    for number, words in left_out(lines, raws, *page):
        if words not in seen and words not in reported:
            seen.add(words)
            yield f"line {number}: “{words}” is in no item and was left out"


def _remarks_below(lines: Sequence[Line], raws: Sequence[RawItem]) -> Iterator[str]:
    """Yield a remark where a text continues below its last item."""
    end = max(raw.until_line for raw in raws)
    below = next((line for line in lines if line.number > end and line.text and not is_noise(line.text)), None)
    if below is not None:
        yield f"line {below.number}: text below the last item is left out, from “{below.text[:80]}” on"


def _remarks(raws: Sequence[RawItem], order: DayOrder) -> Iterator[str]:
    for marks, meant in (("/-", order.slashed), (".", order.dotted)):
        days = (raw.written_date for raw in raws if is_ambiguous(raw.written_date))
        if meant and (day := next((day for day in days if any(mark in day for mark in marks)), None)):
            yield f"days such as {day} were read with {'the day' if meant == 'dmy' else 'the month'} first"
    for raw in raws:
        empty = sorted(number for key, (value, number, _) in raw.values.items() if not value)
        yield from (f"line {number}: the label has no value and was ignored" for number in empty)
    if any(raw.url and not raw.url.startswith(("http://", "https://")) for raw in raws):
        yield "links are relative and the page does not contain its address; give it with --url"
