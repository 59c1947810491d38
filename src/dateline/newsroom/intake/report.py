"""Reports of an import of a listing: a summary in sentences, and the items as data."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.newsroom.intake.listing.items import Listing, ListingItem
from dateline.newsroom.intake.listing.names import name_key

if TYPE_CHECKING:
    from dateline.newsroom.intake.import_items import ImportOutcome
    from dateline.newsroom.intake.mapping import NameMap


MAX_REMARKS = 20
"""Notes that a summary shows; the data have all."""


def summary(listing: Listing, outcome: "ImportOutcome", names: "NameMap", rejects: Path | None) -> Iterator[str]:
    """Yield the outcome of an import, line by line; ``rejects`` is the file of rejected items."""
    counts = f"{outcome.new} new, {outcome.known} known, {len(listing.rejected)} rejected"
    yield f"{listing.name}: {_count(listing)}, {counts}."
    for heading, changed in (
        ("Kinds created", names.created_kinds),
        ("Offices created", names.created_offices),
        ("Offices closed", names.closed_offices),
        ("Topics created", names.created_topics),
    ):
        if changed:
            yield f"{heading} ({len(changed)}): {'; '.join(changed)}"
    yield from _remarks(listing)
    if rejects is not None:
        yield f"Rejected items are in {rejects}: correct them there and import the file."


def dry_run(listing: Listing, names: "NameMap | None") -> Iterator[str]:
    """Yield what would be imported, item by item."""
    for item in listing.items:
        yield _line(item)
    yield f"{listing.name}: {_count(listing)}, {len(listing.rejected)} would be rejected. Nothing was written."
    if names is not None:
        for table, used, known in (
            ("offices", {o.name for i in listing.items for o in i.offices}, names.offices),
            ("topics", {t.name for i in listing.items for t in i.topics}, names.topics),
            ("kinds", {i.kind.name for i in listing.items if i.kind}, names.kinds),
        ):
            missing = sorted(name for name in used if name_key(name) not in known)
            if missing:
                yield f"New {table} ({len(missing)}): {'; '.join(missing)}"
    yield from _remarks(listing)


def as_data(listing: Listing) -> dict[str, Any]:
    """Return a listing as data for JSON; days as ISO 8601."""
    return {
        "name": listing.name,
        "items": [_item(item) for item in listing.items],
        "aside": [
            {"line": item.line, "lines": list(item.lines), "faults": [[f.line, f.reason] for f in item.faults]}
            for item in listing.rejected
        ],
        "remarks": list(listing.remarks),
    }


def _item(item: ListingItem) -> dict[str, Any]:
    return {
        "line": item.line,
        "title": item.title,
        "published_on": item.published_on.isoformat(),
        "kind": item.kind.name if item.kind else None,
        "offices": [{"name": office.name, "closed": office.closed} for office in item.offices],
        "topics": [topic.name for topic in item.topics],
        "url": item.url or None,
        "summary": item.summary,
        "lead": item.lead,
        "dateline": None
        if item.dateline is None
        else {
            "places": list(item.dateline.places),
            "on": item.dateline.on.isoformat() if item.dateline.on else None,
            "stated": item.dateline.stated,
        },
    }


def _remarks(listing: Listing) -> Iterator[str]:
    for remark in listing.remarks[:MAX_REMARKS]:
        yield f"Note: {remark}."
    if len(listing.remarks) > MAX_REMARKS:
        yield f"{len(listing.remarks) - MAX_REMARKS} more notes: --json has them all."
    for item in listing.rejected:
        for fault in item.faults:
            yield f"{listing.name}, line {fault.line}: {fault.reason}; the item is rejected."


def _line(item: ListingItem) -> str:
    parts = [
        item.published_on.isoformat(),
        item.kind.name if item.kind else "–",
        ", ".join(office.name for office in item.offices) or "–",
        ", ".join(topic.name for topic in item.topics) or "–",
        item.title,
    ]
    if item.dateline is not None:
        places = "/".join(item.dateline.places)
        parts.append(f"[{places}{', ' if places and item.dateline.on else ''}{item.dateline.on or ''}]")
    return "  ".join(parts)


def _count(listing: Listing) -> str:
    total = len(listing.items) + len(listing.rejected)
    return f"{total} item" if total == 1 else f"{total} items"
