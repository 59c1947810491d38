"""What it means that two archives answer alike."""

from dateline.archive.port import Archive, StoredEntry
from dateline.archive.query import Filter, Query
from tests.contracts.random_logs import FILES, LANGUAGES, TYPED


def assert_same_whole(engine: Archive, oracle: Archive) -> None:
    """Everything that can be asked without a query."""
    assert engine.position == oracle.position
    assert engine.newsroom == oracle.newsroom
    assert dict(engine.offices) == dict(oracle.offices)
    assert dict(engine.topics) == dict(oracle.topics)
    assert list(engine.kinds.items()) == list(oracle.kinds.items())
    assert list(engine.texts()) == list(oracle.texts())
    assert list(engine.texts((2, "fr"), 3)) == list(oracle.texts((2, "fr"), 3))
    assert list(engine.recent_changes()) == list(oracle.recent_changes())
    assert list(engine.recent_changes(2)) == list(oracle.recent_changes(2))
    for path in ("/old/1", "/old/2?a=b", "/never"):
        assert engine.address(path) == oracle.address(path)
    for file in FILES:
        assert list(engine.naming(file, 1000)) == list(oracle.naming(file, 1000))
    for number in range(7):
        assert dict(engine.languages_of(number)) == dict(oracle.languages_of(number))
        assert list(engine.languages_ever(number)) == list(oracle.languages_ever(number))
        assert engine.neighbours(number, "fr") == oracle.neighbours(number, "fr")
        assert list(engine.related(number, "ru", 3)) == list(oracle.related(number, "ru", 3))
        for language in LANGUAGES:
            assert engine.text(number, language) == oracle.text(number, language)
            assert list(engine.public_editions(number, language)) == list(oracle.public_editions(number, language))
    for typed in ("k", "EL", "les é", "в", "ال", "東", "zurich heu", "(", "x"):
        assert list(engine.autocomplete(typed, "fr", 3)) == list(oracle.autocomplete(typed, "fr", 3))


def assert_same_log(engine: Archive, oracle: Archive) -> None:
    """Every entry with its words, in one piece and in pieces."""
    whole = list(oracle.entries(0, 1000))
    assert list(engine.entries(0, 1000)) == whole
    assert [one.position for one in whole] == list(range(1, engine.position + 1))
    assert engine.entries(engine.position) == oracle.entries(engine.position) == []
    for limit, size_bytes in ((2, 1_000_000), (1000, 1), (1000, 3000)):
        for archive in (engine, oracle):
            walked: list[StoredEntry] = []
            while page := archive.entries(len(walked), limit, size_bytes):
                assert len(page) <= limit
                assert len(page) == 1 or sum(map(_size_bytes, page)) <= size_bytes
                walked += page
            assert walked == whole


def _size_bytes(one: StoredEntry) -> int:
    return len(one.entry) + len(one.edition or b"") + len(one.notice or b"")


def assert_same_answer(engine: Archive, oracle: Archive, query: Query) -> None:
    """One page of one list; the order of ranked hits is the engine's own, within what it means."""
    ours, theirs = engine.query(query), oracle.query(query)
    assert (ours.total, ours.reachable, ours.facets, ours.relaxed) == (
        theirs.total,
        theirs.reachable,
        theirs.facets,
        theirs.relaxed,
    )
    assert engine.total(query.filter) == ours.total
    assert engine.filter_items(query.filter, query.reader, (5, 1, 3, 99)) == oracle.filter_items(
        query.filter, query.reader, (5, 1, 3, 99)
    )
    if ours.relaxed or (query.order == "relevance" and query.filter.words.strip()):
        assert len(ours.items) == len(theirs.items)
        if ours.reachable <= query.size:
            assert sorted(ours.items, key=_number) == sorted(theirs.items, key=_number)
    else:
        assert ours.items == theirs.items


def assert_same(engine: Archive, oracle: Archive) -> None:
    """The whole, and every third text typed; random questions have them all."""
    assert_same_whole(engine, oracle)
    for words in TYPED[::3]:
        assert_same_answer(engine, oracle, Query(filter=Filter(words=words), reader="fr"))


def _number(item: object) -> int:
    return item.edition.number
