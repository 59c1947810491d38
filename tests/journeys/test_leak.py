"""Nothing unpublished can be read by the public: every address is fetched and no secret word is found."""

from pathlib import Path

import httpx
import pytest

from tests.support.crawl import crawl, links
from tests.support.installation import free_port, installations, wait_for

SECRETS = (
    "zqdraft",
    "zqplanned",
    "zqembargo",
    "zqterms",
    "zqnewer",
    "zqpicture",
    "zqfile",
    "zqalt",
    "zqremoved",
    "zqsound",
    "zqspoken",
)
OPEN = "zqopen"

SEED = """
import datetime as dt
from django.core.files.uploadedfile import SimpleUploadedFile
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.editions.files import prepare_files
from dateline.newsroom.desk.editions import kits
from dateline.newsroom.desk.ports.preview import draft_edition, show
from dateline.newsroom.desk.models import Release
from tests.support.desk.builders import a_draft, a_kind, a_picture, a_published, an_attachment, an_office, edit
from tests.support.desk.builders import image_bytes, schedule
from tests.support.desk.recordings import VTT, a_recording, block, mp3

now = dt.datetime.now(dt.UTC)
office = an_office("harbour-office")
def picture(word, colour):
    return a_picture(word, image_bytes(colour=colour), f"{word}.jpg", alt={"en": f"{word} zqalt"})
def sound(word):
    poster = picture("zqposter" + word, "purple")
    spoken = {"en": f"zqspoken {word}"}
    return a_recording(f"zqsound {word}", data=mp3(len(word)), name=f"zqsound-{word}.mp3", poster=poster,
                       transcripts=spoken, captions={"en": VTT.replace("bridge", spoken["en"])})
def whole(word, colour):
    return dict(
        lead=f"Lead {word}.", picture=picture("zqpicture" + word, colour),
        body=[("text", f"<p>Body {word}.</p>"), ("download", {"attachment": an_attachment(
            f"zqfile {word}", f"{word} zqfile".encode(), f"zqfile-{word}.csv"), "title": ""}), block(sound(word))],
        notes=f"<p>Notes {word}</p>", dateline_places=[word.upper()],
    )
a_published("Opening zqopen", office=office, at=now, picture=a_picture("open", image_bytes(colour="white"), "open.jpg",
            alt={"en": "A bridge"}), body=[("text", "<p>The bridge zqopen is open.</p>")])
draft = a_draft("Draft zqdraft", office=office, **whole("zqdraft", "red"))
prepare_files(draft)
planned = a_draft("Planned zqplanned", office=office, **whole("zqplanned", "green"))
prepare_files(planned)
schedule(planned, at=now, live_at=now + dt.timedelta(days=1))
embargoed = a_draft("Embargoed zqembargo", office=office, **whole("zqembargo", "purple"))
until = now + dt.timedelta(days=2)
actions.embargo(embargoed.release, until=until, text="Terms zqterms", by=None, at=now)
actions.add_translation(embargoed, "fr", by=None)
for text in schedule(embargoed.release, at=now, live_at=until):
    kits.with_kit(draft_edition(text))  # as far as anything can be prepared
    show(text)
newer = a_published("Second zqopen", office=office, at=now)
edit(newer, headline="Second zqnewer", **whole("zqnewer", "blue"))
actions.add_translation(newer, "fr", by=None)
removed = a_published("Fourth zqremoved", office=office, at=now, **whole("zqremoved", "black"))
actions.perform("remove", removed, by=None, at=now, note="It was wrong.")
picture("zqunused", "yellow")
"""


@pytest.fixture(scope="module")
def seeded(databases, fork_server, tmp_path_factory):
    """A newsroom with one open text and many secrets, its worker and its public server at work."""
    for installation in installations(databases, fork_server, tmp_path_factory.mktemp("leak"), "leak"):
        installation.environment = {**installation.environment, "DATELINE_ACTIVITYPUB": "news"}
        installation.python(SEED)
        port = free_port()
        installation.start("work")
        installation.start("serve", "--port", str(port))
        base = f"http://127.0.0.1:{port}"
        wait_for(lambda base=base: OPEN in _get(base, "/en/news") and _get(base, "/health"), timeout_s=40)
        _wait_for_worker(installation, base)
        yield installation, base


@pytest.fixture(scope="module")
def answers(seeded):
    """All that a reader who goes everywhere is answered."""
    return crawl(seeded[1], _starts())


GONE = ("zqgone", "zqnotice", "zqheard")
LISTS = ("news", "news.atom", "news.rss", "news.json", "news.ics", "news.ninjs.json", "follow", "suggest")

PUBLISH_AND_CORRECT = """
import datetime as dt
from dateline.newsroom.desk import actions
from tests.support.desk.builders import a_published, an_attachment, an_office, edit
from tests.support.desk.recordings import VTT, a_recording, block
now = dt.datetime.now(dt.UTC)
text = a_published("Fifth zqgone", office=an_office("bridge-office"), at=now, lead="Lead zqgone.", body=[
    ("text", "<p>Body zqgone.</p>"),
    ("download", {"attachment": an_attachment("A file", b"zqgone", "file.csv"), "title": ""}),
    block(a_recording(transcripts={"en": "zqheard"}, captions={"en": VTT.replace("bridge", "zqheard")}))])
edit(text, lead="Lead zqgone, better.")
actions.publish(text, by=None, at=now, change="corrected", note="It said zqnotice.")
"""
REMOVE = """
import datetime as dt
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import ReleasePage
text = ReleasePage.objects.get(headline="Fifth zqgone", language="en")
actions.perform("remove", text, by=None, at=dt.datetime.now(dt.UTC), note="It was wrong.")
"""

