"""Robots that follow every link come to an end, soon, and what they make up themselves leads nowhere."""

import pytest

from tests.support.archives.demo import demo_log
from tests.support.outside.robot import Robot
from tests.support.public_server import PublicServer

PUBLIC_URL = "https://news.example.org"
STARTS = ("/", "/sitemap.xml", "/sitemap-news.xml")
FORMS = 8  # addresses of a text: its page, and the forms that its page links for machines
LANGUAGES = 4
COMMON = 40  # addresses of a language that are there without any text: lists, feeds, their pages
SMALL, LARGE = 15, 45


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Numbers of texts and words of the vocabulary with what a robot found, for a small and a larger newsroom."""
    found = {}
    for releases in (SMALL, LARGE):
        log = demo_log(releases)
        server = PublicServer(tmp_path_factory.mktemp("crawled"))
        server.apply(log.records)
        server.start()
        try:
            found[releases] = log, Robot(server.get, PUBLIC_URL).walk(STARTS, limit=20_000)
        finally:
            server.stop()
    return found


def followable(robot):
    return [path for path in robot.seen if not path.startswith(("/media/", "/static/"))]


@pytest.mark.slow
@pytest.mark.parametrize("releases", [SMALL, LARGE])
def test_what_a_robot_may_follow_is_a_few_addresses_for_each_text_and_word(walked, releases):
    log, robot = walked[releases]
    subjects = {
        (record.entry.subject.kind, record.entry.subject.id, record.entry.subject.language) for record in log.records
    }
    texts = sum(1 for kind, *_ in subjects if kind == "release")
    words = len(subjects) - texts

    assert len(followable(robot)) <= FORMS * texts + LANGUAGES * (words + COMMON)
    assert len([path for path in robot.indexed if "/oembed?" not in path]) <= texts + LANGUAGES * (words + COMMON)
    assert len(followable(robot)) > texts


@pytest.mark.slow
def test_thrice_the_releases_are_not_more_than_thrice_the_addresses(walked):
    few, many = (len(followable(walked[releases][1])) for releases in (SMALL, LARGE))

    assert many < few * LARGE / SMALL


@pytest.mark.slow
def test_a_robot_meets_no_dead_ends_but_what_was_taken_away(walked):
    _, robot = walked[LARGE]

    dead = {path for path in followable(robot) if robot.seen[path] not in (200, 301, 302, 410)}
    assert {path for path in dead if not path.startswith("/terms/")} == set(), "names of vocabularies are no links"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = PublicServer(tmp_path_factory.mktemp("asked"))
    server.apply(demo_log(SMALL).records)
    yield server.start()
    server.stop()


@pytest.mark.parametrize(
    "path",
    [
        "/en/news?page=99",
        "/en/news?page=0",
        "/en/news?topic=water&page=99",
        "/en/news?page=abc",
        "/en/news?size=7",
        "/en/news?order=odd",
        "/en/news?office=nowhere",
        "/en/news?from=2999-99-99",
        "/en/news.atom?page=99",
        "/en/news/999999",
        "/en/news/3/a/b",
        "/en/offices/nowhere",
        "/en/offices/secretariat/deeper",
        "/en/follow?office=nowhere",
        "/xx/news",
        "/en/calendar",
    ],
)
def test_what_is_not_there_is_said_not_to_be_there(server, path):
    assert server.get(path).status == 404


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("/en/news?x=1", "/en/news"),
        ("/en/news?page=1", "/en/news"),
        ("/en/news?page=02&size=10", "/en/news?size=10&page=2"),
        ("/en/news?topic=water&topic=borders&topic=water", "/en/news?topic=borders&topic=water"),
        ("/en//news", "/en/news"),
        ("/en/news/", "/en/news"),
        ("/en/offices?x=1", "/en/offices"),
        ("/en/follow?x=1", "/en/follow"),
        ("/en/news.atom?x=1", "/en/news.atom"),
        ("/sitemap.xml?part=99", "/sitemap.xml"),
        ("/sitemap-news.xml?x=1", "/sitemap-news.xml"),
        ("/robots.txt?x=1", "/robots.txt"),
    ],
)
def test_nonsense_leads_to_the_one_address(server, path, clean):
    answer = server.get(path)

    assert answer.status in (301, 302)
    assert answer.headers["location"] == clean


@pytest.mark.parametrize(
    "path",
    [
        "/en/news?topic=borders&topic=water",
        "/en/news?q=council",
        "/en/news?size=50",
        "/en/news?from=2001-01-01",
        "/en/news?until=2999-01-01",
        "/en/follow?topic=water",
        "/en/suggest?q=a",
        "/api/v1/releases",
    ],
)
def test_what_has_no_end_asks_to_stay_out_of_indexes(server, path):
    answer = server.get(path)

    assert answer.status == 200
    assert "noindex" in answer.headers.get("x-robots-tag", "") or b'name="robots" content="noindex"' in answer.body
