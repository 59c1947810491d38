"""Read a saved listing, whatever it is: the one way in."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.newsroom.intake.errors import NoListError
from dateline.newsroom.intake.listing.items import Listing, RawItem
from dateline.newsroom.intake.listing.lines import Line, text_lines
from dateline.newsroom.intake.listing.source import decode, is_html
from dateline.newsroom.intake.listing.textual import raw_items
from dateline.newsroom.intake.listing.understand import Known, is_newest_first, numbered, understand
from dateline.newsroom.intake.listing.words import is_noise
from dateline.newsroom.intake.pages import listings, tree
from dateline.text.dates import is_ambiguous
from dateline.text.months import Order

NOTHING = "it holds no list of releases that could be told from its days; nothing was made up"
"""Said of a page without a list, such as one that a script fills when it is opened."""


def read_listing(
    data: bytes, name: str, language: str, known: Known | None = None, *, url: str = "", zone: dt.tzinfo | None = None
) -> Listing:
    """Return the items in the bytes of a saved listing.

    Args:
        data: a page saved as HTML, or text copied from it.
        name: of the file, for messages.
        language: BCP 47 tag of the listing.
        known: what the newsroom has.
        url: address of the page, where it does not say so itself.
        zone: in which moments that the page gives to machines become days; UTC by default.

    Raises:
        UnreadableError: the bytes are empty or no text.
        NoListError: there is no list in them.
    """
    text = decode(data, name)
    lines = [] if is_html(text) else text_lines(text)
    known = known or Known()
    raws, order = (
        raw_items(lines, language, None, names=known.offices | known.topics | known.kinds)
        if lines
        else _of_page(text, language, url, zone or dt.UTC)
    )
    if not raws:
        raise NoListError(name, NOTHING)
    items, aside = understand(_once(raws), language, known)
    if not items and not any(raw.values for raw in raws):
        # Days that only count from today, or stand beside nothing, make no list.
        raise NoListError(name, NOTHING)
    newest_first = is_newest_first(items)
    return Listing(
        name=name,
        items=numbered(items, newest_first=newest_first),
        aside=tuple(aside),
        remarks=(*_remarks(raws, order), *_left_out(lines, raws)),
        newest_first=newest_first,
    )


def _of_page(text: str, language: str, url: str, zone: dt.tzinfo) -> tuple[Sequence[RawItem], Order]:
    body = tree.parse(text)
    if body is None:
        return [], "dmy"
    return listings.raw_items(body, language, url or tree.address(text), zone)


def _once(raws: Sequence[RawItem]) -> list[RawItem]:
    """Return items without those that a page shows twice at one address, as a hero above its own list."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for raw in raws:
        key = (raw.url, raw.title)
        seen[key] += 1
        if not raw.url or seen[key] == 1:
            kept.append(raw)
    return kept


def _left_out(lines: Sequence[Line], raws: Sequence[RawItem]) -> Iterator[str]:
    """Say what of a text stands below its last item: the page goes on there, or a lead looks unlike all others."""
    end = max(raw.until_line for raw in raws)
    below = next((line for line in lines if line.number > end and line.text and not is_noise(line.text)), None)
    if below is not None:
        yield f"line {below.number}: what stands below the last item is left out, from “{below.text[:80]}” on"


def _remarks(raws: Sequence[RawItem], order: Order) -> Iterator[str]:
    ambiguous = next((raw.when for raw in raws if is_ambiguous(raw.when)), None)
    if ambiguous:
        yield f"days such as {ambiguous} were read with {'the day' if order == 'dmy' else 'the month'} first"
    for raw in raws:
        silent = sorted(number for key, (value, number, _) in raw.values.items() if not value)
        yield from (f"line {number}: the label says nothing and was passed over" for number in silent)
    if any(raw.url and not raw.url.startswith(("http://", "https://")) for raw in raws):
        yield "links are relative and the page does not say its address; --url does"
