"""What overrides close is answered as after a removal, although the log knows of none."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.port import Removal
from dateline.archive.query import Filter, Query
from tests.contracts.random_logs import LANGUAGES, questions, whole_logs
from tests.contracts.same_answers import assert_same, assert_same_answer
from tests.contracts.test_archive import MEMORY, unhurried
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, an_edition

LATER = NOON + dt.timedelta(days=30)


@unhurried
@given(whole_logs(), st.lists(questions(), min_size=1, max_size=6), st.data())
def test_leaving_out_is_answered_like_a_removal(log: Log, asked: list[Query], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, open_writer(Path(folder)) as writer:
        writer.apply(log.records)
        engine = open_reader(Path(folder)).current
        numbers = data.draw(st.sets(st.integers(1, 6), max_size=3))
        meant = [data.draw(st.just(()) | st.sets(st.sampled_from(LANGUAGES), min_size=1)) for _ in numbers]
        gone = [
            Removal(number=number, languages=tuple(sorted(languages)), notice="Gone.", at=LATER)
            for number, languages in zip(sorted(numbers), meant, strict=True)
        ]
        position = engine.position
        for one in gone:
            for language in sorted(LANGUAGES):
                reading = engine.text(one.number, language)
                if one.covers(language) and reading is not None and reading.edition is not None:
                    _remove(log, reading.edition)
        oracle = NaiveArchive(log.records)
        oracle.position = position

        left = engine.with_removals(gone)

        assert_same(left, oracle)
        for query in asked:
            assert_same_answer(left, oracle, query)


def test_a_slip_is_not_mended_by_a_word_that_is_left_out(tmp_path) -> None:
    log = Log()
    log.publish(an_edition(1, headline="Zanzibarium opens"))
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    engine = open_reader(tmp_path).current
    query = Query(filter=Filter(words="zanzibarum"))
    assert engine.query(query).suggestion

    left = engine.with_removals([Removal(number=1, notice="Gone.", at=LATER)])

    assert not left.query(query).suggestion
    assert engine.query(query).suggestion, "the whole one is as it was"


def _remove(log: Log, edition) -> None:
    record = log.remove(edition, notice="")
    log.records.pop()
    log._told.pop()
    log.append(record.entry.subject, "removed", None, "Gone.", at=LATER, number=edition.number)
