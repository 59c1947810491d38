"""Text analysis in other processes, ahead of the writer: more than half the work of a rebuild."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

import msgspec

from dateline.archive.embedded.text_index.analysis import analysed, joined
from dateline.archive.passages import days, numbers_of_contacts, passages
from dateline.editions.edition import Edition
from dateline.editions.entry import Record

BATCH_RECORDS = 250  # sent to a process at once: half a megabyte
# for each process; together they fill one batch of the writer, which alternates between reading and writing
BATCHES_AHEAD = 40
MAX_HELPERS = 3  # each analyses some 6,000 texts a second, and the writer takes 10,000
MIN_RECORDS = 4_000  # read before helpers start, because they take half a second to start


class AnalysedText(msgspec.Struct, frozen=True, array_like=True):
    """The words of an edition, ready for the index; see ``analysis``. ``forms`` has compounds and days."""

    headline: str
    text: str
    stems: str
    forms: str


def analyse(edition: Edition) -> AnalysedText:
    """Return the words of an edition, ready for the index."""
    headline, *rest = passages(edition)
    first, others = analysed([headline], edition.language), analysed(rest, edition.language)
    forms = joined([headline, *rest, *numbers_of_contacts(edition)], edition.language)
    forms |= {day.key for day in days(edition)}
    return AnalysedText(first[0], f"{first[0]} {others[0]}", f"{first[1]} {others[1]}", " ".join(sorted(forms)))


class AnalysisPool:
    """Helper processes that analyse the words of records before the writer needs them; a context manager.

    If there are few records, or a helper process dies, the writer analyses the words itself.

    Args:
        processes: number of helpers; may be 0.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._ready: dict[int, AnalysedText] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def take(self, position: int) -> AnalysedText | None:
        """Return the analysed words of the edition at a position, once; None where they are not ready."""
        return self._ready.pop(position, None)

    def drop_until(self, position: int) -> None:
        """Drop words up to a position that nobody took, because a later edition of the same batch replaced them."""
        for passed in [each for each in self._ready if each <= position]:
            del self._ready[passed]

    def ahead(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records in order; before each is yielded, its words are ready for `take`."""
        rest = iter(records)
        yield from islice(rest, MIN_RECORDS)
        pending: deque[tuple[list[Record], Future[list[AnalysedText | None]] | None]] = deque()
        while True:
            while len(pending) <= BATCHES_AHEAD * self._processes and (batch := list(islice(rest, BATCH_RECORDS))):
                pending.append((batch, self._submit(batch)))
            if not pending:
                return
            batch, future = pending.popleft()
            if future is not None:
                self._receive(batch, future)
            yield from batch

    def _submit(self, batch: list[Record]) -> "Future[list[AnalysedText | None]] | None":
        if not self._processes:
            return None
        if self._pool is None:
            # spawned, not forked: a forked copy would wait for ever for locks that threads of the index held
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, _end_with_parent)
        editions = [record.edition if record.entry.subject.kind == "release" else None for record in batch]
        try:
            return self._pool.submit(_analyse_all, editions)
        except BrokenProcessPool:
            return None

    def _receive(self, batch: list[Record], future: "Future[list[AnalysedText | None]]") -> None:
        try:
            results = future.result()
        except BrokenProcessPool:
            return
        pairs = zip(batch, results, strict=True)
        self._ready.update((record.entry.position, words) for record, words in pairs if words is not None)


def helper_count() -> int:
    """Return how many helpers this machine has room for, beside the writer."""
    return max(1, min(MAX_HELPERS, (os.cpu_count() or 1) - 1))


def _analyse_all(editions: list[bytes | None]) -> list[AnalysedText | None]:
    return [_analyse(edition) for edition in editions]


def _analyse(edition: bytes | None) -> AnalysedText | None:
    """Return the words of an edition; None for none and for an unreadable one, which the writer reports."""
    if edition is None:
        return None
    try:
        return analyse(msgspec.json.decode(edition, type=Edition))
    except (msgspec.DecodeError, UnicodeError):
        return None


def _end_with_parent() -> None:
    """End this process when its parent ends, even if the parent is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
