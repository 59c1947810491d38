"""A mirror in processes of its own, and a newsroom with pictures that it follows."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

from dateline.editions.entry import Subject, files_of, words
from dateline.editions.parts import Picture, Rendition
from dateline.mirror import status
from dateline.mirror.status import Status
from tests.support.databases import ROOT
from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.installation import fetch, free_port, wait_for
from tests.support.public_server import PublicServer


class Mirror:
    """`dateline mirror`, started with ``start``; its port stays."""

    def __init__(self, home: Path, origin: str) -> None:
        self.home = home
        self.origin = origin
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        home.mkdir()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def status(self) -> Status:
        return status.read(self.home / "mirror.json") or Status(origin="")

    def command(self, *options: str) -> dict:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        command = [sys.executable, "-m", "dateline.config.cli", "mirror", self.origin, "--home", str(self.home)]
        return {"args": [*command, *options], "env": environment, "cwd": ROOT}

    def once(self) -> subprocess.CompletedProcess:
        return subprocess.run(**self.command("--once"), capture_output=True, text=True, timeout=60)

    def start(self) -> "Mirror":
        with (self.home.parent / f"{self.home.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                **self.command("--port", str(self.port)), stdout=log, stderr=log, start_new_session=True
            )
        return self

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            wait_for(lambda: fetch(f"{self.base}/health")[0] == 0)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def log(self) -> str:
        return (self.home.parent / f"{self.home.name}.log").read_text()


class Newsroom:
    """A public server whose log grows, with the files that its words name."""

    def __init__(self, home: Path, releases: int) -> None:
        self.server = PublicServer(home)
        self.base = f"http://127.0.0.1:{self.server.port}"
        self.server.environment["DATELINE_PUBLIC_URL"] = self.base
        self.log = _a_log(releases)
        self.position = 0

    @property
    def end(self) -> int:
        return len(self.log.records)

    def publish(self, count: int) -> None:
        """Publish the next entries: first copy their files, and afterwards delete files that are no longer named."""
        self.position = min(self.end, self.position + count)
        records = self.log.as_of(self.position)
        named = {}
        for record in records:
            if record.edition or record.entry.change in ("removed", "erased"):
                named[record.entry.subject] = files_of(words(record))
        media = self.server.home / "public" / "media"
        names = {name for files in named.values() for name in files}
        for name in names:
            (media / name).write_bytes(CONTENTS[name])
        self.server.apply(records)
        for path in media.iterdir():
            if path.name not in names:
                path.unlink()

    def media(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.server.home / "public" / "media").iterdir()}


CONTENTS: dict[str, bytes] = {}


def _picture(content: str) -> Picture:
    name = f"{hashlib.sha256(content.encode()).hexdigest()}.jpg"
    CONTENTS[name] = content.encode()
    rendition = Rendition(file=name, type="image/jpeg", width=8, height=6, size_bytes=len(content))
    return Picture(renditions=(rendition,), alt="A bridge")


def _a_log(releases: int) -> Log:
    """Return a log of releases with pictures, some shared; they are corrected, withdrawn, restored, removed, erased."""
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("security"), a_topic("policing", parent="security"), a_kind())
    for number in range(1, releases + 1):
        given = {"offices": refs("mission"), "topics": refs("policing") if number % 2 else ()}
        english = an_edition(number, "en", picture=_picture(f"{number}"), salt=f"{number:032x}", **given)
        log.publish(english)
        log.publish(an_edition(number, "fr", picture=_picture(f"shared {number % 3}"), salt=f"{number:031x}f", **given))
        better = msgspec.structs.replace(english, version=2, lead="Better.", picture=_picture(f"{number} better"))
        subject = Subject(kind="release", id=english.release, language="en")
        match number % 5:
            case 0:
                log.publish(better, "corrected", "The picture was of another bridge.")
            case 1:
                log.remove(english)
            case 2:
                log.append(subject, "withdrawn", english, "Withdrawn.", number=number)
            case 3:
                log.append(subject, "withdrawn", english, "Withdrawn.", number=number)
                log.append(subject, "restored", better, "Restored.", number=number)
            case 4:
                log.remove(english, change="erased")
    return log
