"""The public process stays within its memory, whatever is read, and however slowly, without a web server in front."""

import datetime as dt
import time

import pytest

from bench.crowd import attacked
from bench.start import LIMIT_MB, WORDS, peak_mb, read_mixed
from dateline.editions.parts import Text
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.installation import wait_for
from tests.support.public_server import PublicServer

RELEASES = 150
ATTACKED_MB = LIMIT_MB + 130
"""100 MB that slow readers may hold, and small answers beside; without the guard it is 300 MB and more."""


def a_log() -> Log:
    """As many words in as many languages as the sample newsroom has."""
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("policing"), a_kind("news"))
    for number in range(1, RELEASES + 1):
        for language in ("en", "fr", "ru", "ar"):
            said = " ".join(f"{word} {number * 7 + place}" for place, word in enumerate(WORDS))
            at = NOON - dt.timedelta(days=number * 11)
            log.publish(
                an_edition(
                    number,
                    language,
                    headline=f"{said[:90]} {language}",
                    lead=f"{said}. {said}.",
                    body=tuple(Text(html=f"<p>{said} {part}. {said}.</p>") for part in range(12)),
                    offices=refs("mission"),
                    topics=refs("policing"),
                    published_at=at,
                    edited_at=at,
                )
            )
    return log


@pytest.mark.slow
def test_mixed_reading_leaves_the_process_within_its_memory(tmp_path):
    server = PublicServer(tmp_path)
    server.apply(a_log().records)
    server.start()
    try:
        (worker,) = server.worker_ids()

        answered = read_mixed(server.port, 1_500)

        assert answered > 1_000
        assert peak_mb(worker) < LIMIT_MB, "VmHWM in MB"
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.parametrize("attack", ["sip", "dribble"])
def test_directly_exposed_the_process_stays_within_its_memory_and_recovers(tmp_path, attack):
    server = PublicServer(tmp_path)
    server.apply(a_log().records)
    server.start()
    try:
        (worker,) = server.worker_ids()
        assert len(server.get("/sitemap.xml").body) > 300_000

        with attacked(attack, server.port, connections=1_500):
            time.sleep(8)

        assert peak_mb(worker) < ATTACKED_MB, "VmHWM in MB"
        wait_for(lambda: server.get("/sitemap.xml").status == 200, 15)
        assert server.worker_ids() == [worker]
    finally:
        server.stop()
