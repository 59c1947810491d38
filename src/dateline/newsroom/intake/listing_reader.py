"""The entry point for saved listings: text or HTML, in any encoding, to parsed items."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing.decoding import decode, is_html
from dateline.newsroom.intake.listing.item_parser import KnownNames, is_newest_first, parse_items, with_ordinals
from dateline.newsroom.intake.listing.items import Listing, RawItem
from dateline.newsroom.intake.listing.labels import is_noise
from dateline.newsroom.intake.listing.lines import Line, text_lines
from dateline.newsroom.intake.listing.text_items import find_text_items
from dateline.newsroom.intake.listing_html.dom import page_address, parse_body
from dateline.newsroom.intake.listing_html.page_items import find_page_items
from dateline.text.dates import is_ambiguous
from dateline.text.months import Order

NO_LIST = "it contains no list of releases with dates; nothing was made up"
"""Reason for a page without a list, such as one that a script fills in the browser."""


def read_listing(
    data: bytes,
    name: str,
    language: str,
    known: KnownNames | None = None,
    *,
    url: str = "",
    zone: dt.tzinfo | None = None,
) -> Listing:
    """Return the items in the bytes of a saved listing.

    Args:
        data: a page saved as HTML, or text copied from it.
        name: of the file, for messages.
        language: BCP 47 tag of the listing.
        known: names that the newsroom has.
        url: address of the page, where the page does not contain it.
        zone: in which machine-readable moments of a page become days; UTC by default.

    Raises:
        UnreadableError: the bytes are empty or not text.
        NoListError: the bytes contain no list of releases.
    """
    text = decode(data, name)
    lines = [] if is_html(text) else text_lines(text)
    known = known or KnownNames()
    raws, order = (
        find_text_items(lines, language, None, names=known.offices | known.topics | known.kinds)
        if lines
        else _read_page(text, language, url, zone or dt.UTC)
    )
    if not raws:
        raise NoListError(name, NO_LIST)
    items, rejected = parse_items(_unique(raws), language, known)
    if not items and not any(raw.values for raw in raws):
        # Dates that count from today, or stand beside nothing, are not a list.
        raise NoListError(name, NO_LIST)
    newest_first = is_newest_first(items)
    return Listing(
        name=name,
        items=with_ordinals(items, newest_first=newest_first),
        rejected=tuple(rejected),
        remarks=(*_remarks(raws, order), *_remarks_below(lines, raws)),
        newest_first=newest_first,
    )


def _read_page(text: str, language: str, url: str, zone: dt.tzinfo) -> tuple[Sequence[RawItem], Order]:
    body = parse_body(text)
    if body is None:
        return [], "dmy"
    return find_page_items(body, language, url or page_address(text), zone)


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


def _remarks_below(lines: Sequence[Line], raws: Sequence[RawItem]) -> Iterator[str]:
    """Yield a remark where a text continues below its last item."""
    end = max(raw.until_line for raw in raws)
    below = next((line for line in lines if line.number > end and line.text and not is_noise(line.text)), None)
    if below is not None:
        yield f"line {below.number}: text below the last item is left out, from “{below.text[:80]}” on"


def _remarks(raws: Sequence[RawItem], order: Order) -> Iterator[str]:
    ambiguous = next((raw.written_date for raw in raws if is_ambiguous(raw.written_date)), None)
    if ambiguous:
        yield f"days such as {ambiguous} were read with {'the day' if order == 'dmy' else 'the month'} first"
    for raw in raws:
        empty = sorted(number for key, (value, number, _) in raw.values.items() if not value)
        yield from (f"line {number}: the label has no value and was ignored" for number in empty)
    if any(raw.url and not raw.url.startswith(("http://", "https://")) for raw in raws):
        yield "links are relative and the page does not contain its address; give it with --url"
