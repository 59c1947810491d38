import errno
import os

import pytest

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.media import MissingFileError, RefusedFileError, drop_unnamed, publish_files
from dateline.editions.newsroom import Newsroom
from dateline.editions.parts import Download, Picture, Rendition
from tests.support.editions import Log, a_newsroom, an_edition

ONE, TWO, THREE = (letter * 64 + ending for letter, ending in (("a", ".webp"), ("b", ".pdf"), ("c", ".png")))


def a_picture(file: str) -> Picture:
    return Picture(renditions=(Rendition(file=file, type="image/webp", width=8, height=8, size_bytes=8),), alt="")


@pytest.fixture
def private(tmp_path):
    folder = tmp_path / "private"
    folder.mkdir()
    for name in (ONE, TWO, THREE):
        (folder / name).write_bytes(name.encode())
    return folder


def test_named_files_are_brought_and_bringing_them_again_changes_nothing(tmp_path, private):
    public = tmp_path / "public" / "media"

    assert publish_files([ONE, TWO, ONE], private, public) == 2
    assert publish_files([ONE, TWO], private, public) == 0

    assert sorted(path.name for path in public.iterdir()) == [ONE, TWO]
    assert (public / ONE).read_bytes() == ONE.encode()
    assert (public / ONE).stat().st_ino == (private / ONE).stat().st_ino


def test_files_are_copied_where_the_disk_knows_no_links(tmp_path, private, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(os, "link", refuse)

    publish_files([ONE], private, tmp_path / "public")

    assert [path.name for path in (tmp_path / "public").iterdir()] == [ONE]
    assert (tmp_path / "public" / ONE).stat().st_ino != (private / ONE).stat().st_ino


@pytest.mark.parametrize(
    "name",
    ["../secret", "a" * 64, "a" * 64 + ".x", "A" * 64 + ".png", "a" * 63 + ".png", ONE + "\n", "a" * 64 + "./.."],
)
def test_a_name_that_is_no_content_hash_is_refused_before_anything_is_brought(tmp_path, private, name):
    with pytest.raises(RefusedFileError):
        publish_files([ONE, name], private, tmp_path / "public")

    assert not (tmp_path / "public").exists()


def test_a_file_that_is_nowhere_is_an_error_that_names_it(tmp_path, private):
    missing = "d" * 64 + ".png"

    with pytest.raises(MissingFileError, match=missing):
        publish_files([missing], private, tmp_path / "public")


def test_files_stay_while_a_live_edition_or_the_logo_names_them_and_go_after(tmp_path, private):
    public, log = tmp_path / "public", Log()
    publish_files([ONE, TWO, THREE], private, public)
    (public / "robots.txt").write_text("not ours")
    first = an_edition(1, picture=a_picture(ONE))
    second = an_edition(2, body=(Download(file=TWO, title="Report", type="application/pdf", size_bytes=1),))
    log.set(a_newsroom(logo=Rendition(file=THREE, type="image/png", width=1, height=1, size_bytes=1)))
    log.publish(first)
    log.publish(second)

    def dropped():
        with open_writer(tmp_path / "archive") as writer:
            writer.apply(log.records)
        return drop_unnamed(public, open_reader(tmp_path / "archive").current.names_file)

    assert dropped() == []

    log.publish(second, "withdrawn", "Withdrawn.")
    assert dropped() == []

    log.remove(second)
    log.publish(an_edition(1, version=2, picture=None), "updated")
    assert dropped() == [ONE, TWO]

    log.set(Newsroom(**{field: getattr(a_newsroom(), field) for field in Newsroom.__struct_fields__}))
    assert dropped() == [THREE]
    assert [path.name for path in public.iterdir()] == ["robots.txt"]


def test_dropping_from_a_folder_that_is_not_there_does_nothing(tmp_path):
    assert drop_unnamed(tmp_path / "public", lambda _: False) == []
