"""The website weighs little on a phone: bytes, nothing that blocks or moves. Times are for ``bench/weight.py``."""

import pytest

from bench.weight import points, weigh
from tests.support.archives.demo import demo_log
from tests.support.archives.naive import NaiveArchive
from tests.support.public_server import PublicServer
from tests.support.stand import stand

pytestmark = pytest.mark.browser

FRONT_BYTES = 60_000
LANGUAGES = ("en", "ar")
LOG = demo_log(60)
ARCHIVE = NaiveArchive(LOG.records)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The real one, which packs; it has no pictures, which wait until they are seen."""
    server = PublicServer(tmp_path_factory.mktemp("home"))
    server.apply(LOG.records)
    yield server.start()
    server.stop()


@pytest.fixture(scope="module")
def address():
    """The same newsroom with its pictures."""
    with stand(ARCHIVE) as served:
        yield served


def pictured(language):
    """The address of a release with a picture."""
    editions = (reading.edition for number in range(60, 0, -1) if (reading := ARCHIVE.text(number, language)))
    found = next(edition for edition in editions if edition and edition.picture)
    return f"/{language}/news/{found.number}/{found.slug}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_with_styles_and_script_is_light(browser, server, language):
    weighed = weigh(browser, f"http://127.0.0.1:{server.port}/{language}/news")

    assert {address.rpartition(".")[2] for address in weighed.sizes} >= {"css", "js"}
    assert sum(weighed.sizes.values()) < FRONT_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["front", "list", "release"])
def test_nothing_blocks_but_the_one_style_sheet_and_nothing_moves(browser, address, language, page):
    path = {"front": f"/{language}/news", "list": f"/{language}/news?page=2", "release": pictured(language)}[page]

    weighed = weigh(browser, address + path, scroll=True)

    assert weighed.scripts_blocking == []
    assert len(weighed.blocking) == 1, "one style sheet before the first paint"
    assert weighed.unsized == []
    assert not any(".woff" in name for name in weighed.sizes), "fonts of the phone, so that no letter changes its form"
    assert (weighed.cls, weighed.shifted) == (0, [])


def test_what_moves_is_seen_to_move(browser, address):
    late = """addEventListener('load', () => setTimeout(() => {
      const text = document.createElement('p'); text.textContent = 'late'; document.body.prepend(text); }, 100))"""

    def moving(page):
        page.add_init_script(late)

    assert weigh(browser, f"{address}/en/news", prepare=moving).cls > 0


def test_points_are_those_of_the_curve():
    assert points(1_800, 1_800, 3_000) == pytest.approx(0.9)
    assert points(3_000, 1_800, 3_000) == pytest.approx(0.5)
    assert points(0, 1_800, 3_000) == 1
