"""Words that were removed or erased leave the disk, not only the lists."""

import json
import os

import pytest

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.embedded.text_index.index import TextsWriter
from dateline.archive.errors import DamagedArchiveError
from tests.contracts.same_answers import assert_same_log, assert_same_whole
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, an_edition

FIRST, SECOND = b"kwyzblorft", b"qvandroxim"  # stand in the files as they are: in the terms, or in the stored texts


def _log():
    log = Log()
    for number in range(1, 30):
        log.publish(an_edition(number, salt=f"{number:032x}"))
    log.publish(an_edition(7, salt="7" * 32, headline=FIRST.decode()), "updated")
    return log


def _holding(folder, word):
    return [path for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


@pytest.mark.parametrize("change", ["removed", "erased"])
def test_words_that_went_away_are_in_no_file_of_the_archive(tmp_path, change):
    log = _log()
    last = an_edition(7, salt="8" * 32, headline=SECOND.decode())
    with open_writer(tmp_path) as writer:
        writer.apply(log.records[:10])
        writer.apply(log.records)
        assert _holding(tmp_path, FIRST)
        log.publish(last, "updated")
        writer.apply(log.records)
        assert _holding(tmp_path, SECOND)
        log.remove(last, change=change)

        writer.apply(log.records)

        assert _holding(tmp_path, FIRST) == []
        assert _holding(tmp_path, SECOND) == []
    assert_same_whole(open_reader(tmp_path).current, NaiveArchive(log.records))
    assert_same_log(open_reader(tmp_path).current, NaiveArchive(log.records))


def test_words_leave_the_disk_even_if_others_come_in_their_place_in_the_same_step(tmp_path):
    log = _log()
    with open_writer(tmp_path) as writer:
        writer.apply(log.records[:10])
        writer.apply(log.records)
        assert _holding(tmp_path, FIRST)
        log.remove(an_edition(7))
        log.publish(an_edition(7, version=2, salt="2" * 32))

        writer.apply(log.records)

        assert _holding(tmp_path, FIRST) == []


def test_the_notice_of_a_removal_leaves_the_disk_when_another_takes_its_place(tmp_path):
    log = _log()
    log.remove(an_edition(7), f"It named {FIRST.decode()}.")
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
        assert _holding(tmp_path, FIRST)
        log.remove(an_edition(7), "Erased.", change="erased")

        writer.apply(log.records)

        assert _holding(tmp_path, FIRST) == []


def test_a_writer_that_died_before_the_words_left_the_disk_takes_them_off_when_it_starts(tmp_path, monkeypatch):
    log = _log()
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
        log.remove(an_edition(7))
        with monkeypatch.context() as patched:
            patched.setattr(TextsWriter, "purge", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                writer.apply(log.records)
    assert json.loads((tmp_path / "manifest.json").read_text())["purge"]
    assert open_reader(tmp_path).current.text(7, "en").state == "removed"

    open_writer(tmp_path).close()

    assert _holding(tmp_path, FIRST) == []
    assert not json.loads((tmp_path / "manifest.json").read_text())["purge"]


def test_a_writer_that_died_while_it_blanked_the_log_goes_on_with_it(tmp_path, monkeypatch):
    log = _log()
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    log.remove(an_edition(7))
    blanking, died = os.pwrite, 0
    for step in range(10):
        calls = iter(range(step))

        def dies(*given, calls=calls):
            if next(calls, None) is None:
                raise ZeroDivisionError
            return blanking(*given)

        with monkeypatch.context() as patched, open_writer(tmp_path) as writer:
            patched.setattr(os, "pwrite", dies)
            try:
                writer.apply(log.records)
            except ZeroDivisionError:
                died += 1
        archive = open_reader(tmp_path).current
        for one, record in zip(archive.entries(0, 1000), log.as_of(archive.position), strict=True):
            assert one.edition in (record.edition, None), "words are there or gone, never halves"

    assert died == 4  # of two entries of the text: marking one, blanking it, and again
    assert _holding(tmp_path, FIRST) == []
    assert_same_log(open_reader(tmp_path).current, NaiveArchive(log.records))


def test_words_that_a_disk_damaged_are_not_given_out_and_those_before_them_are(tmp_path):
    log = _log()
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    (path,) = tmp_path.glob("a-*/log")
    path.write_bytes(path.read_bytes().replace(FIRST, b"kwyzblorfX"))

    archive = open_reader(tmp_path).current

    whole = NaiveArchive(log.records)
    assert archive.entries(0, 1000) == whole.entries(0, 29)
    with pytest.raises(DamagedArchiveError, match="position 30"):
        archive.entries(29, 1000)
    assert archive.entries(30, 1000) == whole.entries(30, 1000)
