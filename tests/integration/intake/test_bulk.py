"""Fifteen thousand real texts in the archive: all listed, filtered and found, with the counts of the files."""

import datetime as dt
import random

import pytest

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.query import Filter, Query
from tests.support.archives.bulk import CONGRESS, SWISS, bulk_log
from tests.support.archives.bulk_facts import bulk_facts, differences, matches

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def records(samples):
    for name in (SWISS, CONGRESS):
        if not (samples / name).is_file():
            pytest.skip(f"no {name} in {samples}")
    return bulk_log(samples).records


@pytest.fixture(scope="module")
def archive(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    with open_writer(folder) as writer:
        writer.apply(records)
    return open_reader(folder).current


@pytest.fixture(scope="module")
def facts(samples) -> list[dict]:
    return bulk_facts(samples)


FILTERS = {
    "everything": Filter(),
    "one office": Filter(offices=("ch-801",)),
    "two offices": Filter(offices=("ch-811", "us-w000817")),
    "one topic": Filter(topics=("ch-topic-29",)),
    "a wider topic": Filter(topics=("us-party",)),
    "office and topic": Filter(offices=("ch-811",), topics=("ch-topic-29", "us-state-vt")),
    "kind and topic": Filter(kinds=("news",), topics=("us-chamber-senate",)),
    "language": Filter(languages=("it",)),
    "two languages and a kind": Filter(languages=("en", "fr"), kinds=("press-release",)),
    "a year": Filter(from_on=dt.date(2013, 1, 1), until_on=dt.date(2013, 12, 31)),
}


def test_the_files_hold_what_their_descriptions_say(records, facts):
    published = [record for record in records if record.entry.change == "published"]

    assert len(facts) == 2_251 + 7_913
    assert len(published) == 7_145 + 7_913
    assert sum(len(fact["languages"]) for fact in facts) == len(published)


@pytest.mark.parametrize("name", FILTERS)
def test_every_count_of_every_facet_is_that_of_the_files(archive, facts, name):
    filter_ = FILTERS[name]

    answer = archive.query(Query(filter=filter_))

    assert answer.total > 0
    assert differences(answer, facts, filter_) == []


@pytest.mark.parametrize("name", ["everything", "a wider topic", "language"])
def test_every_release_is_listed_once_newest_first_to_the_last_page(archive, facts, name):
    filter_ = FILTERS[name]
    # Each source is numbered by itself in its order, the Swiss first.
    by_source = sorted(facts, key=lambda fact: (fact["key"][1], fact["key"][0], fact["key"][2]))
    number_of = {fact["key"]: number for number, fact in enumerate(by_source, 1)}
    meant = [fact for fact in facts if matches(fact, filter_)]
    expected = [number_of[f["key"]] for f in sorted(meant, key=lambda f: (f["day"], number_of[f["key"]]), reverse=True)]

    listed: list[int] = []
    for page in range(1, len(expected) // 50 + 2):
        answer = archive.query(Query(filter=filter_, size=50, page=page))
        listed += [item.edition.number for item in answer.items]

    assert listed == expected


def test_a_release_is_found_by_the_words_of_its_title(archive, facts):
    chosen = random.Random(7).sample([(tag, title) for fact in facts for tag, title in fact["titles"].items()], 150)

    missed = []
    for tag, title in chosen:
        answer = archive.query(Query(filter=Filter(words=title[:190]), reader=tag, order="relevance", size=50))
        if title not in {item.edition.headline for item in answer.items}:
            missed.append((tag, title))

    assert missed == []


def test_translations_of_a_message_are_one_release_with_all_its_languages(archive, records):
    first = next(r for r in records if r.entry.change == "published")
    languages = {r.entry.subject.language for r in records if r.entry.subject.id == first.entry.subject.id}

    assert set(archive.languages_of(first.entry.number)) == languages
    assert len(languages) > 1
    annotated = archive.text(first.entry.number, "fr")
    assert (annotated.edition.language, annotated.edition.translated_from) == ("fr", "de")


def test_an_office_that_was_renamed_shows_its_name_of_the_day(archive):
    customs = archive.offices["ch-606"]

    assert len(customs.periods) > 1
    assert customs.name("en") == "Federal Office for Customs and Border Security"
    now = customs.periods[-1].names
    shown = [
        (item.edition.language, ref.name)
        for page in range(1, 10)
        for item in archive.query(Query(filter=Filter(offices=("ch-606",)), size=50, page=page)).items
        for ref in item.edition.offices
        if ref.slug == "ch-606"
    ]
    assert {name == now[language] for language, name in shown} == {True, False}
    assert shown[0][1] == now[shown[0][0]]
    assert shown[-1][1] in {name for period in customs.periods[:-1] for name in period.names.values()}
