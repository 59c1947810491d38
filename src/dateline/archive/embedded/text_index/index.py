"""The text index: tantivy, which finds words and stores every text and old address of the archive."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import numpy as np
import tantivy
from numpy.typing import NDArray

from dateline.archive.embedded.batch import ChangedText
from dateline.archive.embedded.text_index.analysis_pool import AnalysedText, analyse
from dateline.archive.embedded.text_records import TextRecord
from dateline.archive.errors import UnwritableError
from dateline.archive.passages import passages
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address
from dateline.text.words import cut

WRITER_BYTES = 64_000_000  # tantivy asks for 15 MB at least and writes a segment when it is full
BUILDING_BYTES = 200_000_000  # larger segments are merged less often
_SHIFT = 16  # languages an archive may hold: 65,536


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("number", indexed=True)
    builder.add_integer_field("moment", fast=True)
    for name in ("release", "path"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("headline", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


SCHEMA = _schema()


def key(number: int, code: int) -> int:
    """Return the key of a text from its release's number and its language's code."""
    return number << _SHIFT | code


def numbers_and_codes(keys: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the release numbers and the language codes of keys."""
    return (keys >> _SHIFT).astype(np.uint32), keys & (1 << _SHIFT) - 1


class Texts:
    """A generation's texts, read by key, release or words."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.config_reader("manual")
        self._index.reload()
        self.searcher = self._index.searcher()

    def by_key(self, key_: int) -> TextRecord | None:
        """Return a text; None if there is none."""
        found = self._stored("key", key_, limit=1)
        return msgspec.msgpack.decode(found[0], type=TextRecord) if found else None

    def words_at(self, address: tantivy.DocAddress) -> list[str]:
        """Return the words of a public text that the searcher found, as they stand, in reading order."""
        kept = msgspec.msgpack.decode(bytes(self.searcher.doc(address)["stored"][0]), type=TextRecord)
        edition = msgspec.json.decode(kept.edition, type=Edition)
        return [word for passage in passages(edition) for word in cut(passage, kept.language)]

    def by_number(self, number: int) -> list[TextRecord]:
        """Return all texts of a release, whatever their state, in no order."""
        return [
            msgspec.msgpack.decode(stored, type=TextRecord)
            for stored in self._stored("number", number, limit=1 << _SHIFT)
        ]

    def number_of(self, release: str) -> int:
        """Return the number of a release by its UUID; 0 if there is none."""
        found = self._stored("release", release, limit=1)
        return msgspec.msgpack.decode(found[0], type=TextRecord).number if found else 0

    def address(self, path: str) -> Address | None:
        """Return an old address."""
        found = self._stored("path", path, limit=1)
        return msgspec.json.decode(found[0], type=Address) if found else None

    def _stored(self, field: str, value: object, *, limit: int) -> list[bytes]:
        query = _term(field, value)
        return [
            bytes(self.searcher.doc(address)["stored"][0])
            for _, address in self.searcher.search(query, limit, count=False).hits
        ]


def _term(field: str, value: object) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, field, value, "basic")


def document(
    kept: TextRecord, edition: Edition | None, code: int, words: AnalysedText | None = None
) -> tantivy.Document:
    """Return what is indexed of a text: its words while public, analysed already or now."""
    found: dict[str, object] = {
        "key": key(kept.number, code),
        "number": kept.number,
        "release": kept.release,
        "stored": msgspec.msgpack.encode(kept),
    }
    if edition is not None and kept.state == "public":
        words = words or analyse(edition)
        found["moment"], found["language"] = kept.moment, kept.language
        found["headline"], found["text"], found["stems"] = words.headline, words.text, words.stems
    return tantivy.Document.from_dict(found, SCHEMA)


def address_document(path: str, said: bytes) -> tantivy.Document:
    """Return what is indexed of an old address."""
    return tantivy.Document.from_dict({"path": path, "stored": said}, SCHEMA)


class TextsWriter:
    """The one writer of a folder's index; what it was told is durable after ``commit``.

    All but ``close`` raise ``UnwritableError`` where the disk refuses; nothing but ``close`` is of use then.
    """

    def __init__(self, folder: Path, memory_bytes: int = WRITER_BYTES) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        exists = tantivy.Index.exists(str(folder))
        index = tantivy.Index.open(str(folder)) if exists else tantivy.Index(SCHEMA, str(folder))
        with self._writing():
            self._writer = index.writer(self._memory_bytes, 1)

    def replace(self, touched: ChangedText, code: int, words: AnalysedText | None = None) -> None:
        """Put a text with its language's code in the place of what stood there, if anything did.

        ``words`` are its edition's, where they are analysed already.
        """
        added = document(touched.kept, touched.edition, code, words)
        with self._writing():
            if touched.stood:
                # by query: by term, tantivy-py 0.27 takes any number as signed and deletes nothing
                self._writer.delete_documents_by_query(_term("key", key(touched.kept.number, code)))
            self._writer.add_document(added)

    def set_addresses(self, addresses: Sequence[tuple[str, bytes]]) -> None:
        """Put old addresses in the place of what stood there; no bytes: take it away."""
        for path, said in addresses:
            added = address_document(path, said)
            with self._writing():
                self._writer.delete_documents_by_term("path", path)
                if said:
                    self._writer.add_document(added)

    def commit(self) -> None:
        """Make everything told so far durable."""
        with self._writing():
            self._writer.commit()

    def purge(self, codes: Mapping[str, int]) -> None:
        """Write every segment anew that holds anything deleted, so that its words leave the disk."""
        with self._writing():
            self._writer.wait_merging_threads()
            index = tantivy.Index.open(str(self._folder))
            self._writer = index.writer(self._memory_bytes, 1)
        segments = json.loads((self._folder / "meta.json").read_bytes())["segments"]
        searcher = index.searcher()
        everything = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        alive = Counter(address.segment_ord for _, address in everything)
        for _, address in everything:
            if alive[address.segment_ord] != segments[address.segment_ord]["max_doc"]:
                self._again(bytes(searcher.doc(address)["stored"][0]), codes)
        self.commit()

    def _again(self, stored: bytes, codes: Mapping[str, int]) -> None:
        if stored.startswith(b"{"):
            self.set_addresses([(msgspec.json.decode(stored, type=Address).path, stored)])
            return
        kept = msgspec.msgpack.decode(stored, type=TextRecord)
        edition = msgspec.json.decode(kept.edition, type=Edition) if kept.edition else None
        self.replace(ChangedText(kept, edition, stood=True), codes[kept.language])

    def close(self) -> None:
        """Wait for merges under way and let go of the folder; what was not made durable is lost."""
        # a writer whose thread met a full disk is of no use any more, and says so each time
        with suppress(ValueError, RuntimeError):
            self._writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, RuntimeError) as error:  # all that tantivy knows
            raise UnwritableError(self._folder, str(error)) from error
