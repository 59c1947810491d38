"""The text index: tantivy, which searches words and stores every text and old address of the archive."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

import msgspec
import numpy as np
import tantivy
from numpy.typing import NDArray

from dateline.archive.embedded.batch import ChangedText
from dateline.archive.embedded.text_index.analysis_pool import AnalysedText, analyse
from dateline.archive.embedded.text_index.checked import (
    CheckedSearcher,
    as_damage,
    checked,
    is_panic,
    sealed,
    unsealed,
)
from dateline.archive.embedded.text_records import TextRecord
from dateline.archive.errors import DamagedArchiveError, UnwritableError
from dateline.archive.passages import passages
from dateline.editions.edition import Edition
from dateline.editions.newsroom import Address
from dateline.storage.files import MEMORY
from dateline.text.words import tokenize

WRITER_BYTES = 64_000_000  # tantivy needs at least 15 MB and writes a segment when the memory is full
REBUILD_BYTES = 200_000_000  # larger segments are merged less often
_FILE_CHARACTERS = 32  # a file is found by 128 bits of its digest: nobody can make two files that share them
_LANGUAGE_BITS = 16  # an archive may hold 65,536 languages
_MIXED_UP = "its text index finds another text than was asked for"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("number", indexed=True)
    builder.add_integer_field("moment", fast=True)
    for name in ("release", "path", "file"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("headline", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("forms", tokenizer_name="whitespace", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


SCHEMA = _schema()


def key(number: int, code: int) -> int:
    """Return the key of a text from its release number and language code."""
    return number << _LANGUAGE_BITS | code


def numbers_and_codes(keys: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the release numbers and the language codes of keys."""
    return (keys >> _LANGUAGE_BITS).astype(np.uint32), keys & (1 << _LANGUAGE_BITS) - 1


class Texts:
    """The texts of one generation, read by key or release; ``searcher`` searches their words."""

    def __init__(self, folder: Path) -> None:
        self._index = checked(_opened, folder)
        self._searcher = checked(self._index.searcher)
        self.searcher = cast("tantivy.Searcher", CheckedSearcher(self._searcher))

    def by_key(self, key_: int) -> TextRecord | None:
        """Return a text; None if there is none.

        All methods of this class raise ``DamagedArchiveError`` if the index holds other bytes than were written.
        """
        texts = self._records("key", key_, limit=1)
        if texts and texts[0].number != key_ >> _LANGUAGE_BITS:
            raise DamagedArchiveError(_MIXED_UP)
        return texts[0] if texts else None

    def words_at(self, address: tantivy.DocAddress) -> list[str]:
        """Return the unfolded words of a public text at a search hit, in reading order."""
        text = _text(unsealed(bytes(self.searcher.doc(address)["stored"][0])))
        edition = msgspec.json.decode(text.edition, type=Edition)
        return [word for passage in passages(edition) for word in tokenize(passage, text.language)]

    def by_number(self, number: int) -> list[TextRecord]:
        """Return all texts of a release, whatever their state, in no order."""
        texts = self._records("number", number, limit=1 << _LANGUAGE_BITS)
        if any(text.number != number for text in texts):
            raise DamagedArchiveError(_MIXED_UP)
        return texts

    def number_of(self, release: str) -> int:
        """Return the number of a release by its UUID; 0 if there is none."""
        texts = self._records("release", release, limit=1)
        if texts and texts[0].release != release:
            raise DamagedArchiveError(_MIXED_UP)
        return texts[0].number if texts else 0

    def address(self, path: str) -> Address | None:
        """Return an old address."""
        stored = self._stored("path", path, limit=1)
        if not stored:
            return None
        address = msgspec.json.decode(stored[0][0], type=Address)
        if address.path != path:
            raise DamagedArchiveError(_MIXED_UP)
        return address

    def naming(self, file: str, limit: int) -> list[int]:
        """Return the numbers of releases that name a public file, ascending, from at most ``limit`` texts."""
        query = _term("file", file[:_FILE_CHARACTERS])
        hits = self.searcher.search(query, limit, count=False, order_by_field="key").hits
        return sorted({int(key_) >> _LANGUAGE_BITS for key_, _ in hits})

    def _records(self, field: str, value: object, *, limit: int) -> list[TextRecord]:
        return [_text(stored) for stored in self._stored(field, value, limit=limit)]

    def _stored(self, field: str, value: object, *, limit: int) -> list[tuple[bytes, bytes]]:
        """Return (content, edition) of the documents with a value; one call for all, because pages read many texts."""
        query, searcher = _term(field, value), self._searcher
        try:
            hits = searcher.search(query, limit, count=False).hits
            stored = [bytes(searcher.doc(address)["stored"][0]) for _, address in hits]
        except BaseException as error:
            raise as_damage(error) from error
        return [unsealed(one) for one in stored]


