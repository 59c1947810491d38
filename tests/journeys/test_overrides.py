"""An override reaches every answer of a public process within a second, with nothing else running."""

import datetime as dt
import threading
import time

import pytest

from dateline.editions.canonical import digest
from dateline.editions.parts import Download, Text
from dateline.runtime import emergency
from dateline.runtime.emergency import KillOrder
from dateline.runtime.home import Home, prepare
from tests.support.crawl import crawl
from tests.support.editions import NOON, Log, a_newsroom, a_topic, an_edition, refs
from tests.support.public_server import PublicServer

SECRET = "zqkilled"
FILE, SHARED = f"{digest(b'a,b')}.csv", f"{digest(b'c,d')}.csv"
LATER = NOON + dt.timedelta(days=1)
ADDRESSES = (
    "/en/news",
    "/en/news/1/headline-1",
    "/fr/news/1/headline-1",
    "/en/news/2/headline-2",
    "/en/news.atom",
    f"/en/news?q={SECRET}",
    "/en/suggest?q=zqk",
    "/en/topics/policing",
    "/sitemap.xml",
    "/sitemap.xml?part=1",
    f"/media/{FILE}",
)


def _text(number: int, language: str = "en", word: str = "", files=()):
    downloads = tuple(
        Download(file=name, title=f"{word} file", type="text/csv", size_bytes=3, language=language) for name in files
    )
    words = {"headline": f"Headline {word}", "lead": f"Lead {word}.", "slug": f"headline-{number}"}
    return an_edition(
        number, language, **words, topics=refs("policing"), body=(Text(html=f"<p>Body {word}.</p>"), *downloads)
    )


@pytest.fixture
def server(tmp_path):
    """Two processes that have answered every address already, on a home with neither desk, worker nor database."""
    prepare(Home(tmp_path), {})
    log = Log()
    log.set(a_newsroom(), a_topic("policing"))
    log.publish(_text(1, word=SECRET, files=(FILE,)))
    log.publish(_text(1, "fr", word=SECRET, files=(FILE,)))
    for number in range(2, 5):
        log.publish(_text(number, word="open", files=(SHARED,)))
    server = PublicServer(tmp_path, workers=2)
    for name, content in ((FILE, b"a,b"), (SHARED, b"c,d")):
        (tmp_path / "public" / "media" / name).write_bytes(content)
    server.apply(log.records)
    server.start()
    for address in ADDRESSES * 4:
        server.get(address)
    yield server
    server.stop()


def _shows(server: PublicServer, addresses=ADDRESSES) -> list[str]:
    """The addresses that still say what is to be closed."""
    wrong = []
    for address in addresses:
        answer = server.get(address)
        said = answer.body.decode().replace("<mark>", "")
        says = any(f"{word} {SECRET}" in said for word in ("Headline", "Lead", "Body"))
        if says or (address.startswith("/media/") and answer.status == 200) or "/news/1" in answer.body.decode():
            wrong.append(address)
    return wrong


def _close(server: PublicServer, **facts) -> None:
    order = KillOrder(number=1, notices={"": "It was wrong.", "fr": "C’était faux."}, **facts)
    emergency.write_override(Home(server.home), order, at=LATER)


def test_a_closed_release_is_gone_from_every_kept_answer_within_a_second(server):
    assert len(_shows(server)) > 6, "what is closed must have been there"
    tag = server.get("/en/news").headers["etag"]
    base = f"http://127.0.0.1:{server.port}"
    before = crawl(base, ADDRESSES)

    _close(server)
    time.sleep(1)

    for _ in range(5):  # both processes
        assert _shows(server) == []
    page, french = server.get("/en/news/1/headline-1"), server.get("/fr/news/1/headline-1")
    assert (page.status, french.status) == (410, 410)
    assert "It was wrong." in page.body.decode()
    assert "C’était faux." in french.body.decode()
    assert server.get("/en/news", if_none_match=tag).status == 200, "who has the old list is told of the new one"
    assert server.get("/en/news/2/headline-2").status == 200
    assert "3 " in server.get("/en/news").body.decode()
    assert server.get(f"/media/{SHARED}").status == 200
    after = crawl(base, [*ADDRESSES, *before])
    assert [path for path, answer in after.items() if SECRET in answer.text.lower() and SECRET not in path] == []


def test_overloaded_processes_obey_within_a_second(server):
    over = threading.Event()

    def hammer(place: int) -> None:
        asked = 0
        while not over.is_set():
            asked += 1
            server.get(f"/en/news?q=word{place}x{asked}" if place % 2 else "/en/news")

    crowd = [threading.Thread(target=hammer, args=(place,), daemon=True) for place in range(8)]
    for one in crowd:
        one.start()
    time.sleep(0.5)
    closed_at = time.monotonic()
    _close(server)
    last_shown = closed_at
    while time.monotonic() < closed_at + 3:
        asked_at = time.monotonic()
        if server.get("/en/news/1/headline-1").status != 410:
            last_shown = asked_at
    over.set()
    for one in crowd:
        one.join(10)

    assert last_shown - closed_at < 1


def test_one_language_is_closed_a_torn_file_closes_all_and_a_lifted_override_opens(server):
    _close(server, languages=("fr",))
    time.sleep(1)

    english, french = server.get("/en/news/1/headline-1"), server.get("/fr/news/1/headline-1")

    assert (english.status, french.status) == (200, 410)
    assert "/fr/news/1" not in english.body.decode()
    assert server.get(f"/media/{FILE}").status == 200, "the open language names it too"

    (server.home / "overrides" / "1.json").write_bytes(b'{"at":"2024')
    time.sleep(1)
    assert _shows(server, ADDRESSES[:5]) == []

    (server.home / "overrides" / "1.json").unlink()
    time.sleep(1)
    assert server.get("/en/news/1/headline-1").status == 200


def test_a_process_that_starts_obeys_from_its_first_answer(server):
    server.stop()
    _close(server)

    server.start()

    assert server.get("/en/news/1/headline-1").status == 410
