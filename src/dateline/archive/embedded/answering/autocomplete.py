"""Releases offered while somebody types."""

import re
from typing import cast

import numpy as np
import tantivy

from dateline.archive.embedded.listing import Listing
from dateline.archive.embedded.text_index.index import SCHEMA, Texts, numbers_and_codes
from dateline.text.words import cut, fold

WORDS = 8  # typed words looked at; more do not narrow a headline further
LANGUAGES = 10  # of one release, so many texts are read for each one offered
LENGTH = 64  # letters of a word looked at


def hints(texts: Texts, listing: Listing, typed: str, limit: int) -> list[tuple[int, int]]:
    """Return (ordinal, language code) of public texts whose headlines have words that begin so, newest first.

    There are enough of them for ``limit`` releases, if there are.
    """
    begins = [word[:LENGTH] for word in map(fold, cut(typed[:256])) if word][:WORDS]
    if not begins:
        return []
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, _begins(word)) for word in begins])
    size = LANGUAGES * limit
    hits = texts.searcher.search(query, size, count=False, order_by_field="moment").hits
    keys = [cast("int", key) for key in texts.searcher.fast_field_values("key", [address for _, address in hits])]
    numbers, codes = numbers_and_codes(np.array(keys, np.int64))
    ordinals = listing.ordinals(numbers)
    return [(int(ordinals[place]), int(codes[place])) for place in np.lexsort((codes, -ordinals))]


def _begins(word: str) -> tantivy.Query:
    return tantivy.Query.regex_query(SCHEMA, "headline", re.escape(word) + ".*")
