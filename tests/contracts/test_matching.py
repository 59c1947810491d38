"""One edition matches a filter exactly where a list of every engine would show it."""

import tempfile
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.matching import matches
from dateline.archive.query import Filter, Query
from tests.contracts.random_logs import editions, questions, whole_logs
from tests.contracts.test_archive import MEMORY, unhurried
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log


@unhurried
@given(whole_logs(size=8), editions(), st.lists(questions(), min_size=1, max_size=12))
def test_a_list_shows_a_release_of_one_text_where_its_edition_matches(log: Log, edition, asked: list[Query]) -> None:
    edition = msgspec.structs.replace(edition, number=6, release="00000000-0000-0000-0000-000000000006")
    log.publish(edition)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        with open_writer(Path(folder)) as writer:
            writer.apply(log.records)
        engines = (open_reader(Path(folder)).current, NaiveArchive(log.records))
        for query in asked:
            filter_: Filter = msgspec.structs.replace(query.filter, words="")
            for archive in engines:
                listed = bool(archive.filter_items(filter_, "en", [edition.number]))

                assert matches(filter_, edition, archive) == listed
