"""Reference numbers, by which releases are cited."""

import datetime as dt


def reference_number(short_name: str, number: int, published_on: dt.date) -> str:
    """Return acronym, number and year of publication, such as ``ASCO 120/2026``; nothing in it ever changes.

    The number alone identifies the release. `archive.search_parser` reads what this writes.
    """
    return f"{short_name}\u00a0{number}/{published_on.year}"
