"""A program that knows nothing of Dateline but its log keeps a copy of everything public."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dateline.editions.canonical import canonical
from dateline.editions.chain import entry_digest
from tests.support.databases import ROOT
from tests.support.editions import Log, a_newsroom, an_edition
from tests.support.installation import fetch, free_port, wait_for

PUBLISH = """
import datetime as dt
from dateline.newsroom.desk import actions
from tests.support.desk.builders import a_published, an_office, edit
now = dt.datetime.now(dt.UTC)
office = an_office("harbour-office")
texts = [a_published(f"Bridge {number}", office=office, at=now) for number in range(1, 7)]
for text in texts[:2]:
    edit(text, headline=f"Better {text.headline}")
    actions.publish(text, by=None, at=now, change="corrected", note="It was another bridge.")
"""
CHANGE = """
import datetime as dt
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import ReleasePage
from tests.support.desk.builders import a_published, edit
now = dt.datetime.now(dt.UTC)
texts = {text.release.number: text for text in ReleasePage.objects.filter(language="en")}
actions.perform("withdraw", texts[2], by=None, at=now, note="Issued in error.")
actions.perform("withdraw", texts[3], by=None, at=now, note="Issued in error.")
actions.perform("restore", texts[3], by=None, at=now, note="It was right.")
actions.perform("remove", texts[4], by=None, at=now, note="It was wrong.")
actions.perform("remove", texts[1], by=None, at=now, note="It was wrong.")
a_published("A seventh bridge", at=now)
"""
HEAD = "from dateline.newsroom.publication import log; print(log.head().position)"


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
def test_a_small_follower_ends_equal_to_the_newsroom(installation, site, tmp_path):
    folder = tmp_path / "copy"
    follower = follow(site, folder)
    installation.python(PUBLISH)
    wait_for(lambda: len(list(folder.glob("*.en.json"))) == 6, timeout_s=40)

    follower.kill()
    follower.wait()
    follower = follow(site, folder)
    installation.python(CHANGE)
    head = installation.python(HEAD).strip()
    wait_for(lambda: json.loads((folder / "position").read_text())[0] == int(head), timeout_s=40)
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


class Origin(ThreadingHTTPServer):
    """Serves a log, and withholds the words of numbers that are ``closed``."""

    def __init__(self, log: Log) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.log = log
        self.closed = set()

    def told(self, record) -> dict:
        entry, edition = record.entry, record.edition
        is_closed = entry.number in self.closed and edition is not None
        return {
            "position": entry.position,
            "digest": entry_digest(entry),
            "entry": canonical(entry).decode(),
            "edition": None if is_closed or edition is None else edition.decode(),
            "withheld": is_closed,
        }


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = {name: int(values[0]) for name, values in parse_qs(urlsplit(self.path).query).items()}
        records = self.server.log.records[asked["after"] :][: asked.get("limit", 100)]
        body = json.dumps({"entries": [self.server.told(record) for record in records]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args) -> None:
        pass


def test_what_an_emergency_withholds_is_asked_for_again(tmp_path):
    log = Log()
    log.set(a_newsroom())
    for number in (1, 2):
        log.publish(an_edition(number))
        log.publish(an_edition(number, version=2, headline="Better"), "corrected", "It was another bridge.")
    server = Origin(log)
    server.closed = {1, 2}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    follower = follow(f"http://127.0.0.1:{server.server_port}", tmp_path)
    try:
        mark = tmp_path / "position"
        wait_for(lambda: mark.exists() and json.loads(mark.read_text())[0] == 5, timeout_s=20)
        follower.kill()
        follower.wait()
        assert list(tmp_path.glob("*.json")) == []

        log.remove(an_edition(2))
        server.closed = {2}
        follower = follow(f"http://127.0.0.1:{server.server_port}", tmp_path)
        wait_for(lambda: json.loads(mark.read_text()) == [6, entry_digest(log.records[-1].entry), {}], timeout_s=20)
    finally:
        follower.kill()
        follower.wait()
        server.shutdown()
        server.server_close()

    (copy,) = tmp_path.glob("*.json")
    assert (copy.name, json.loads(copy.read_text())["headline"]) == ("1.en.json", "Better")


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
