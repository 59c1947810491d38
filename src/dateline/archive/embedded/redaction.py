"""Redaction: a generation as if some releases had been removed, without a change on the disk (decision 0007)."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import tantivy

from dateline.archive.embedded.listing import Listing, Row
from dateline.archive.embedded.storage import LastChange, last_changes
from dateline.archive.embedded.text_index.index import SCHEMA, Texts, key
from dateline.archive.embedded.text_records import TextRecord, row
from dateline.archive.port import Removal
from dateline.editions.newsroom import Address


def keys_of(removals: Sequence[Removal], languages: Sequence[str]) -> list[int]:
    """Return the keys of all texts that removals cover; ``languages[code]`` is the tag of a language code."""
    return [
        key(one.number, code)
        for one in removals
        for code, language in enumerate(languages)
        if one.covers(language) and 0 < one.number < 1 << 32
    ]


def redacted_listing(listing: Listing, texts: Texts, removals: Sequence[Removal]) -> Listing:
    """Return a listing in which the rows of removed releases are made from the redacted ``texts``."""
    numbers = {one.number for one in removals if listing.ordinal(one.number) is not None}
    rows: Mapping[int, Row | None] = {number: row(texts.by_number(number)) for number in sorted(numbers)}
    return listing.changed(rows) if rows else listing


def redacted_changes(
    changes: Sequence[LastChange], texts: Texts, removals: Sequence[Removal]
) -> tuple[LastChange, ...]:
    """Return the recent changes, where the removal of each removed text replaces its earlier change and comes last.

    Args:
        changes: of the generation.
        texts: of the generation, not redacted.
        removals: to apply.
    """
    removed = [
        LastChange(one.number, text.language, "removed", one.at)
        for one in removals
        for text in sorted(texts.by_number(one.number), key=lambda text: text.language)
        if text.edition and one.covers(text.language)
    ]
    return last_changes([*changes, *removed])


class RedactedTexts(Texts):
    """The texts of a generation, some of them as if they had been removed.

    Args:
        texts: of the generation.
        removals: to apply.
        keys: of the removed texts, which no search finds.
    """

    def __init__(self, texts: Texts, removals: Sequence[Removal], keys: Sequence[int]) -> None:
        self._texts = texts
        self._removals = {one.number: one for one in removals}
        self.searcher = cast("tantivy.Searcher", _RedactedSearcher(texts.searcher, keys))

    def by_key(self, key_: int) -> TextRecord | None:
        """Return a text; None if there is none."""
        text = self._texts.by_key(key_)
        return None if text is None else self._redacted(text)

    def by_number(self, number: int) -> list[TextRecord]:
        """Return all texts of a release, whatever their state, in no order."""
        return [self._redacted(text) for text in self._texts.by_number(number)]

    def number_of(self, release: str) -> int:
        """Return the number of a release by its UUID; 0 if there is none."""
        return self._texts.number_of(release)

    def address(self, path: str) -> Address | None:
        """Return an old address."""
        return self._texts.address(path)

    def _redacted(self, text: TextRecord) -> TextRecord:
        removal = self._removals.get(text.number)
        if removal is None or not removal.covers(text.language) or not text.edition:
            return text
        return TextRecord(
            release=text.release,
            number=text.number,
            language=text.language,
            state="removed",
            notes=removal.notes(text.language),
            versions=tuple((digest, change, at, at) for digest, change, _, at in text.versions),
        )


class _RedactedSearcher:
    """A searcher that finds everything but some texts."""

    def __init__(self, searcher: tantivy.Searcher, keys: Sequence[int]) -> None:
        self._searcher = searcher
        removed = [tantivy.Query.term_query(SCHEMA, "key", key_, "basic") for key_ in keys]
        self._without_removed = [(tantivy.Occur.MustNot, query) for query in removed]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)

    def search(self, query: tantivy.Query, *args: Any, **options: Any) -> Any:
        """Search without the removed texts."""
        redacted = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *self._without_removed])
        return self._searcher.search(redacted, *args, **options)
