import hashlib
import io

import pytest

from dateline.storage.content_addressed import extension_of, is_content_name, store, store_stream, verified_file
from dateline.storage.errors import ContentMismatchError

NAME = f"{hashlib.sha256(b'words').hexdigest()}.txt"


def test_bytes_and_a_stream_get_the_same_name(tmp_path):
    folder = tmp_path / "files"
    stream = io.BytesIO(b"words")
    stream.read()

    assert store(folder, b"words", "txt") == store_stream(folder, stream, "txt") == NAME
    assert (folder / NAME).read_bytes() == b"words"
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_stream_alone_is_written(tmp_path):
    data = b"0123456789" * 300_000

    name = store_stream(tmp_path, io.BytesIO(data), "bin")

    assert (tmp_path / name).read_bytes() == data


def test_a_file_that_is_there_is_not_written_again(tmp_path):
    store(tmp_path, b"words", "txt")
    written_at = (tmp_path / NAME).stat().st_mtime_ns

    store(tmp_path, b"words", "txt")

    assert (tmp_path / NAME).stat().st_mtime_ns == written_at


def test_other_bytes_than_the_name_says_are_refused(tmp_path):
    with pytest.raises(ContentMismatchError), verified_file(tmp_path / NAME, mode=0o644) as file:
        file.write(b"other words")

    assert list(tmp_path.iterdir()) == []


def test_the_bytes_the_name_says_are_written(tmp_path):
    with verified_file(tmp_path / NAME, mode=0o644) as file:
        file.write(b"words")

    assert (tmp_path / NAME).read_bytes() == b"words"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "words.txt",
        f"../{NAME}",
        f"{NAME}/x",
        f"{NAME}\n",
        NAME.upper(),
        NAME[1:],
        f"{'a' * 64}.",
        f"{'a' * 64}.a-b",
    ],
)
def test_a_name_of_another_form_is_none(name):
    assert not is_content_name(name)
    assert extension_of(name) == ""


def test_the_extension_of_a_content_name():
    assert extension_of(NAME) == "txt"
