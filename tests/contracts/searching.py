"""Small logs of headlines, and what a search finds in them."""

from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from tests.support.editions import Log, an_edition


def found(archive: Archive, words: str, **given: object) -> list[int]:
    """Return the numbers of the releases that a search finds, best match first."""
    query = Query(filter=Filter(words=words, **given), order="relevance", size=50)
    return [item.edition.number for item in archive.query(query).items]


def a_log(*texts: tuple[str, str]) -> Log:
    """Return a log of one release for each (language, headline)."""
    log = Log()
    for number, (language, headline) in enumerate(texts, start=1):
        log.publish(an_edition(number, language, headline=headline, lead="", body=()))
    return log
