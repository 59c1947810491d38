"""Every file of archive and public media is damaged in turn: nothing wrong is served, and each damage is named.

A fresh process opens each damaged home with the code of the public process. ``tests/integration/config/test_worker.py``
has the mending.
"""

import asyncio
import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.errors import ArchiveError
from dateline.archive.query import Filter, Query
from dateline.public.http.media import MediaFiles
from dateline.public.http.messages import Incoming
from dateline.public.http.single_flight import SingleFlight
from dateline.runtime.home import Home
from dateline.runtime.integrity import home_faults
from tests.contracts.test_archive import MEMORY
from tests.support.archives.copies import run_in_a_copy
from tests.support.archives.logs import a_long_log
from tests.support.public_server import PublicServer

RECORDS = a_long_log(9)
CUT = len(RECORDS) - 8
CONTENTS = ((b"a picture" * 400, "webp"), (b"a,b\n1,2\n", "csv"), (bytes(range(256)) * 9, "mp4"))
MEDIA = {f"{hashlib.sha256(content).hexdigest()}.{ending}": content for content, ending in CONTENTS}


def damages(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield (what was done, the damaged content): bits flipped at four places, a piece zeroed, three cuts."""
    rng, size = random.Random(name), len(content)
    for at in sorted({0, size // 2, size - 1, rng.randrange(size)}):
        yield f"flipped at {at}", content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]
    start = next(at for at in [*range(size // 3, size), *range(size)] if content[at])
    yield f"zeroed at {start}", content[:start] + bytes(len(content[start : start + 4])) + content[start + 4 :]
    yield "cut by half", content[: size // 2]
    yield "cut by a byte", content[:-1]
    yield "emptied", b""


def damaged(path: Path, content: bytes) -> None:
    """Write in place, as a disk does: other links to the file show it, too."""
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


@pytest.fixture(scope="module")
def sound():
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        home = Home(Path(folder) / "sound")
        home.public_media.mkdir(parents=True)
        for name, content in MEDIA.items():
            (home.public_media / name).write_bytes(content)
        with open_writer(home.archive) as writer:
            writer.apply(RECORDS[:CUT])
            writer.apply(RECORDS)  # a second segment, and a journal behind the snapshot
        yield home


def served_files(home: Home) -> list[str]:
    """Every file that a fresh process reads: those that the manifest names, and public media."""
    manifest = json.loads((home.archive / "manifest.json").read_text())
    texts = [f"{manifest['text']}/{name}" for name in manifest["sizes"]]
    logs = [f"{manifest['root']}/{name}" for name in ("log", "log-rows")]
    named = ["manifest.json", manifest["snapshot"], manifest["journal"], *logs, *texts]
    return [*(f"archive/{name}" for name in named), *(f"public/media/{name}" for name in MEDIA)]


def answers(home: Home) -> dict[str, Any]:
    """Ask a home everything, as a fresh process; None stands for no answer, or for that there is no such thing."""
    found = {f"media {name}": _sent(home, name) for name in MEDIA}
    try:
        archive = open_reader(home.archive).current
    except ArchiveError:
        return found
    questions: dict[str, Callable[[], Any]] = {
        "vocabulary": lambda: (archive.newsroom, archive.offices, archive.topics, archive.kinds),
        "changes": archive.recent_changes,
        "map": archive.texts,
        "log": lambda: archive.entries(0, 1000),
        "newest": lambda: archive.query(Query(size=20)),
        "of a topic": lambda: archive.query(Query(filter=Filter(topics=("policing",)), size=20)),
    }
    for number in range(1, 10):
        questions[f"languages {number}"] = lambda n=number: archive.languages_of(n) or None
        for language in ("en", "fr"):
            questions[f"text {number} {language}"] = lambda n=number, tag=language: archive.text(n, tag)
    for after in range(len(RECORDS)):
        questions[f"entry {after + 1}"] = lambda after=after: archive.entries(after, 1)
    return found | {name: _answered(question) for name, question in questions.items()}


def _answered(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except ArchiveError:
        return None


def _sent(home: Home, name: str) -> bytes | None:
    async def respond() -> bytes | None:
        with ThreadPoolExecutor(1) as threads:
            files = MediaFiles(home.public_media, tuple, SingleFlight(threads))
            answer = await files.respond(Incoming(path=f"/media/{name}"))
        return answer.file.read_bytes() if answer.status == 200 else None

    return asyncio.run(respond())


def _is_wrong(name: str, answer: Any, right: Any) -> bool:
    if name == "log" and answer:  # the entries before the first damaged one
        return answer != right[: len(answer)]
    return answer is not None and answer != right


def test_a_sound_home_has_no_fault(sound):
    assert list(home_faults(sound)) == []
    assert {name for name, answer in answers(sound).items() if answer is None} == set()


@pytest.mark.slow
def test_nothing_wrong_is_served_and_every_damage_is_named(sound, tmp_path):
    said = tmp_path / "said"

    assert run_in_a_copy(_drill, str(sound.path), served_files(sound), str(said), timeout_s=300) == 0

    report = [json.loads(line) for line in said.read_text().splitlines()]
    assert len(report) > 100
    assert [one for one in report if one["wrong"]] == []
    assert [one for one in report if not one["named"]] == []


def _drill(path: str, names: list[str], said: str) -> None:
    """Damage each file of a copy in every way, and write what came of it; runs in a process of its own."""
    right = answers(Home(Path(path)))
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, Path(said).open("a") as file:
        home = Home(Path(folder) / "home")
        shutil.copytree(path, home.path)
        for name in names:
            whole = (home.path / name).read_bytes()
            for how, content in damages(whole, name):
                damaged(home.path / name, content)
                wrong = [key for key, answer in answers(home).items() if _is_wrong(key, answer, right[key])]
                report = {"file": name, "how": how, "wrong": wrong, "named": list(home_faults(home))}
                file.write(json.dumps(report) + "\n")
            damaged(home.path / name, whole)


def test_a_public_process_refuses_damaged_texts_entries_and_files(tmp_path):
    server = PublicServer(tmp_path)
    server.apply(RECORDS)
    (name, content), *_ = MEDIA.items()
    media = tmp_path / "public" / "media" / name
    media.write_bytes(content)
    manifest = json.loads((tmp_path / "archive" / "manifest.json").read_text())
    root = tmp_path / "archive" / manifest["root"]
    (store,) = (path for path in (tmp_path / "archive" / manifest["text"]).iterdir() if path.suffix == ".store")
    for path, before, after in ((store, b"Lead", b"Load"), (root / "log", b"Lead", b"Load"), (media, b"a", b"e")):
        whole = path.read_bytes()
        assert before in whole
        damaged(path, whole.replace(before, after, 1))
    server.start()
    try:
        statuses = {path: server.get(path).status for path in ("/en/news", f"/media/{name}", "/api/v1/log")}
        media.write_bytes(content)
        assert server.get(f"/media/{name}").body == content
    finally:
        server.stop()

    assert statuses == {"/en/news": 500, f"/media/{name}": 500, "/api/v1/log": 200}
