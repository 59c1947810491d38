"""`dateline kill` closes releases with nothing at hand: no database, no worker, no room, no writable disk."""

import shutil
import sys

import pytest

from dateline.archive import overrides
from dateline.archive.embedded import open_writer
from dateline.editions.canonical import digest
from dateline.editions.parts import Download
from dateline.runtime import overrides_in_memory
from dateline.runtime.home import Home, prepare
from dateline.runtime.installation_checks import of_overrides
from dateline.storage.files import write_atomically
from dateline.storage.spare_files import is_reserved, reserve
from tests.support.editions import Log, a_newsroom, an_edition
from tests.support.installation import wait_for
from tests.support.public_server import PublicServer
from tests.support.small_disk import small_disk

pytestmark = pytest.mark.slow

NOTICE = ("--notice", "It was wrong.")
RELEASES = 4
MOVE = """
import sys
from pathlib import Path
from dateline.runtime import overrides_in_memory
from dateline.runtime.home import Home
overrides_in_memory.carry_over(Home(Path(sys.argv[1])))
"""


def content_of(number: int) -> bytes:
    return f"a,{number}".encode()


def file_of(number: int) -> str:
    return f"{digest(content_of(number))}.csv"


@pytest.fixture
def disk(tmp_path):
    """A disk with a home and an archive of releases that have a file each."""
    seed = Home(tmp_path / "seed")
    prepare(seed, {})
    seed.secret_key_file.unlink()  # so the database is out of reach, and no command loads Django in vain
    log = Log()
    log.set(a_newsroom())
    for number in range(1, RELEASES + 1):
        download = Download(file=file_of(number), title="", type="text/csv", size_bytes=3)
        log.publish(an_edition(number, body=(download,)))
        (seed.public_media / file_of(number)).write_bytes(content_of(number))
    with open_writer(seed.archive) as writer:
        writer.apply(log.records)
    with small_disk(tmp_path / "home") as disk:
        shutil.copytree(seed.path, disk.inside, dirs_exist_ok=True)
        yield disk
    shutil.rmtree(Home(disk.path).overrides_in_memory, ignore_errors=True)


@pytest.fixture
def server(disk, tmp_path):
    """The public process; what it logs goes past the disk."""
    server = PublicServer(disk.path)
    server.start(preexec_fn=disk.enter)
    for number in range(1, RELEASES + 1):
        assert is_open(server, number)
    yield server
    server.stop()


def is_open(server, number):
    addresses = f"/en/news/{number}/headline-{number}", f"/media/{file_of(number)}"
    return {server.get(address).status for address in addresses} == {200}


def wait_until_closed(server, number):
    addresses = f"/en/news/{number}/headline-{number}", f"/media/{file_of(number)}"
    wait_for(lambda: [server.get(address).status for address in addresses] == [410, 404], timeout_s=1)


def test_with_no_byte_free_releases_are_closed_one_after_the_other(disk, server):
    filler = disk.fill()
    with pytest.raises(OSError, match="No space left"):
        write_atomically(disk.inside / "overrides" / "1.json", b"{}")

    for number in range(1, RELEASES):
        done = disk.dateline("kill", str(number), *NOTICE)

        assert done.returncode == 3, done.stderr
        assert "closed to the public" in done.stdout
        assert "not in the log yet" in done.stderr
        wait_until_closed(server, number)
    again = disk.dateline("kill", "1", "--notice", "fr=C’était faux.")

    assert again.returncode == 3
    found = overrides.read(disk.inside / "overrides", 1)
    assert (found.notice, found.notices, found.files) == ("It was wrong.", {"fr": "C’était faux."}, (file_of(1),))
    assert is_open(server, RELEASES)
    filler.unlink()
    assert not is_reserved(disk.inside / "overrides")
    assert reserve(disk.inside / "overrides")


def test_on_a_full_disk_without_reserved_room_the_order_is_in_force_from_memory(disk, server):
    """As in a home that an earlier version prepared."""
    for spare in (disk.inside / "overrides").glob(".spare*"):
        spare.unlink()
    disk.fill()

    done = disk.dateline("kill", "1", *NOTICE)

    assert done.returncode == 3
    assert "No space left on device" in done.stderr
    assert "will not survive a restart of the machine" in done.stderr
    wait_until_closed(server, 1)


def test_on_a_read_only_home_the_order_is_in_force_and_moves_to_the_home_later(disk, server):
    disk.remount("ro")

    done = disk.dateline("kill", "1", *NOTICE)

    assert done.returncode == 3, done.stderr
    assert "Read-only file system" in done.stderr
    assert "will not survive a restart of the machine" in done.stderr
    assert "may still be open" not in done.stderr
    wait_until_closed(server, 1)
    server.stop()
    server.start(preexec_fn=disk.enter)
    assert not is_open(server, 1), "a process that starts on the read-only home obeys, too"
    disk.dateline("kill", "2", *NOTICE)
    wait_until_closed(server, 2)
    lifted = disk.dateline("kill", "2", "--lift")
    assert lifted.returncode == 0, lifted.stderr
    wait_for(lambda: is_open(server, 2), timeout_s=1)
    [sentence] = of_overrides(Home(disk.path))
    assert "release 1 is in the memory of this machine" in sentence

    disk.remount("rw")
    moved = disk.run(sys.executable, "-c", MOVE, str(disk.path))

    assert moved.returncode == 0, moved.stderr
    assert overrides.read(disk.inside / "overrides", 1).notice == "It was wrong."
    assert overrides_in_memory.read_all(Home(disk.path)) == {}
    assert not is_open(server, 1)
