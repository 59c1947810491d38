"""Texts analysed by other processes ahead of the writer."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.archive.embedded import open_reader, rebuild
from dateline.archive.embedded.text_index import analysis_pool
from dateline.archive.embedded.text_index.analysis_pool import AnalysisPool, analyse
from tests.support.editions import Log, an_edition, an_office
from tests.support.installation import wait_for

FROM = 20  # records read before others help
LEAD = "Les ministres se réunissent."


@pytest.fixture
def records(monkeypatch):
    monkeypatch.setattr(analysis_pool, "MIN_RECORDS", FROM)
    monkeypatch.setattr(analysis_pool, "BATCH_RECORDS", 7)
    log = Log()
    log.set(an_office())
    for number in range(1, 100):
        log.publish(an_edition(number, headline=f"Élection {number}", lead=LEAD))
    return log.records


def test_records_come_in_order_with_their_words_ready(records):
    with AnalysisPool(1) as analysts:
        for position, record in enumerate(analysts.ahead(records), 1):
            words = analysts.take(position)

            assert record.entry.position == position
            if position > FROM:
                assert words == analyse(an_edition(position - 1, headline=f"Élection {position - 1}", lead=LEAD))
            else:
                assert words is None


def test_what_nobody_took_is_forgotten(records):
    with AnalysisPool(1) as analysts:
        list(analysts.ahead(records))
        analysts.drop_until(50)

        assert analysts.take(50) is None
        assert analysts.take(51) is not None


def test_a_rebuild_goes_on_without_its_helpers(records, tmp_path, monkeypatch):
    handed = AnalysisPool._submit

    def lost(analysts, batch):
        future = handed(analysts, batch)
        for process in list((analysts._pool._processes or {}).values()) if analysts._pool else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        return future

    monkeypatch.setattr(AnalysisPool, "_submit", lost)

    rebuild(tmp_path, records)

    assert len(open_reader(tmp_path).current.texts()) == 99


_HELPED = """
import sys
from pathlib import Path
from dateline.archive.embedded.text_index.analysis_pool import AnalysisPool, BATCH_RECORDS
from dateline.archive.embedded.text_index import analysis_pool
from tests.support.editions import Log, an_edition
analysis_pool.MIN_RECORDS = 0
if __name__ == "__main__":
    log = Log()
    log.publish(an_edition())
    analysts = AnalysisPool(1)
    list(analysts.ahead(log.records))
    print(*analysts._pool._processes, flush=True)
    sys.stdin.read()
"""


def test_helpers_end_with_a_writer_that_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", _HELPED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        helper = int(writer.stdout.readline())
        writer.kill()

    wait_for(lambda: not _runs(helper))


def _runs(pid):
    try:
        with Path(f"/proc/{pid}/stat").open(encoding="ascii") as stat:
            return stat.read().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False
