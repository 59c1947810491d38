"""The archive's writer dies at any moment; what is there opens, tells one position, and goes on."""

import os
import shutil
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.embedded.text_index.index import TextsWriter
from dateline.archive.errors import ArchiveBusyError
from tests.contracts.same_answers import assert_same_log, assert_same_whole
from tests.support.archives.copies import run_in_a_copy, start_a_copy
from tests.support.archives.logs import a_long_log
from tests.support.archives.naive import NaiveArchive
from tests.support.installation import wait_for


def _write_on(folder: Path, told: Path) -> None:
    """Bring the rest of the log into an archive, two records at a time, and tell each position on a line."""
    records = a_long_log()
    with open_writer(folder) as writer, told.open("a", buffering=1) as lines:
        lines.write("open\n")
        while writer.position < len(records):
            lines.write(f"{writer.apply(records[writer.position : writer.position + 2])}\n")


def _writing(folder: Path, told: Path) -> BaseProcess:
    """Start a process that writes, and wait until it has opened the archive."""
    told.unlink(missing_ok=True)
    process = start_a_copy(_write_on, folder, told)
    wait_for(lambda: _lines(told)[:1] == ["open"], 60, every_s=0.001)
    return process


def _lines(told: Path) -> list[str]:
    return told.read_text().split() if told.exists() else []


def _wait_for_lines(count: int, told: Path, process: BaseProcess) -> None:
    wait_for(lambda: len(_lines(told)) >= count or not process.is_alive(), 60, every_s=0.001)


@pytest.mark.slow
def test_a_writer_killed_again_and_again_loses_nothing_it_acknowledged(tmp_path):
    records = a_long_log()
    acknowledged, kills = 0, 0
    folder, told = tmp_path / "archive", tmp_path / "told"
    reader = open_reader(folder)
    while acknowledged < len(records):
        process = _writing(folder, told)
        _wait_for_lines(1 + kills % 5, told, process)
        time.sleep(0.003 * (kills % 9))  # another moment each time, however busy the machine is
        process.kill()
        process.join()
        kills += 1
        acknowledged = max([acknowledged, *map(int, _lines(told)[1:])])

        archive = open_reader(folder).current
        reader.refresh()
        assert archive.position >= acknowledged
        for found in (archive, reader.current):
            assert_same_whole(found, NaiveArchive(records[: found.position]))
            assert_same_log(found, NaiveArchive(records[: found.position]))
        acknowledged = archive.position
    assert kills > 8


class _Dies:
    """Kills this process before the n-th thing it does to the disk."""

    def __init__(self, left: int) -> None:
        self.left = left

    def guard(self, function):
        def guarded(*given, **named):
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given, **named)

        return guarded


def _dies_at(step: int, deed, *given) -> bool:
    """Do a deed in a process that dies before its n-th step; return whether it got that far."""
    code = run_in_a_copy(_dying, step, deed, given)
    assert code in {0, -signal.SIGKILL}
    return code != 0


def _dying(step: int, deed, given) -> None:
    dies = _Dies(step)
    os.fsync, os.link = dies.guard(os.fsync), dies.guard(os.link)
    for of, name in ((Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (shutil, "rmtree")):
        setattr(of, name, dies.guard(getattr(of, name)))
    for name in ("replace", "commit", "purge"):
        setattr(TextsWriter, name, dies.guard(getattr(TextsWriter, name)))
    deed(*given)


def _apply(folder: Path, records) -> None:
    with open_writer(folder) as writer:
        writer.apply(records)


@pytest.mark.slow
def test_a_writer_may_die_before_any_single_step(tmp_path):
    records = a_long_log(5)
    cut = 8  # what follows holds every change, some of which would show if they were applied twice
    start = tmp_path / "start"
    _apply(start, records[:cut])
    step = 0
    while True:
        folder = tmp_path / f"step-{step}"
        shutil.copytree(start, folder)
        reader = open_reader(folder)

        died = _dies_at(step, _apply, folder, records)

        found = open_reader(folder).current
        assert found.position in {cut, len(records)}
        assert_same_whole(found, NaiveArchive(records[: found.position]))
        assert reader.refresh() == (found.position != cut)
        _apply(folder, records)
        assert reader.refresh() or reader.position == len(records)
        for archive in (reader.current, open_reader(folder).current):
            assert_same_whole(archive, NaiveArchive(records))
            assert_same_log(archive, NaiveArchive(records))
        shutil.rmtree(folder)
        if not died:
            break
        step += 1
    assert step > 20


@pytest.mark.slow
def test_a_rebuilding_may_die_before_any_single_step(tmp_path):
    records = a_long_log(4)
    step, died = 0, True
    folder = tmp_path / "archive"
    _apply(folder, records[:6])
    while died:
        position = open_reader(folder).position

        died = _dies_at(step, rebuild, folder, records)

        found = open_reader(folder).current
        assert found.position in {position, len(records)}
        assert_same_whole(found, NaiveArchive(records[: found.position]))
        step += 1
    assert [path.name for path in folder.glob("a-*")] == [open_reader(folder)._manifest.root]


def test_a_second_writer_is_refused_until_the_first_is_gone(tmp_path):
    folder = tmp_path / "archive"
    process = _writing(folder, tmp_path / "told")

    with pytest.raises(ArchiveBusyError, match="another process"):
        open_writer(folder)

    process.kill()
    process.join()
    open_writer(folder).close()
