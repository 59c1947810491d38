"""The public process stays within its memory, whatever the mixture of addresses that is read."""

import datetime as dt

import pytest

from bench.start import LIMIT_MB, WORDS, peak_mb, read_mixed
from dateline.editions.parts import Text
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs
from tests.support.public_server import PublicServer

RELEASES = 150


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
