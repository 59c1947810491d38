"""Queries and filters of the archive."""

import datetime as dt
from typing import Literal

import msgspec

SIZES = (10, 20, 50)
"""Allowed page sizes; the middle one is the default."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """A condition on releases: one value of each named facet, one of the days, all of the words.

    Attributes:
        kinds, offices, topics: slugs; a topic includes its descendants, an office only itself.
        languages: BCP 47 tags; the release is public in one of them or in a variety of one.
        from_on, until_on: first and last day of publication in the newsroom's time zone, both included.
        words: free text as typed; empty for none.
    """

    kinds: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    from_on: dt.date | None = None
    until_on: dt.date | None = None
    words: str = ""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the releases that match a filter, for a reader of one language.

    Attributes:
        reader: language in which items are shown where possible.
        order: ``date`` (newest first) or ``relevance`` (best match first); the latter only with words.
        page: from 1.
        lenient: whether partial matches are included if too few releases match all of the words.
        verbatim: whether pages show the results of the words as typed, also where these find nothing and corrected
            words would find something.
    """

    filter: Filter = Filter()
    reader: str = "en"
    order: Literal["date", "relevance"] = "date"
    page: int = 1
    size: int = 20
    lenient: bool = False
    verbatim: bool = False
