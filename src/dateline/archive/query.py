"""What a reader asks of the archive."""

import datetime as dt
from typing import Literal

import msgspec

SIZES = (10, 20, 50)
"""Items a page may have; the middle one is the default."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which releases are meant. Values within a facet are alternatives, facets narrow one another.

    Attributes:
        kinds, offices, topics: slugs; a topic includes its descendants, an office only itself.
        languages: BCP 47 tags; a release counts if it is public in one of them.
        from_on, until_on: first and last day of publication, in the newsroom's zone, both included.
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
    """A page of the releases a filter means, for a reader of one language.

    Attributes:
        reader: language preferred for the items shown.
        order: ``date`` (newest first) or ``relevance``; the latter only with words.
        page: from 1.
        lenient: whether texts with some of many words will do where few or none hold all of them.
    """

    filter: Filter = Filter()
    reader: str = "en"
    order: Literal["date", "relevance"] = "date"
    page: int = 1
    size: int = 20
    lenient: bool = False