HEAD = "from dateline.newsroom.publication import log; print(f'\"position\":{log.head().position}')"


@pytest.mark.slow
def test_no_secret_word_reaches_the_public(answers):
    assert sum(OPEN in answer.text for answer in answers.values()) > 5, "the crawl must find what is public"
    assert not [
        (path, word)
        for path, answer in answers.items()
        for word in SECRETS
        if word in answer.text.lower() and word not in path
    ]


@pytest.mark.slow
def test_no_unpublished_file_has_a_public_address(seeded, answers):
    installation, base = seeded
    private = [file for file in installation.home.path.joinpath("private").rglob("*") if file.is_file()]
    named = {Path(path).name for path in _named(answers)}

    with httpx.Client(base_url=base) as client:
        leaked = [file.name for file in private if file.name not in named and _found(client, file)]

    assert len(private) > 20, "originals and prepared renditions must be there to be looked for"
    assert named
    assert not leaked
    assert {
        file.name for file in installation.home.path.joinpath("public", "media").rglob("*") if file.is_file()
    } == named


@pytest.mark.slow
def test_nothing_of_a_text_that_was_public_is_found_after_its_removal(seeded):
    installation, base = seeded
    installation.python(PUBLISH_AND_CORRECT)
    _wait_for_worker(installation, base)
    before = crawl(base, [*_starts(), *(f"/en/{page}?q={word}" for word in GONE for page in LISTS)])
    shown = " ".join(answer.text.lower() for answer in before.values())
    assert [word for word in GONE if word not in shown] == [], "the crawl must have seen what is removed"
    files = _named(before)

    installation.python(REMOVE)
    _wait_for_worker(installation, base)
    after = crawl(base, [*_starts(), *before])

    assert {
        (path, word)
        for path, answer in after.items()
        for word in GONE
        if word in answer.text.lower() and word not in path and path not in files  # files go a moment later
    } == set()
    gone = files - {link for path, answer in after.items() for link in _links(base, path, answer)}
    assert sorted(Path(path).suffix for path in gone) == [".csv", ".mp3", ".vtt", ".zip"], (
        "they were of this text alone"
    )
    wait_for(lambda: all(httpx.get(base + path).status_code == 404 for path in gone))
    assert [path for path, answer in after.items() if answer.status_code == 410], "its address says that it is gone"


def _wait_for_worker(installation, base: str) -> None:
    head = installation.python(HEAD).strip()
    wait_for(lambda: head in _get(base, "/health"), timeout_s=40)


def _named(answers: dict[str, httpx.Response]) -> set[str]:
    return {path for path in answers if path.startswith("/media/")}


def _starts() -> list[str]:
    words = [OPEN, *SECRETS, "zq", "draft", "harbour"]
    languages = ("en", "fr", "ru", "ar")
    starts = ["/", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/health"]
    starts += [f"/api/v1/{page}" for page in ("docs", "openapi.json", "newsroom", "releases", "search", "changes")]
    starts += [f"/api/v1/log?after={after}&limit=1000" for after in range(4)]
    starts += ["/api/v1/changes?after=0&include=text&size=200", "/api/v1/log?limit=1000&language=en&language=fr"]
    starts += ["/api/v1/releases?include=text", "/api/v1/texts?number=1,2,3,4,5,6,7,8"]
    starts += [f"/api/v1/{page}?q={word}" for word in words for page in ("releases", "search")]
    starts += [f"/api/v1/{page}" for page in ("offices", "topics", "kinds")]
    starts += [f"/api/v1/releases/{number}/{tag}" for tag in ("en", "fr") for number in range(1, 9)]
    starts += [f"/{tag}/{page}" for tag in languages for page in ("offices", "topics", *LISTS)]
    starts += [f"/en/{page}?q={word}" for word in words for page in LISTS]
    starts += [f"/{tag}/news/{number}" for tag in languages for number in range(1, 9)]
    actors = [f"/activitypub/{actor}" for actor in ("newsroom", "offices/harbour-office", "offices/bridge-office")]
    starts += [f"{actor}{part}" for actor in actors for part in ("", "/outbox", "/outbox?page=1", "/followers")]
    starts += [f"{actor}/{number}.{tag}" for actor in actors for tag in ("en", "fr") for number in range(1, 9)]
    starts += ["/.well-known/nodeinfo", "/nodeinfo/2.1"]
    return starts


def _links(base: str, path: str, answer: httpx.Response) -> list[str]:
    """Return what a page names; what is no text names nothing."""
    is_text = any(kind in answer.headers.get("content-type", "") for kind in ("text", "xml", "json"))
    return links(base, path, answer.text) if is_text else []


def _found(client: httpx.Client, file: Path) -> bool:
    guesses = (f"/media/{file.name}", f"/media/original_images/{file.name}", f"/media/documents/{file.name}")
    guesses += (f"/media/../private/renditions/{file.name}", f"/media/%2e%2e/{file.name}", f"/documents/1/{file.name}")
    return any(client.get(guess).status_code == 200 for guess in guesses)


def _get(base: str, path: str) -> str:
    try:
        return httpx.get(base + path).text
    except httpx.TransportError:
        return ""
