"""Real news in four languages: a search in one finds it in that one, and offers the others."""

import pytest

from dateline.archive.embedded import open_reader, rebuild
from dateline.archive.query import Filter, Query
from tests.support.archives import bulk
from tests.support.editions import Log

RELEASES = 200
FIRST = 3


@pytest.fixture(scope="module")
def found(samples, tmp_path_factory):
    """For each title its language, and the item that a search for its words has among the first three; else None."""
    messages = [message for message in bulk.lines(samples / bulk.SWISS) if len(message["contents"]) == 4][:RELEASES]
    log = Log()
    for number, message in enumerate(messages, 1):
        for edition in bulk.swiss_editions(number, message):
            log.publish(edition)
    folder = tmp_path_factory.mktemp("archive")
    rebuild(folder, log.records)
    archive = open_reader(folder).current

    def item_of(number, text):
        query = Query(filter=Filter(words=text["title"]), order="relevance", reader=text["lang"], size=10)
        return next((item for item in archive.query(query).items[:FIRST] if item.edition.number == number), None)

    return [
        (text["lang"], item_of(number, text))
        for number, message in enumerate(messages, 1)
        for text in message["contents"]
    ]


def test_the_words_of_a_title_find_it_in_its_own_language_among_the_first_three(found):
    own = [item for language, item in found if item and item.edition.language == language]

    assert len(found) == 4 * RELEASES
    assert len(own) / len(found) > 0.99


def test_its_siblings_are_offered(found):
    assert all(len(item.languages) == 4 for _, item in found if item)
