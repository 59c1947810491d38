"""The disk refuses a step; the writer says so, believes nothing half done, and goes on when it is asked again."""

import errno
import os
import resource
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.embedded.text_index.index import TextsWriter
from dateline.archive.errors import ArchiveError, OutOfOrderError, UnreadableRecordError
from dateline.editions.entry import Record
from tests.contracts.same_answers import assert_same_whole
from tests.support.archives.logs import a_long_log
from tests.support.archives.naive import NaiveArchive

RECORDS = a_long_log(5)
CUT = 8


class _Full:
    """Refuses the n-th step to the disk, once."""

    def __init__(self, left: int) -> None:
        self.left = left

    def guard(self, function):
        def guarded(*given, **named):
            self.left -= 1
            if self.left == -1:
                raise OSError(errno.ENOSPC, "No space left on device")
            return function(*given, **named)

        return guarded


@pytest.mark.slow
def test_a_full_disk_stops_the_writer_at_any_step_and_it_goes_on_when_there_is_room(tmp_path, monkeypatch):
    step, refused = 0, True
    while refused:
        folder = tmp_path / str(step)
        with open_writer(folder) as writer:
            writer.apply(RECORDS[:CUT])
            reader = open_reader(folder)
            full = _Full(step)
            with monkeypatch.context() as patched:
                patched.setattr(os, "fsync", full.guard(os.fsync))
                patched.setattr(os, "link", full.guard(os.link))
                patched.setattr(Path, "replace", full.guard(Path.replace))
                for name in ("replace", "commit", "purge"):
                    patched.setattr(TextsWriter, name, full.guard(getattr(TextsWriter, name)))
                try:
                    writer.apply(RECORDS)
                except OSError:
                    assert writer.position in {CUT, len(RECORDS)}
                refused = full.left < 0
            reader.refresh()
            assert_same_whole(reader.current, NaiveArchive(RECORDS[: reader.position]))

            writer.apply(RECORDS[: CUT + 2])  # another cut than the one refused
            assert writer.apply(RECORDS) == len(RECORDS)

        reader.refresh()
        for archive in (reader.current, open_reader(folder).current):
            assert_same_whole(archive, NaiveArchive(RECORDS))
        step += 1
    assert step > 15


@contextmanager
def files_no_longer_than(size_bytes):
    """Refuse all that is written behind it, in whichever thread, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size_bytes", [0, 100, 1_000, 4_000])
def test_when_the_index_cannot_be_written_the_same_writer_goes_on_once_there_is_room(tmp_path, size_bytes):
    with open_writer(tmp_path) as writer:
        writer.apply(RECORDS[:CUT])
        with files_no_longer_than(size_bytes):
            for _ in range(3):
                with pytest.raises((OSError, ArchiveError)):
                    writer.apply(RECORDS)
        assert open_reader(tmp_path).position == CUT

        assert writer.apply(RECORDS) == len(RECORDS)
    assert_same_whole(open_reader(tmp_path).current, NaiveArchive(RECORDS))


@pytest.mark.parametrize("size_bytes", [0, 100, 1_000, 4_000])
def test_a_rebuilding_that_cannot_be_written_says_so_and_leaves_the_archive_that_is_there(tmp_path, size_bytes):
    with open_writer(tmp_path) as writer:
        writer.apply(RECORDS[:CUT])

    with files_no_longer_than(size_bytes), pytest.raises((OSError, ArchiveError)):
        rebuild(tmp_path, RECORDS)

    assert open_reader(tmp_path).position == CUT
    assert rebuild(tmp_path, RECORDS) == len(RECORDS)
    assert sum(path.name.startswith("a-") for path in tmp_path.iterdir()) == 1, "what was begun is gone"


def test_an_entry_that_is_missing_stops_the_writer_before_the_gap(tmp_path):
    with open_writer(tmp_path) as writer:
        with pytest.raises(OutOfOrderError) as refused:
            writer.apply([*RECORDS[:7], *RECORDS[8:]])

        assert (refused.value.expected, refused.value.got) == (8, 9)
        assert writer.position == open_reader(tmp_path).position == 7
        assert writer.apply(RECORDS[7:]) == len(RECORDS)
    assert_same_whole(open_reader(tmp_path).current, NaiveArchive(RECORDS))


@pytest.mark.parametrize("words", [b"{", b'{"is":"edition","schema":2}', b"\xff", b'{"is":"poem"}'])
def test_an_entry_of_an_unknown_schema_stops_the_writer_before_it(tmp_path, words):
    strange = Record(RECORDS[8].entry, words)

    with open_writer(tmp_path) as writer, pytest.raises(UnreadableRecordError) as refused:
        writer.apply([*RECORDS[:8], strange, *RECORDS[9:]])

    assert refused.value.position == 9
    assert_same_whole(open_reader(tmp_path).current, NaiveArchive(RECORDS[:8]))


def test_a_source_that_fails_half_way_loses_nothing(tmp_path):
    def records():
        yield from RECORDS[:6]
        message = "the database went away"
        raise ConnectionError(message)

    with open_writer(tmp_path) as writer:
        with pytest.raises(ConnectionError):
            writer.apply(records())
        assert writer.apply(RECORDS) == len(RECORDS)
    assert_same_whole(open_reader(tmp_path).current, NaiveArchive(RECORDS))
