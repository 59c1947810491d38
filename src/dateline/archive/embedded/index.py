"""The text index: tantivy, which finds words and stores every text and old address of the archive."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import tantivy

from dateline.archive.embedded.analysis import analysed
from dateline.archive.embedded.states import Kept
from dateline.archive.passages import passages
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address

WRITER_BYTES = 64_000_000  # tantivy asks for 15 MB at least and writes a segment when it is full
_SHIFT = 16  # languages an archive may hold: 65,536


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("number", indexed=True)
    for name in ("release", "path"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("files", tokenizer_name="whitespace", index_option="basic")
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


def number_and_code(key_: int) -> tuple[int, int]:
    """Return (number, language code) of a key."""
    return key_ >> _SHIFT, key_ & (1 << _SHIFT) - 1


class Texts:
    """A generation's texts, read by key, release or words."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.config_reader("manual")
        self._index.reload()
        self.searcher = self._index.searcher()

    def by_key(self, key_: int) -> Kept | None:
        """Return a text; None if there is none."""
        found = self._stored("key", key_, limit=1)
        return msgspec.msgpack.decode(found[0], type=Kept) if found else None

    def by_number(self, number: int) -> list[Kept]:
        """Return all texts of a release, whatever their state, in no order."""
        return [
            msgspec.msgpack.decode(stored, type=Kept) for stored in self._stored("number", number, limit=1 << _SHIFT)
        ]

    def number_of(self, release: str) -> int:
        """Return the number of a release by its UUID; 0 if there is none."""
        found = self._stored("release", release, limit=1)
        return msgspec.msgpack.decode(found[0], type=Kept).number if found else 0

    def address(self, path: str) -> Address | None:
        """Return an old address."""
        found = self._stored("path", path, limit=1)
        return msgspec.json.decode(found[0], type=Address) if found else None

    def names(self, file: str) -> bool:
        """Say whether a public or withdrawn edition names a media file."""
        return bool(self.searcher.search(_term("files", file), 1, count=False).hits)

    def _stored(self, field: str, value: object, *, limit: int) -> list[bytes]:
        query = _term(field, value)
        return [
            bytes(self.searcher.doc(address)["stored"][0])
            for _, address in self.searcher.search(query, limit, count=False).hits
        ]


def _term(field: str, value: object) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, field, value, "basic")


def document(kept: Kept, code: int) -> tantivy.Document:
    """Return what is indexed of a text: its words while public, its files while they are shown."""
    found: dict[str, object] = {
        "key": key(kept.number, code),
        "number": kept.number,
        "release": kept.release,
        "stored": msgspec.msgpack.encode(kept),
    }
    if kept.edition:
        edition = msgspec.json.decode(kept.edition, type=Edition)
        found["files"] = " ".join(sorted(set(edition.files())))
        if kept.state == "public":
            searchable = passages(edition)
            found["language"] = kept.language
            found["headline"] = analysed(searchable[:1], kept.language)[0]
            found["text"], found["stems"] = analysed(searchable, kept.language)
    return tantivy.Document.from_dict(found, SCHEMA)


def address_document(path: str, said: bytes) -> tantivy.Document:
    """Return what is indexed of an old address."""
    return tantivy.Document.from_dict({"path": path, "stored": said}, SCHEMA)


class TextsWriter:
    """The one writer of a folder's index; what it was told is durable after ``commit``."""

    def __init__(self, folder: Path) -> None:
        exists = tantivy.Index.exists(str(folder))
        self._index = tantivy.Index.open(str(folder)) if exists else tantivy.Index(SCHEMA, str(folder))
        self._writer = self._index.writer(WRITER_BYTES, 1)

    def replace(self, texts: Iterable[tuple[Kept, int, bool]]) -> None:
        """Put texts with their language codes in the place of what stood there, if anything did."""
        for kept, code, stood in texts:
            if stood:
                # by query: by term, tantivy-py 0.27 takes any number as signed and deletes nothing
                self._writer.delete_documents_by_query(_term("key", key(kept.number, code)))
            self._writer.add_document(document(kept, code))

    def set_addresses(self, addresses: Sequence[tuple[str, bytes]]) -> None:
        """Put old addresses in the place of what stood there; no bytes: take it away."""
        for path, said in addresses:
            self._writer.delete_documents_by_term("path", path)
            if said:
                self._writer.add_document(address_document(path, said))

    def commit(self) -> None:
        """Make everything told so far durable."""
        self._writer.commit()

    def close(self) -> None:
        """Wait for merges under way and let go of the folder."""
        self._writer.wait_merging_threads()
