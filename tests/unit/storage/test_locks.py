import os
import threading

import pytest

from dateline.storage.errors import FileLockedError
from dateline.storage.locks import FileLock, is_locked


def test_one_lock_at_a_time_and_the_refusal_names_the_process(tmp_path):
    path = tmp_path / "writer.lock"

    with FileLock(path):
        assert is_locked(path)
        with pytest.raises(FileLockedError) as refused:
            FileLock(path).acquire()

    assert refused.value.holder == str(os.getpid())
    assert not is_locked(path)
    with FileLock(path):
        pass


def test_a_lock_that_waits_is_taken_when_it_is_free(tmp_path):
    path = tmp_path / ".lock"
    order = []

    def second():
        with FileLock(path, wait=True):
            order.append("second")

    with FileLock(path, wait=True):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        order.append("first")
    thread.join(5)

    assert order == ["first", "second"]


def test_the_file_has_the_mode_given(tmp_path):
    umask = os.umask(0o077)
    try:
        with FileLock(tmp_path / ".lock", mode=0o644):
            assert (tmp_path / ".lock").stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(umask)


def test_a_file_that_was_never_made_is_not_locked(tmp_path):
    assert not is_locked(tmp_path / "never")


def test_a_release_is_safe_to_repeat(tmp_path):
    lock = FileLock(tmp_path / ".lock")
    lock.acquire()

    lock.release()
    lock.release()

    assert not is_locked(tmp_path / ".lock")
