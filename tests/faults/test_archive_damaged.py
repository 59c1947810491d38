"""Files of the archive are torn or gone: what runs goes on, what starts says so, a rebuilding mends it."""

import json
import os
import shutil
import sys

import pytest

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.errors import DamagedArchiveError, NoArchiveError
from tests.contracts.same_answers import assert_same_whole
from tests.support.archives.copies import run_in_a_copy
from tests.support.archives.logs import a_long_log
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, an_edition

RECORDS = a_long_log(6)


@pytest.fixture
def folder(tmp_path):
    with open_writer(tmp_path / "archive") as writer:
        writer.apply(RECORDS[:10])
        writer.apply(RECORDS[:20])
    return tmp_path / "archive"


def _parts(folder):
    """Every file that the manifest's generation is made of."""
    manifest = json.loads((folder / "manifest.json").read_text())
    generation = folder / manifest["text"]
    names = [path for path in sorted(generation.iterdir()) if not path.name.startswith(".")]
    return [folder / "manifest.json", folder / manifest["snapshot"], folder / manifest["journal"], *names]


def _tear(path, how):
    content = path.read_bytes()
    path.unlink()  # others may hold links to it
    if how != "gone":
        path.write_bytes(content[: len(content) // 2] if how == "half" else b"")


@pytest.mark.parametrize("how", ["gone", "half", "empty"])
def test_a_damaged_archive_is_a_clear_error_and_a_rebuilding_mends_it(folder, tmp_path, how):
    for place, part in enumerate(_parts(folder)):
        if part.name == "manifest.json" and how == "gone":
            continue  # a folder without one is an archive before its first entry
        copy = tmp_path / f"copy-{place}"
        shutil.copytree(folder, copy)
        _tear(copy / part.relative_to(folder), how)

        with pytest.raises(NoArchiveError, match="dateline archive rebuild"):
            open_reader(copy)
        with pytest.raises(NoArchiveError, match="dateline archive rebuild"):
            open_writer(copy)

        rebuild(copy, RECORDS)
        assert_same_whole(open_reader(copy).current, NaiveArchive(RECORDS))


def test_a_running_reader_serves_its_generation_while_the_next_is_damaged(folder):
    reader = open_reader(folder)
    with open_writer(folder) as writer:
        writer.apply(RECORDS)
    _tear(_parts(folder)[-1], "half")

    assert not reader.refresh()
    assert "is damaged" in reader.trouble
    assert_same_whole(reader.current, NaiveArchive(RECORDS[:20]))

    rebuild(folder, RECORDS)
    assert reader.refresh()
    assert reader.trouble == ""
    assert_same_whole(reader.current, NaiveArchive(RECORDS))


def test_segments_that_go_are_compared_for_the_last_time(tmp_path):
    """Else a rewriting or merge of damaged segments would give the damage a fresh checksum."""
    log = Log()
    for number in range(1, 5):
        log.publish(an_edition(number))
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    (path,) = (path for path in _parts(tmp_path) if path.suffix == ".pos")
    content = path.read_bytes()
    with path.open("r+b") as file:  # in place: the writer's working folder has a link to it
        file.write(bytes([content[0] ^ 1]))
    log.remove(an_edition(1), change="erased")

    with open_writer(tmp_path) as writer, pytest.raises(DamagedArchiveError, match="differs from its checksum"):
        writer.apply(log.records)

    rebuild(tmp_path, log.records)
    assert_same_whole(open_reader(tmp_path).current, NaiveArchive(log.records))


def test_a_reader_goes_on_when_its_files_are_deleted_under_it(folder):
    reader = open_reader(folder)
    held = reader.current

    shutil.rmtree(folder)

    assert not reader.refresh()
    assert_same_whole(held, NaiveArchive(RECORDS[:20]))


def test_a_folder_that_another_version_wrote_says_so(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))

    with pytest.raises(NoArchiveError, match="format is 99"):
        open_reader(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a reader as another user")
def test_a_reader_needs_to_write_nothing(folder):
    for path in [folder, *folder.parents]:
        path.chmod(path.stat().st_mode | 0o055)

    assert run_in_a_copy(_read_as_nobody, folder) == 0


def _read_as_nobody(folder) -> None:
    os.setgid(65534)
    os.setuid(65534)
    archive = open_reader(folder).current
    sys.exit(0 if archive.text(1, "en") and archive.position == 20 else 1)
