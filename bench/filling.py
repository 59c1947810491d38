"""Build the archives to be measured, from made-up releases or from the samples; each is built once and reused."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

import msgspec

from bench import world
from dateline.archive.embedded import rebuild
from dateline.editions.entry import Record


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """The cost of building an archive.

    Attributes:
        texts: number of editions in it.
        cpu_s: processor time of all processes that took part, which other programs disturb less.
        log_bytes: size of the editions' canonical bytes, which the archive stores too.
    """

    texts: int
    took_s: float
    log_bytes: int
    size_bytes: int
    cpu_s: float = 0.0

    @property
    def per_s(self) -> float:
        """Editions a second."""
        return self.texts / self.took_s


def filled(home: Path, releases: int, samples: Path | None) -> Built:
    """Build the archive of a home unless it exists; return the cost of building it, then or now."""
    note = home / "built.json"
    if note.exists():
        return msgspec.json.decode(note.read_bytes(), type=Built)
    if (home / "archive").exists():
        sys.exit(f"{home} holds an archive that no benchmark made; name another folder.")
    (home / "public" / "media").mkdir(parents=True, exist_ok=True)
    log = home / "log"
    write(log, records_of_samples(samples) if samples else made_up(releases))
    texts, log_bytes = _measure(log)
    began, spent_s = time.perf_counter(), _spent_s()
    rebuild(home / "archive", read(log))
    took_s, cpu_s = time.perf_counter() - began, _spent_s() - spent_s
    log.unlink()
    size_bytes = size_of(home / "archive")
    built = Built(texts=texts, took_s=took_s, log_bytes=log_bytes, size_bytes=size_bytes, cpu_s=cpu_s)
    note.write_bytes(msgspec.json.encode(built))
    return built


def made_up(releases: int) -> Iterator[Record]:
    """Yield the log of the made-up newsroom, made on all cores, because making it takes longer than reading it."""
    yield from world.beginning()
    chunks = range(-(-releases // world.CHUNK))
    if len(chunks) == 1:
        yield from world.records_of(0, releases)
        return
    with ProcessPoolExecutor() as pool:
        for records in pool.map(world.records_of, chunks, repeat(releases)):
            yield from records


def records_of_samples(samples: Path) -> Iterable[Record]:
    """Return the log of the real news among the samples."""
    from tests.support.archives.bulk import bulk_log  # noqa: PLC0415 - needs the tests, which an installation may lack

    return bulk_log(samples).records


def write(path: Path, records: Iterable[Record]) -> None:
    """Write records to a file, from which the archive is built, so that they need not be in memory all at once."""
    encoder = msgspec.msgpack.Encoder()
    with path.open("wb") as file:
        for record in records:
            packed = encoder.encode(record)
            file.write(len(packed).to_bytes(4, "little") + packed)


def read(path: Path) -> Iterator[Record]:
    """Yield the records of a file."""
    decoder = msgspec.msgpack.Decoder(Record)
    with path.open("rb") as file:
        while size := int.from_bytes(file.read(4), "little"):
            yield decoder.decode(file.read(size))


def size_of(folder: Path) -> int:
    """Return the total size of the files in a folder, each counted once even if it has several hard links."""
    files = {(found.st_dev, found.st_ino): found.st_size for found in map(Path.lstat, folder.rglob("*"))}
    return sum(files.values())


def _spent_s() -> float:
    """Return the processor time of this process and of those it has started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _measure(log: Path) -> tuple[int, int]:
    texts = [len(record.edition or b"") for record in read(log) if record.entry.subject.kind == "release"]
    return len(texts), sum(texts)
