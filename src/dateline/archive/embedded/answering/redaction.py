"""A generation with some releases left out: what the index stores and finds, and the listing, without them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import tantivy

from dateline.archive.embedded.listing import Listing, Row
from dateline.archive.embedded.storage import LastChange, latest
from dateline.archive.embedded.text_index.index import SCHEMA, Texts, key
from dateline.archive.embedded.text_records import TextRecord, row
from dateline.archive.port import Removal
from dateline.editions.newsroom import Address


def keys_of(gone: Sequence[Removal], languages: Sequence[str]) -> list[int]:
    """Return the keys of all texts that are meant; ``languages`` are the archive's, by their codes."""
    return [
        key(one.number, code)
        for one in gone
        for code, language in enumerate(languages)
        if one.covers(language) and 0 < one.number < 1 << 32
    ]


def listing_without(listing: Listing, texts: Texts, gone: Sequence[Removal]) -> Listing:
    """Return a listing in which the releases stand as ``texts`` says, for those that it holds."""
    numbers = {one.number for one in gone if listing.ordinal(one.number) is not None}
    rows: Mapping[int, Row | None] = {number: row(texts.by_number(number)) for number in sorted(numbers)}
    return listing.changed(rows) if rows else listing


def changed_without(changed: Sequence[LastChange], texts: Texts, gone: Sequence[Removal]) -> tuple[LastChange, ...]:
    """Return what changed of late, with the texts that are left out as removed last, by number and language."""
    removed = [
        LastChange(one.number, kept.language, "removed", one.at)
        for one in gone
        for kept in sorted(texts.by_number(one.number), key=lambda kept: kept.language)
        if kept.edition and one.covers(kept.language)
    ]
    return latest([*changed, *removed])


class TextsWithout(Texts):
    """A generation's texts, some of them as if they had been removed.

    Args:
        texts: of the generation, open.
        gone: what is left out.
        keys: of the texts left out, found by no search.
    """

    def __init__(self, texts: Texts, gone: Sequence[Removal], keys: Sequence[int]) -> None:
        self._texts = texts
        self._gone = {one.number: one for one in gone}
        self.searcher = cast("tantivy.Searcher", _Narrowed(texts.searcher, keys))

    def by_key(self, key_: int) -> TextRecord | None:
        """Return a text; None if there is none."""
        kept = self._texts.by_key(key_)
        return None if kept is None else self._seen(kept)

    def by_number(self, number: int) -> list[TextRecord]:
        """Return all texts of a release, whatever their state, in no order."""
        return [self._seen(kept) for kept in self._texts.by_number(number)]

    def number_of(self, release: str) -> int:
        """Return the number of a release by its UUID; 0 if there is none."""
        return self._texts.number_of(release)

    def address(self, path: str) -> Address | None:
        """Return an old address."""
        return self._texts.address(path)

    def _seen(self, kept: TextRecord) -> TextRecord:
        gone = self._gone.get(kept.number)
        if gone is None or not gone.covers(kept.language) or not kept.edition:
            return kept
        return TextRecord(
            release=kept.release,
            number=kept.number,
            language=kept.language,
            state="removed",
            notes=gone.notes(kept.language),
            versions=tuple((digest, change, at, at) for digest, change, _, at in kept.versions),
        )


class _Narrowed:
    """A searcher that finds everything but some texts."""

    def __init__(self, searcher: tantivy.Searcher, keys: Sequence[int]) -> None:
        self._searcher = searcher
        out = [tantivy.Query.term_query(SCHEMA, "key", key_, "basic") for key_ in keys]
        self._out = [(tantivy.Occur.MustNot, query) for query in out]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)

    def search(self, query: tantivy.Query, *args: Any, **options: Any) -> Any:
        """Search with the query and without the texts."""
        narrowed = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *self._out])
        return self._searcher.search(narrowed, *args, **options)
