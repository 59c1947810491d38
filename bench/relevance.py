"""Measure how well the search ranks: 41 questions with judged answers over 423 articles of 1963.

    .venv/bin/python -m bench.relevance [--samples ../shared/samples]

It prints nDCG at 10 and mean average precision of several ways to search: as readers search (all words, or some of the
characteristic ones if few texts have all); the same without re-ranking; with all words required; the ranking alone,
with any word sufficient; and, for comparison, SQLite FTS5 with Porter's stemmer and BM25.

Source of the measures: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", chapter 8.
"""

import argparse
import datetime as dt
import gzip
import json
import math
import os
import re
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import msgspec
import tantivy

from bench import world
from dateline.archive.embedded import open_reader, rebuild
from dateline.archive.embedded.search.term_queries import TermQueries
from dateline.archive.embedded.search.text_search import TextSearch
from dateline.archive.port import Archive
from dateline.archive.query import SIZES, Filter, Query
from dateline.archive.search_terms import TermQuery
from dateline.editions.edition import Edition
from dateline.editions.entry import Record
from dateline.editions.parts import Text

FIRST = 10
HEADLINE = 8  # the articles have no headlines, so that many first words serve as one
_NOON = dt.datetime(1963, 1, 1, 12, tzinfo=dt.UTC)

Asking = Callable[[str], Sequence[int]]


class Question(msgspec.Struct, frozen=True):
    """A question with the numbers of the articles that answer it."""

    query: int
    text: str
    relevant_docs: list[int]


def ndcg(found: Sequence[int], relevant: set[int]) -> float:
    """Return the discounted cumulative gain of the first ten, as a share of the best possible."""
    gained = sum(1 / math.log2(place + 2) for place, number in enumerate(found[:FIRST]) if number in relevant)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(FIRST, len(relevant))))


def precision(found: Sequence[int], relevant: set[int]) -> float:
    """Return the average precision: the mean of the precision at the rank of each relevant article."""
    places = [place for place, number in enumerate(found, 1) if number in relevant]
    return sum(count / place for count, place in enumerate(places, 1)) / len(relevant)


def records(texts: Sequence[str]) -> Iterator[Record]:
    """Yield the articles as editions, numbered as they come."""
    yield from world.beginning()
    behind = len(world.settings())
    for number, text in enumerate(texts, 1):
        words = text.split()
        edition = Edition(
            salt="0" * 32,
            release=f"{number:08}-0000-4000-8000-000000000000",
            number=number,
            version=1,
            language="en",
            kind=None,
            headline=" ".join(words[:HEADLINE]),
            slug=f"article-{number}",
            lead="",
            body=(Text(html=f"<p>{' '.join(words[HEADLINE:])}</p>".replace("&", "&amp;")),),
            published_at=_NOON,
            edited_at=_NOON,
        )
        yield world.published(behind + number, edition)


def of_archive(archive: Archive, *, lenient: bool = False) -> Asking:
    """Return a function that asks an archive a question, page after page."""

    def ask(text: str) -> Sequence[int]:
        query = Query(filter=Filter(words=text), order="relevance", size=SIZES[-1], lenient=lenient)
        last = -(-archive.query(query).reachable // query.size)
        pages = (archive.query(msgspec.structs.replace(query, page=page)) for page in range(1, last + 1))
        return [item.edition.number for answer in pages for item in answer.items]

    return ask


def of_sqlite(texts: Sequence[str]) -> Asking:
    """Return a function that asks SQLite for texts with any of the words."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE article USING fts5(text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO article (rowid, text) VALUES (?, ?)", enumerate(texts, 1))

    def ask(text: str) -> Sequence[int]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        found = database.execute("SELECT rowid FROM article WHERE article MATCH ? ORDER BY bm25(article)", (words,))
        return [number for (number,) in found]

    return ask


def any_of(queries: TermQueries, query: TermQuery, *, scored: bool = False) -> tantivy.Query:
    """Return the query of ``TermQueries`` with every term optional."""
    parts = [(tantivy.Occur.Should, queries.term(term, scored=scored)) for term in query.terms]
    return tantivy.Query.boolean_query(parts)


def without_reranking(_: TextSearch, best: Mapping[int, object]) -> list[int]:
    """Return the results in the order of their scores, without re-ranking."""
    return list(best)


def reader(home: str) -> Archive:
    """Open the archive again, so that nothing is cached from other ways to search."""
    return open_reader(Path(home)).current


def collection(folder: Path) -> tuple[Sequence[str], Sequence[Question]]:
    """Return the articles and the questions."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line in stream]
    return texts, msgspec.json.decode((folder / "queries.json").read_bytes(), type=list[Question])


def options(doc: str | None) -> argparse.Namespace:
    """Parse the command line of a program with this description."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--samples", type=Path, default=Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples")))
    return parser.parse_args()


def report(name: str, ask: Asking, questions: Sequence[Question]) -> None:
    """Ask all questions and print the means."""
    found = [(ask(question.text), set(question.relevant_docs)) for question in questions]
    gain = statistics.mean(ndcg(*each) for each in found)
    average = statistics.mean(precision(*each) for each in found)
    answered = sum(bool(numbers) for numbers, _ in found)
    print(f"{name:44} nDCG@10 {gain:.3f}   MAP {average:.3f}   {answered} of {len(found)} find anything")


def main() -> None:
    """Build the archive, ask the questions in each way and print the results."""
    texts, questions = collection(options(__doc__).samples / "time-collection")
    with tempfile.TemporaryDirectory() as home:
        rebuild(Path(home), records(texts))
        archive = reader(home)
        report("as readers ask", of_archive(archive, lenient=True), questions)
        with patch.object(TextSearch, "_reranked", without_reranking):
            report("as readers ask, none for resembling the best", of_archive(reader(home), lenient=True), questions)
        report("every word to be found", of_archive(archive), questions)
        with patch.object(TermQueries, "all_of", any_of):
            report("the ranking alone, any word", of_archive(reader(home)), questions)
    report("SQLite FTS5, porter, bm25, any word", of_sqlite(texts), questions)


if __name__ == "__main__":
    main()
