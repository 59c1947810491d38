"""Analysing texts in other processes, ahead of the writer: the larger half of building an archive."""

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

from dateline.archive.embedded.text_index.analysis import analysed
from dateline.archive.passages import passages
from dateline.editions.edition import Edition
from dateline.editions.entry import Record

BATCH = 250  # records handed over at once: half a megabyte
AHEAD = 40  # batches under way for each process: a step of the writer, which takes and writes by turns
HELPERS_MAX = 3  # each analyses some 6,000 texts a second, and the one that writes takes 10,000
SMALL = 4_000  # records that are read before others are asked to help: they take half a second to start


class AnalysedText(msgspec.Struct, frozen=True, array_like=True):
    """The words of an edition as the index takes them; see ``analysis.analysed``."""

    headline: str
    text: str
    stems: str


def analyse(edition: Edition) -> AnalysedText:
    """Return the words of an edition for the index."""
    headline, *rest = passages(edition)
    begun, ended = analysed([headline], edition.language), analysed(rest, edition.language)
    return AnalysedText(begun[0], f"{begun[0]} {ended[0]}", f"{begun[1]} {ended[1]}")


class AnalysisPool:
    """Processes that analyse what is read before it is needed; a context manager.

    Where there are few records, or the processes are lost, nothing is analysed ahead.

    Args:
        processes: that help; 0 for none.
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
        """Return, once, the words of the edition that an entry brought; None where they are not ready."""
        return self._ready.pop(position, None)

    def forget(self, position: int) -> None:
        """Drop what nobody took up to a position: editions that others followed at once."""
        for passed in [each for each in self._ready if each <= position]:
            del self._ready[passed]

    def ahead(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records as they come, each after what it says is ready to be taken."""
        rest = iter(records)
        yield from islice(rest, SMALL)
        under_way: deque[tuple[list[Record], Future[list[AnalysedText | None]] | None]] = deque()
        while True:
            while len(under_way) <= AHEAD * self._processes and (batch := list(islice(rest, BATCH))):
                under_way.append((batch, self._handed(batch)))
            if not under_way:
                return
            batch, future = under_way.popleft()
            if future is not None:
                self._receive(batch, future)
            yield from batch

    def _handed(self, batch: list[Record]) -> "Future[list[AnalysedText | None]] | None":
        if not self._processes:
            return None
        if self._pool is None:
            # never forked: the index has threads, and a copy would wait for ever for locks they held
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, context, _end_with_parent)
        said = [record.edition if record.entry.subject.kind == "release" else None for record in batch]
        try:
            return self._pool.submit(_analyse_all, said)
        except BrokenProcessPool:
            return None

    def _receive(self, batch: list[Record], future: "Future[list[AnalysedText | None]]") -> None:
        try:
            done = future.result()
        except BrokenProcessPool:
            return
        self._ready.update(
            (record.entry.position, words) for record, words in zip(batch, done, strict=True) if words is not None
        )


def helpers() -> int:
    """Return how many processes may help the one that writes."""
    return max(1, min(HELPERS_MAX, (os.cpu_count() or 1) - 1))


def _analyse_all(said: list[bytes | None]) -> list[AnalysedText | None]:
    return [_analyse(each) for each in said]


def _analyse(said: bytes | None) -> AnalysedText | None:
    """Return the words of an edition; None for what is none: the writer says what is wrong with it."""
    if said is None:
        return None
    try:
        return analyse(msgspec.json.decode(said, type=Edition))
    except (msgspec.DecodeError, UnicodeError):
        return None


def _end_with_parent() -> None:
    """End this process when the one that asked for it ends, however it ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
