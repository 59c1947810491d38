"""Backup and restore, by the command lines of the manual page itself."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.archive import overrides
from dateline.archive.embedded import open_reader
from dateline.runtime.home import Home, prepare
from tests.support.databases import ROOT
from tests.support.forkserver import ForkServer
from tests.support.installation import Installation, wait_for
from tests.support.public_server import PublicServer

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "how-to" / "back-up.md"
SEED = """
import datetime as dt
from dateline.newsroom.desk import actions
from tests.support.desk.builders import a_draft, a_published, an_attachment, an_office
now = dt.datetime.now(dt.UTC)
office = an_office("harbour-office")
own = ("download", {"attachment": an_attachment("Own", b"zqown", "own.csv"), "title": ""})
for name in ("First", "Second"):
    a_published(name, office=office, at=now, body=[("text", "<p>Body.</p>"), own])
a_draft("Third", office=office)
"""
SINCE = """
import datetime as dt
from django.conf import settings
from dateline.newsroom.desk import actions
from dateline.runtime import archive_follower
from dateline.newsroom.desk.models import Release, ReleasePage
from tests.support.desk.builders import a_published, an_office, edit
now = dt.datetime.now(dt.UTC)
actions.kill(Release.objects.get(number=1), by=None, at=now, notices={"": "It was wrong."})
second = ReleasePage.objects.get(release__number=2)
edit(second, headline="Second, corrected")
actions.publish(second, by=None, at=now, change="corrected", note="Corrected.")
actions.publish(ReleasePage.objects.get(headline="Third"), by=None, at=now)
a_published("Fourth", office=second.release.lead_office, at=now)
archive_follower.rebuild(settings.HOME, lambda *_: None)
"""
FACTS = """
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.publication import check, log
from dateline.newsroom.publication.models import NumberCounter
assert check.check() is None
texts = ReleasePage.objects.order_by("release__number", "headline")
print([tuple(row) for row in texts.values_list("release__number", "public_state", "version")])
print(log.head().position, NumberCounter.objects.get().next)
"""
NEXT = """
import datetime as dt
from dateline.newsroom.desk.models import ReleasePage
from tests.support.desk.builders import a_published
office = ReleasePage.objects.first().release.lead_office
print(a_published("Next", office=office, at=dt.datetime.now(dt.UTC)).release.number)
"""


def page_blocks() -> list[list[str]]:
    """The command lines of the page, block by block."""
    blocks = re.findall(r"^```\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [block.strip().splitlines() for block in blocks]


class Machine:
    """Where an operator types the lines of the page; its folders stand for those of the page."""

    def __init__(self, folder: Path, fork_server: ForkServer, mirror: str = "") -> None:
        self.folder = folder
        self.fork_server = fork_server
        self.home = Home(folder / "dateline")
        self.named = {
            "/var/lib/dateline": str(self.home.path),
            "/srv/backup": str(folder / "backup"),
            "https://mirror.example.org": mirror,
        }
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        self.environment |= {
            "DATELINE_HOME": str(self.home.path),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }

    def command(self, line: str) -> str:
        for name, ours in self.named.items():
            line = line.replace(name, ours)
        return line

    def type(self, line: str, expected: int = 0) -> str:
        done = subprocess.run(
            ["sh", "-c", self.command(line)], env=self.environment, cwd=self.folder, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == expected, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        """Run Python with Django set up on the home."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "dateline.config.settings"}
        return Installation(self.home, "", environment, self.fork_server).python(code)


@pytest.fixture(scope="module")
def story(databases, fork_server, tmp_path_factory):
    """A newsroom with a backup, and the home that went on after it, as the page's first two blocks make them."""
    if databases.vendor != "sqlite":
        pytest.skip("the page's lines are of the embedded database; test_backup_databases.py is of both")
    machine = Machine(tmp_path_factory.mktemp("story"), fork_server)
    prepare(machine.home, {})
    shutil.copyfile(databases.clone("story").removeprefix("sqlite:///"), machine.home.database)
    machine.python(SEED)
    [[keygen], [backup, verify], *_] = page_blocks()
    assert keygen == "age-keygen -o backup-key.txt"
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    (machine.folder / "backup-key.txt").write_text(f"# created: now\n{identity}\n")
    machine.environment["RECIPIENT"] = str(identity.to_public())

    assert "4 files" in machine.type(backup), "an original, its public file and two media kits"
    assert "1 backup is whole" in machine.type(verify)

    machine.python(SINCE)
    return machine


