"""The second folder of overrides: who may close releases by it, and that nothing in it is lost or opened."""

import datetime as dt
import os

import pytest

from dateline.archive import overrides
from dateline.archive.errors import NoArchiveError
from dateline.archive.overrides import Override
from dateline.public.http.active_overrides import OverridesReader
from dateline.runtime import emergency, home
from dateline.runtime.emergency import CannotCloseError, KillOrder
from dateline.runtime.home import Home, prepare
from dateline.runtime.overrides_in_memory import MemoryFolderError, carry_over, read_all, trusted_folder, write

NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)


def an_override(number: int = 7, **facts) -> Override:
    return Override(number=number, at=NOON, **facts)


@pytest.fixture
def newsroom(tmp_path, monkeypatch):
    monkeypatch.setattr(home, "MEMORY", tmp_path)
    found = Home(tmp_path / "home")
    prepare(found, {})
    return found


def test_each_home_has_a_folder_of_its_own(newsroom, tmp_path):
    assert newsroom.overrides_in_memory.parent == tmp_path
    assert newsroom.overrides_in_memory != Home(tmp_path / "other").overrides_in_memory
    assert newsroom.overrides_in_memory == Home(newsroom.path).overrides_in_memory


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_what_is_written_is_obeyed_beside_what_the_home_has(newsroom, umask):
    reader = OverridesReader(newsroom.overrides, lambda: trusted_folder(newsroom))
    overrides.write(newsroom.overrides, an_override(7, languages=("fr",), notice="First."))
    assert reader.refresh().removals[0].languages == ("fr",)
    before = os.umask(umask)
    try:
        write(newsroom, an_override(7, languages=("en",), notices={"en": "Second."}))
        write(newsroom, an_override(8, files=("a.csv",)))
    finally:
        os.umask(before)

    active = reader.refresh()

    assert [(one.number, one.languages) for one in active.removals] == [(7, ("en", "fr")), (8, ())]
    assert active.files == {"a.csv"}
    assert newsroom.overrides_in_memory.stat().st_mode & 0o777 == 0o755, "public processes may run as another user"

    carry_over(newsroom)

    assert read_all(newsroom) == {}
    assert [one.number for one in reader.refresh().removals] == [7, 8]
    assert overrides.read(newsroom.overrides, 7).notices == {"en": "Second."}


@pytest.mark.parametrize("fault", ["a link", "others write", "another owner", "a file"])
def test_a_folder_that_others_could_fill_closes_nothing_and_takes_nothing(newsroom, tmp_path, fault):
    folder, elsewhere = newsroom.overrides_in_memory, tmp_path / "elsewhere"
    overrides.write(elsewhere, an_override(7))
    if fault == "a link":
        folder.symlink_to(elsewhere)
    elif fault == "a file":
        folder.write_text("")
    else:
        elsewhere.rename(folder)
        if fault == "others write":
            folder.chmod(0o777)
        elif os.geteuid() != 0:
            pytest.skip("only root can give a folder away")
        else:
            os.chown(folder, 12_345, 12_345)

    assert trusted_folder(newsroom) is None
    assert read_all(newsroom) == {}
    with pytest.raises((MemoryFolderError, OSError)):
        write(newsroom, an_override(8))


def test_a_folder_that_is_lost_opens_nothing_in_a_running_process(newsroom):
    reader = OverridesReader(newsroom.overrides, lambda: trusted_folder(newsroom))
    write(newsroom, an_override(7))
    assert len(reader.refresh().removals) == 1

    (newsroom.overrides_in_memory / "7.json").rename(newsroom.path / "aside")
    (newsroom.overrides_in_memory / ".lock").unlink()
    newsroom.overrides_in_memory.rmdir()

    assert len(reader.refresh().removals) == 1


def test_with_neither_home_nor_memory_it_says_that_nothing_is_closed(newsroom, monkeypatch):
    newsroom.overrides_in_memory.write_text("")
    monkeypatch.setattr(overrides, "write_urgently", lambda *_a, **_o: (_ for _ in ()).throw(OSError(30, "Read-only")))

    with pytest.raises(CannotCloseError, match="nothing was closed: the home cannot be written"):
        emergency.write_override(newsroom, KillOrder(number=7, notices={"": "Wrong."}), at=NOON)


class _DamagedArchive:
    newsroom = None

    def languages_of(self, _number):
        return {"en": "slug", "fr": "slug"}

    def text(self, _number, language):
        raise NoArchiveError("archive", language)


@pytest.mark.parametrize(("archive", "unread"), [(None, ("",)), (_DamagedArchive(), ("en", "fr"))])
def test_a_damaged_archive_does_not_stop_it_and_what_stays_open_is_named(newsroom, monkeypatch, archive, unread):
    monkeypatch.setattr(emergency, "_archive", lambda _home: archive)

    closing = emergency.write_override(newsroom, KillOrder(number=7, notices={"": "Wrong."}), at=NOON)

    assert overrides.read(newsroom.overrides, 7) == closing.override
    assert closing.unread == unread
