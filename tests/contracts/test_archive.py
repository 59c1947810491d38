"""The laws of the archive: whatever the log says, the engine answers like the oracle."""

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.query import Query
from dateline.editions.entry import Record
from tests.contracts.random_logs import logs, questions, whole_logs
from tests.contracts.same_answers import assert_same, assert_same_answer, assert_same_log, assert_same_whole
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log

# In memory where there is such a folder: what is tested is not the disk, whose every commit takes up to 0.1 s.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
unhurried = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@unhurried
@given(logs(), st.lists(questions(), min_size=1, max_size=12))
def test_every_question_is_answered_like_the_oracle(records: list[Record], asked: list[Query]) -> None:
    oracle = NaiveArchive(records)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, open_writer(Path(folder)) as writer:
        writer.apply(records)

        engine = open_reader(Path(folder)).current

        assert_same_whole(engine, oracle)
        for query in asked:
            assert_same_answer(engine, oracle, query)


@unhurried
@given(whole_logs(), st.data())
def test_following_in_steps_rebuilding_and_the_oracle_agree(log: Log, data: st.DataObject) -> None:
    """Each step is read as the log was then, so what is removed later has come with its words before."""
    records, following_oracle = log.records, NaiveArchive()
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        reader = open_reader(Path(folder))
        at = 0
        while at < len(records):
            step = data.draw(st.integers(1, 8))
            then = log.as_of(at + step)
            with open_writer(Path(folder)) as writer:
                writer.apply(then[at:])
                writer.apply(then[max(0, at - 3) :])  # again: changes nothing
            following_oracle.apply(then)
            if data.draw(st.booleans()):
                assert reader.refresh()
            at += step
        reader.refresh()
        followed = reader.current

        rebuild(Path(folder), records)
        rebuilt = open_reader(Path(folder)).current

        oracle = NaiveArchive(records)
        assert_same(followed, oracle)
        assert_same(rebuilt, oracle)
        assert_same(following_oracle, oracle)
        for archive in (followed, rebuilt, following_oracle):
            assert_same_log(archive, oracle)