def public_state(home: Home) -> dict:
    """All that the public gets of the texts, and the log."""
    archive = open_reader(home.archive).current
    texts = {number: archive.text(number, "en") for number in range(1, 6)}
    return {
        "texts": texts,
        "log": archive.entries(0, 1000),
        "files": sorted(path.name for path in home.public_media.iterdir()),
    }


def assert_continues(machine, before):
    """The public gets what it got, the log is sound, and what comes next is new."""
    now = public_state(machine.home)
    assert now == before
    assert (now["texts"][1].state, now["texts"][3].state, now["texts"][5]) == ("removed", "public", None)
    texts, positions = machine.python(FACTS).splitlines()
    assert texts == "[(1, 'removed', 1), (2, 'published', 2), (3, 'published', 1)]"
    assert positions == f"{len(before['log'])} 5"
    assert machine.python(NEXT).strip() == "5"


def test_after_the_old_home_nothing_is_lost_and_the_killed_stays_killed(story):
    before, key = public_state(story.home), story.home.secret_key_file.read_text()
    [move, restore, check] = page_blocks()[2]
    story.type(move)
    story.named["/var/lib/dateline.old"] = f"{story.home.path}.old"
    assert not story.home.path.exists()

    _kill_a_restore(story, restore)
    said = story.type(restore)

    assert "Release 1 (en) was removed after the backup" in said
    assert "Release 4 (en) is newer than the backup" in said
    assert story.home.secret_key_file.read_text() == key
    assert story.home.secret_key_file.stat().st_mode & 0o077 == 0
    assert not list(story.folder.glob(".*restoring"))
    assert "No room" not in story.type(check, expected=1), "nothing runs, which is the one thing to report"
    again = story.type(restore, expected=1)
    assert "Move it away" in again, "nothing is overwritten"
    assert_continues(story, before)


def _kill_a_restore(machine, line):
    """End a restore by SIGKILL while it works: no newsroom is there afterwards."""
    process = subprocess.Popen(
        ["sh", "-c", f"exec {machine.command(line)}"], env=machine.environment, cwd=machine.folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    staging = machine.folder / ".dateline.restoring"
    wait_for(lambda: (staging / "archive").is_dir() and any(staging.glob(".dateline.sqlite3*")), timeout_s=60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert staging.exists()
    assert not machine.home.path.exists()


def test_after_a_mirror_it_is_the_same(story, tmp_path):
    old = Path(f"{story.home.path}.old") if Path(f"{story.home.path}.old").exists() else story.home.path
    before = public_state(Home(old))
    copy = shutil.copytree(old, tmp_path / "mirror", ignore=shutil.ignore_patterns("*.sqlite3*", "private"))
    server = PublicServer(Path(copy)).start()
    try:
        machine = Machine(tmp_path, story.fork_server, f"http://127.0.0.1:{server.port}")
        shutil.copytree(story.folder / "backup", tmp_path / "backup")
        shutil.copy(story.folder / "backup-key.txt", tmp_path)
        [[restore]] = page_blocks()[3:4]

        machine.type(restore)
    finally:
        server.stop()

    assert_continues(machine, before)


def test_where_nobody_knows_positions_and_numbers_go_on_behind_those_named(story, tmp_path):
    machine = Machine(tmp_path, story.fork_server)
    shutil.copytree(story.folder / "backup", tmp_path / "backup")
    shutil.copy(story.folder / "backup-key.txt", tmp_path)
    overrides_before = overrides.read_all(machine.home.overrides)
    [[restore]] = page_blocks()[4:]

    machine.type(restore)

    texts, positions = machine.python(FACTS).splitlines()
    assert texts == "[(None, '', 0), (1, 'published', 1), (2, 'published', 1)]"
    assert positions == "1234 568"
    assert machine.python(NEXT).strip() == "568"
    assert overrides_before == {}


def test_the_timer_runs_what_the_page_says():
    unit = (ROOT / "deploy" / "dateline-backup.service").read_text("utf-8")
    lines = re.findall(r"^ExecStart=/opt/dateline/\.venv/bin/(.+)$", unit, re.MULTILINE)

    assert lines == [line.partition(" --recipient")[0] for line in page_blocks()[1]]
    assert "OnCalendar=" in (ROOT / "deploy" / "dateline-backup.timer").read_text("utf-8")


def test_what_came_since_must_be_said(story):
    assert "say what was published" in story.type("dateline restore /srv/backup", expected=2)
