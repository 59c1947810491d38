import os
from pathlib import Path

import pytest

from dateline.storage.files import PUBLIC_MODE, atomic_file, write_atomically


def test_a_file_is_replaced_whole_with_the_mode_given_whatever_the_umask(tmp_path):
    path = tmp_path / "status.json"
    path.write_bytes(b"old")
    umask = os.umask(0o077)
    try:
        write_atomically(path, b"new", mode=PUBLIC_MODE)
    finally:
        os.umask(umask)

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == PUBLIC_MODE
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_for_its_owner_alone_unless_told_otherwise(tmp_path):
    write_atomically(tmp_path / "key", b"secret")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_an_exception_leaves_the_older_file_and_nothing_else(tmp_path):
    path = tmp_path / "status.json"
    path.write_bytes(b"old")

    with pytest.raises(TypeError), atomic_file(path) as file:
        file.writelines([b"half of the n", None])

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_file_is_read_until_the_new_one_is_complete(tmp_path):
    path = tmp_path / "status.json"
    path.write_bytes(b"old")

    with atomic_file(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"

    assert path.read_bytes() == b"new"


def test_two_writers_of_one_file_do_not_mix(tmp_path):
    path = tmp_path / "status.json"

    with atomic_file(path) as first:
        first.write(b"first")
        with atomic_file(path) as second:
            second.write(b"second, longer")

    assert path.read_bytes() == b"first"


def test_bytes_and_name_are_made_durable(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(Path(f"/proc/self/fd/{descriptor}").readlink()))

    write_atomically(tmp_path / "status.json", b"new")

    assert [path.parent if path != tmp_path else path for path in synced] == [tmp_path, tmp_path]
    assert synced[0].name.startswith(".status.json.")
    assert synced[1] == tmp_path


def test_a_long_name_can_be_written(tmp_path):
    write_atomically(tmp_path / ("x" * 255), b"new")

    assert (tmp_path / ("x" * 255)).read_bytes() == b"new"
