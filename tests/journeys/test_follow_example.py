"""A program that knows nothing of Dateline but its log keeps a copy of everything public."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import ROOT
from tests.support.installation import fetch, free_port, wait_for

PUBLISH = """
import datetime as dt
from dateline.desk import deeds
from tests.support.desk import a_published, an_office, edit
now = dt.datetime.now(dt.UTC)
office = an_office("harbour-office")
texts = [a_published(f"Bridge {number}", office=office, at=now) for number in range(1, 7)]
for text in texts[:2]:
    edit(text, headline=f"Better {text.headline}")
    deeds.publish(text, by=None, at=now, change="corrected", note="It was another bridge.")
"""
CHANGE = """
import datetime as dt
from dateline.desk import deeds
from dateline.desk.models import ReleasePage
from tests.support.desk import a_published, edit
now = dt.datetime.now(dt.UTC)
texts = {text.release.number: text for text in ReleasePage.objects.filter(language="en")}
deeds.withdraw(texts[2], by=None, at=now, note="Issued in error.")
deeds.withdraw(texts[3], by=None, at=now, note="Issued in error.")
deeds.restore(texts[3], by=None, at=now, note="It was right.")
deeds.remove(texts[4], by=None, at=now, note="It was wrong.")
deeds.remove(texts[1], by=None, at=now, note="It was wrong.")
a_published("A seventh bridge", at=now)
"""
HEAD = "from dateline.publication import log; print(log.head().position)"


@pytest.fixture
def site(installation):
    port = free_port()
    installation.start("work")
    installation.start("serve", "--port", str(port))
    base = f"http://127.0.0.1:{port}"
    wait_for(lambda: fetch(f"{base}/health")[0] == 200, timeout_s=40)
    return base


def follow(site: str, folder: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, ROOT / "examples" / "follow.py", site, folder])


@pytest.mark.slow
def test_a_follower_of_thirty_lines_ends_equal_to_the_newsroom(installation, site, tmp_path):
    folder = tmp_path / "copy"
    follower = follow(site, folder)
    installation.python(PUBLISH)
    wait_for(lambda: len(list(folder.glob("*.en.json"))) == 6, timeout_s=40)

    follower.kill()
    follower.wait()
    follower = follow(site, folder)
    installation.python(CHANGE)
    head = installation.python(HEAD).strip()
    wait_for(lambda: (folder / "position").read_text().split()[0] == head, timeout_s=40)
    follower.kill()
    follower.wait()

    copies = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}
    assert sorted(copies) == [f"{number}.en.json" for number in (2, 3, 5, 6, 7)]
    for number in range(1, 8):
        status, body = fetch(f"{site}/api/v1/releases/{number}/en")
        said, copy = json.loads(body), copies.get(f"{number}.en.json")
        assert status == (200 if copy else 410)
        if copy:
            assert (copy["state"], copy["version"]) == (said["state"], said["version"])
            same = set(copy) & set(said["text"])
            assert {"headline", "lead", "body", "published_at"} <= same
            assert [said["text"][name] for name in ("headline", "lead")] == [
                copy[name] for name in ("headline", "lead")
            ]
    assert copies["2.en.json"]["state"] == "withdrawn"
    assert copies["2.en.json"]["headline"] == "Better Bridge 2"


@pytest.mark.slow
def test_a_home_from_before_gets_its_log_from_the_database(installation, site):
    installation.python(PUBLISH)
    head = int(installation.python(HEAD))
    wait_for(lambda: json.loads(fetch(f"{site}/health")[1])["position"] == head, timeout_s=40)
    before = json.loads(fetch(f"{site}/api/v1/log?limit=1000")[1])
    worker = installation.processes[0]
    worker.terminate()
    worker.wait(20)
    archive = installation.home.archive
    manifest = json.loads((archive / "manifest.json").read_text())
    for name in ("log", "log-rows"):
        (archive / manifest["root"] / name).unlink()
    del manifest["log_bytes"]
    (archive / "manifest.json").write_text(json.dumps(manifest | {"format": 2}))

    done = installation.run("upgrade")

    assert done.returncode == 0, done.stderr
    rebuilt = json.loads((archive / "manifest.json").read_text())["root"]
    assert rebuilt != manifest["root"]
    wait_for(lambda: json.loads(fetch(f"{site}/health")[1])["ok"])
    assert json.loads(fetch(f"{site}/api/v1/log?limit=1000")[1]) == before
    assert len(before["entries"]) == head
