"""Room that is reserved: a small file can be written on a full disk, and a spare file is never taken for another."""

import errno
import os

import pytest

from dateline.storage import spare_files
from dateline.storage.files import write_atomically
from dateline.storage.spare_files import COUNT, SPARE_BYTES, is_reserved, reserve, write_urgently


@pytest.fixture
def full(monkeypatch):
    """Let nothing be written but into what is there already; returns the folder's free files while it is full."""
    state = {"is_full": True}

    def write(path, content, *, mode=0o600):
        if state["is_full"]:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_atomically(path, content, mode=mode)

    monkeypatch.setattr(spare_files, "write_atomically", write)
    return state


def test_what_is_reserved_takes_real_room_and_is_made_once(tmp_path):
    assert not is_reserved(tmp_path)
    assert reserve(tmp_path)
    made = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}

    assert reserve(tmp_path)

    assert is_reserved(tmp_path)
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == made
    assert len(made) == COUNT
    assert sum(path.stat().st_blocks * 512 for path in tmp_path.iterdir()) >= COUNT * SPARE_BYTES


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * SPARE_BYTES])
def test_a_file_is_written_into_a_spare_one(tmp_path, full, content):
    full["is_full"] = False
    reserve(tmp_path)
    (tmp_path / "12.json").write_bytes(b"before")
    full["is_full"] = True

    write_urgently(tmp_path / "12.json", content, mode=0o644)

    assert (tmp_path / "12.json").read_bytes() == content
    assert (tmp_path / "12.json").stat().st_mode & 0o777 == 0o644
    assert not is_reserved(tmp_path)
    assert not reserve(tmp_path), "the disk is still full"
    full["is_full"] = False
    assert reserve(tmp_path)


def test_every_spare_file_serves_once(tmp_path, full):
    full["is_full"] = False
    reserve(tmp_path)
    full["is_full"] = True

    for number in range(COUNT):
        write_urgently(tmp_path / f"{number}.json", b"%d" % number, mode=0o644)

    assert [(tmp_path / f"{number}.json").read_bytes() for number in range(COUNT)] == [b"%d" % n for n in range(COUNT)]
    with pytest.raises(OSError, match="No space left"):
        write_urgently(tmp_path / "more.json", b"{}", mode=0o644)


def test_what_fits_into_none_takes_the_room_of_all(tmp_path, monkeypatch):
    reserve(tmp_path)
    tried = []

    def write(path, content, *, mode):
        tried.append(sorted(found.name for found in tmp_path.iterdir()))
        if tried[-1]:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_atomically(path, content, mode=mode)

    monkeypatch.setattr(spare_files, "write_atomically", write)

    write_urgently(tmp_path / "1.json", b"x" * (SPARE_BYTES + 1), mode=0o644)

    assert [len(names) for names in tried] == [COUNT, 0]
    assert (tmp_path / "1.json").stat().st_size == SPARE_BYTES + 1


def test_another_fault_than_a_full_disk_is_reported_and_costs_no_spare_file(tmp_path, monkeypatch):
    reserve(tmp_path)

    def write(_path, _content, *, mode):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), f"mode {mode}")

    monkeypatch.setattr(spare_files, "write_atomically", write)

    with pytest.raises(OSError, match="Read-only"):
        write_urgently(tmp_path / "1.json", b"{}", mode=0o644)
    assert is_reserved(tmp_path)


def test_a_spare_file_that_a_kill_left_half_overwritten_is_made_again(tmp_path):
    reserve(tmp_path)
    (spare, *_others) = tmp_path.iterdir()
    spare.write_bytes(b'{"half')

    assert not is_reserved(tmp_path)
    assert reserve(tmp_path)
    assert is_reserved(tmp_path)
