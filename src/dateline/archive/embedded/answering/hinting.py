"""Releases offered while somebody types."""

import re

import numpy as np
import tantivy

from dateline.archive.embedded.index import SCHEMA, Texts, numbers_and_codes
from dateline.archive.embedded.listing import Listing
from dateline.plain.words import cut, fold

WORDS = 8  # typed words looked at; more do not narrow a headline further
LENGTH = 64  # letters of a word looked at


def hints(texts: Texts, listing: Listing, typed: str) -> list[tuple[int, int]]:
    """Return (ordinal, language code) of public texts whose headlines have words that begin so, newest first."""
    begins = [word[:LENGTH] for word in map(fold, cut(typed[:256])) if word][:WORDS]
    if not begins or not len(listing):
        return []
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, _begins(word)) for word in begins])
    hits = texts.searcher.search(query, texts.searcher.num_docs or 1, count=False, order_by_field="key").hits
    numbers, codes = numbers_and_codes(np.fromiter((key for key, _ in hits), np.int64, len(hits)))
    ordinals = listing.ordinals(numbers)
    return [(int(ordinals[i]), int(codes[i])) for i in np.lexsort((codes, -ordinals))]


def _begins(word: str) -> tantivy.Query:
    return tantivy.Query.regex_query(SCHEMA, "headline", re.escape(word) + ".*")
