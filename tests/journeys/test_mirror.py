"""`dateline mirror` as its user has it: started beside a newsroom that publishes, killed, cut off, lied to."""

import json
import time

import httpx
import pytest

from dateline.editions.entry import notice, words
from tests.support.crawl import crawl
from tests.support.editions import Log
from tests.support.installation import fetch, wait_for
from tests.support.mirror import Mirror, Newsroom

STARTS = ("/", "/en/news", "/fr/news", "/ar/news", "/sitemap.xml", "/robots.txt", "/en/news.atom", "/en/follow")
STARTS += ("/api/v1/docs", "/api/v1/newsroom", "/api/v1/releases", "/api/v1/changes", "/api/v1/log", "/en/offices")
COMPARED = ("content-type", "etag", "location", "cache-control", "dateline-position", "link")


@pytest.fixture
def newsroom(tmp_path):
    newsroom = Newsroom(tmp_path / "origin", releases=14)
    yield newsroom
    if newsroom.server.process is not None and newsroom.server.process.poll() is None:
        newsroom.server.kill()


@pytest.fixture
def mirror(tmp_path, newsroom):
    mirror = Mirror(tmp_path / "mirror", newsroom.base)
    yield mirror
    mirror.kill()


def position(base: str) -> int:
    status, body = fetch(f"{base}/health")
    return json.loads(body)["position"] if status == 200 else -1


def differing(origin: str, mirror: str, limit: int = 3000) -> list[str]:
    """Ask both for every address in a crawl; return those that are answered otherwise."""
    answers = crawl(origin, STARTS, limit)
    assert len(answers) > 100, "the crawl must find what is public"
    assert sum(path.startswith("/media/") for path in answers) > 3
    with httpx.Client(base_url=mirror, timeout=20) as client:
        return [path for path, answer in answers.items() if _told(client.get(path)) != _told(answer)]


def _told(answer: httpx.Response) -> tuple:
    return answer.status_code, answer.content, [answer.headers.get(name) for name in COMPARED]


@pytest.mark.slow
def test_a_mirror_killed_and_cut_off_at_will_ends_with_the_answers_of_its_origin(newsroom, mirror):
    newsroom.publish(8)
    newsroom.server.start()
    mirror.start()
    step = 0
    while newsroom.position < newsroom.end:
        newsroom.publish(4)
        time.sleep(0.1 * (step % 5))
        if step % 3 == 0:
            mirror.kill()
            mirror.start()
        if step % 4 == 1:
            newsroom.server.kill()
            time.sleep(0.5)
            newsroom.server.start()
        step += 1
    wait_for(lambda: position(mirror.base) == newsroom.end, timeout_s=60)
    wait_for(lambda: mirror.status.state == "following", timeout_s=30)

    assert differing(newsroom.base, mirror.base) == []
    assert {path.name: path.read_bytes() for path in (mirror.home / "public/media").iterdir()} == newsroom.media()

    newsroom.server.kill()
    assert position(mirror.base) == newsroom.end, "it serves without its origin"
    wait_for(lambda: "does not answer" in mirror.status.reason)
    newsroom.server.start()
    assert mirror.stop() in (0, 3)


def test_a_change_is_on_a_mirror_of_a_mirror_at_once_and_an_alarm_is_shown(newsroom, mirror, tmp_path):
    newsroom.publish(12)
    newsroom.server.start()
    mirror.start()
    second = Mirror(tmp_path / "second", mirror.base)
    wait_for(lambda: position(mirror.base) == 12)
    second.start()
    try:
        wait_for(lambda: position(second.base) == 12)
        began_at_s = time.monotonic()

        newsroom.publish(8)

        wait_for(lambda: position(second.base) == 20)
        assert time.monotonic() - began_at_s < 3
        assert differing(newsroom.base, second.base, 150) == []
        assert second.status.site == newsroom.base
    finally:
        second.kill()

    newsroom.server.kill()
    _rewrite(newsroom)
    newsroom.server.start()

    wait_for(lambda: mirror.status.state == "refusing", timeout_s=60)
    assert json.loads(fetch(f"{mirror.base}/health")[1])["ok"] is False
    assert position(mirror.base) == 20, "what was good is served on"
    assert fetch(f"{mirror.base}/en/news")[0] == 200
    assert mirror.stop() == 4
    assert "past is not what it was" in mirror.log()
    done = mirror.once()
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in mirror.log() + done.stderr


def _rewrite(newsroom: Newsroom) -> None:
    """Put a log in the place of the newsroom's that has had one release less, and ends later."""
    archive = newsroom.server.home / "archive"
    archive.rename(archive.with_name("archive-before"))
    other = Log()
    for record in newsroom.log._told[:5] + newsroom.log._told[7:]:
        entry, said = record.entry, notice(record)
        other.append(entry.subject, entry.change, words(record), said.text if said else "", number=entry.number)
    newsroom.log, newsroom.position = other, 0
    newsroom.publish(24)


def test_a_mirror_whose_origin_never_answered_waits_and_says_so(mirror):
    mirror.start()

    wait_for(lambda: "does not answer" in mirror.status.reason)

    assert mirror.status.state == "waiting"
    wait_for(lambda: "trying again in" in mirror.log())
    assert mirror.stop() == 3
    assert mirror.once().returncode == 3