def _text(stored: tuple[bytes, bytes]) -> TextRecord:
    content, edition = stored
    text = msgspec.msgpack.decode(content, type=TextRecord)
    msgspec.structs.force_setattr(text, "edition", edition)  # nobody else has it yet
    return text


def _opened(folder: Path) -> tantivy.Index:
    """Open an index for reading, also in a folder that cannot be written.

    tantivy creates a lock file beside the files that it opens. In a folder that cannot be written, links to the files
    are made in a temporary folder and opened there.
    """
    try:
        return _loaded(folder)
    except ValueError as error:
        if "ockfile" not in str(error):
            raise
        # the files stay open although the folder with their names is deleted
        with tempfile.TemporaryDirectory(prefix="dateline-", dir=MEMORY) as links:
            for path in folder.iterdir():
                if not path.name.endswith(".lock"):
                    Path(links, path.name).symlink_to(path.resolve())
            return _loaded(Path(links))


def _loaded(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    return index


def _term(field: str, value: object) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, field, value, "basic")


def _document(text: TextRecord, edition: Edition | None, code: int, words: AnalysedText | None) -> tantivy.Document:
    """Return the document of a text; its words are indexed only while it is public."""
    fields: dict[str, object] = {
        "key": key(text.number, code),
        "number": text.number,
        "release": text.release,
        "stored": sealed(msgspec.msgpack.encode(msgspec.structs.replace(text, edition=b"")), text.edition),
    }
    if edition is not None:
        fields["file"] = sorted({name[:_FILE_CHARACTERS] for name in edition.files()})
    if edition is not None and text.state == "public":
        words = words or analyse(edition)
        fields["moment"], fields["language"] = text.moment, text.language
        fields["headline"], fields["text"], fields["stems"] = words.headline, words.text, words.stems
        fields["forms"] = words.forms
    return tantivy.Document.from_dict(fields, SCHEMA)


class TextsWriter:
    """Writes the index in a folder; changes are durable after ``commit``.

    All methods but ``close`` raise ``UnwritableError`` when the disk refuses; after that only ``close`` may be called.
    """

    def __init__(self, folder: Path, memory_bytes: int = WRITER_BYTES) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        exists = tantivy.Index.exists(str(folder))
        index = tantivy.Index.open(str(folder)) if exists else tantivy.Index(SCHEMA, str(folder))
        with self._writing():
            self._writer = index.writer(self._memory_bytes, 1)

    def replace(self, changed: ChangedText, code: int, words: AnalysedText | None = None) -> None:
        """Store a text in place of its older state.

        Args:
            changed: the text.
            code: of its language.
            words: of its edition, where they are analysed already.
        """
        added = _document(changed.text, changed.edition, code, words)
        with self._writing():
            if changed.replaces:
                # deleted by a query, not by a term: tantivy-py 0.27 takes the number of a term as signed and deletes
                # nothing
                self._writer.delete_documents_by_query(_term("key", key(changed.text.number, code)))
            self._writer.add_document(added)

    def set_addresses(self, addresses: Sequence[tuple[str, bytes]]) -> None:
        """Store old addresses by path; empty bytes delete one."""
        for path, content in addresses:
            added = tantivy.Document.from_dict({"path": path, "stored": sealed(content)}, SCHEMA)
            with self._writing():
                self._writer.delete_documents_by_term("path", path)
                if content:
                    self._writer.add_document(added)

    def commit(self) -> None:
        """Make all changes so far durable."""
        with self._writing():
            self._writer.commit()

    def purge(self, codes: Mapping[str, int]) -> None:
        """Rewrite every segment that holds deleted documents, so that their words leave the disk."""
        with self._writing():
            self._writer.wait_merging_threads()
            index = tantivy.Index.open(str(self._folder))
            self._writer = index.writer(self._memory_bytes, 1)
        segments = json.loads((self._folder / "meta.json").read_bytes())["segments"]
        searcher = CheckedSearcher(checked(index.searcher))
        everything = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
        alive = Counter(address.segment_ord for _, address in everything)
        for _, address in everything:
            if alive[address.segment_ord] != segments[address.segment_ord]["max_doc"]:
                self._rewrite(unsealed(bytes(searcher.doc(address)["stored"][0])), codes)
        self.commit()

    def _rewrite(self, stored: tuple[bytes, bytes], codes: Mapping[str, int]) -> None:
        content, _ = stored
        if content.startswith(b"{"):
            self.set_addresses([(msgspec.json.decode(content, type=Address).path, content)])
            return
        text = _text(stored)
        edition = msgspec.json.decode(text.edition, type=Edition) if text.edition else None
        self.replace(ChangedText(text, edition, replaces=True), codes[text.language])

    def close(self) -> None:
        """Wait for merges and release the folder; uncommitted changes are lost."""
        # a writer that met a full disk raises on every call
        with suppress(ValueError, RuntimeError):
            self._writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if isinstance(error, (ValueError, RuntimeError)) or is_panic(error):  # the only ones that tantivy raises
                raise UnwritableError(self._folder, str(error)) from error
            raise
