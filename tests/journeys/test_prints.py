"""Prints from the public server itself, on a home without desk, worker and database."""

import datetime as dt
import io
import statistics
import threading
import time

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader

from dateline.editions.canonical import digest
from dateline.editions.parts import Picture, Rendition
from dateline.runtime import emergency
from dateline.runtime.emergency import KillOrder
from dateline.runtime.home import Home, prepare
from dateline.runtime.printing import what_is_missing
from tests.support.editions import NOON, Log, a_newsroom, an_edition
from tests.support.public_server import PublicServer
from tests.unit.site.test_print_jobs import a_photograph

PHOTOGRAPH = a_photograph()
FILE = f"{digest(PHOTOGRAPH)}.jpeg"
PICTURE = Picture(
    renditions=(Rendition(file=FILE, type="image/jpeg", width=960, height=600, size_bytes=9),),
    alt="A bridge",
    credit="EXO/Lind",
)

pytestmark = pytest.mark.skipif(what_is_missing() != "", reason="Pango or fonts are not on this machine")


@pytest.fixture
def server(tmp_path):
    prepare(Home(tmp_path), {})
    log = Log()
    log.set(a_newsroom())
    for number in range(1, 9):
        log.publish(an_edition(number, picture=PICTURE if number == 1 else None))
    server = PublicServer(tmp_path)
    server.log_ = log
    (tmp_path / "public" / "media" / FILE).write_bytes(PHOTOGRAPH)
    server.apply(log.records)
    server.start()
    yield server
    server.stop()


def printed(server, number: int) -> httpx.Response:
    """A sheet, however long a busy machine takes."""
    return httpx.get(f"http://127.0.0.1:{server.port}/en/news/{number}.pdf", timeout=90)


def test_a_sheet_is_made_once_kept_and_gone_within_a_second_of_a_kill(server):
    first = printed(server, 1)
    began = time.monotonic()
    second = server.get("/en/news/1.pdf")
    kept_s = time.monotonic() - began
    server.log_.publish(an_edition(9, headline="Later"))
    server.apply(server.log_.records)
    moved = server.get("/en/news/1.pdf", dateline_position=str(len(server.log_.records)))
    held = server.get("/en/news/1.pdf", if_none_match=moved.headers["etag"])

    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert PdfReader(io.BytesIO(first.content)).metadata.title == "Headline 1 – EXO"
    assert b"/Image" in first.content
    assert "content-security-policy" not in first.headers, "it would stop a browser's own viewer"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.content == second.body == moved.body
    assert kept_s < 0.8, "made anew it takes a second and a half"
    assert held.status == 304

    emergency.write_override(
        Home(server.home), KillOrder(number=1, notices={"": "It was wrong."}), at=NOON + dt.timedelta(days=1)
    )
    ends_at = time.monotonic() + 1
    while (after := server.get("/en/news/1.pdf")).status == 200 and time.monotonic() < ends_at:
        time.sleep(0.02)

    assert after.status == 410
    assert "It was wrong." in after.body.decode()


def test_a_card_is_a_picture_that_other_sites_may_show(server):
    card = server.get("/en/news/2.png")

    assert (card.status, card.headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(card.body)).size == (1200, 630)
    assert server.get("/en/news/1.png").headers["location"] == f"/media/{FILE}"


def test_readers_do_not_wait_while_sheets_are_made(server):
    server.get("/en/news")
    printing = [threading.Thread(target=printed, args=(server, number)) for number in range(2, 6)]
    for thread in printing:
        thread.start()
    taken = []
    while any(thread.is_alive() for thread in printing):
        began = time.monotonic()
        assert server.get("/en/news").status == 200
        taken.append(time.monotonic() - began)
        time.sleep(0.02)

    assert len(taken) > 20
    assert statistics.median(taken) < 0.5, "each sheet takes longer"
