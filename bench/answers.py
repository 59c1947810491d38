"""Measure how often the right release comes first: 200 questions over the sample newsroom, 200 over real news.

    .venv/bin/python -m bench.answers [--samples ../shared/samples] [--aside] [--misses]

The questions over the sample newsroom are in ``sample_questions.tsv``: language of the reader, words, right releases.
Those over the Swiss federal news are derived from titles, days and numbers by rules, so that no text of it is stored
here. Each question is answered as on the site: with corrected words if nothing matches, and with partial matches below.
The output is the share of questions whose right release is first, and among the first three. Every second question is
set aside and never used for tuning; ``--aside`` prints the figures of these too.
"""

import argparse
import datetime as dt
import os
import re
import tempfile
import tomllib
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dateline.archive.embedded import open_reader, rebuild
from dateline.archive.port import Archive
from dateline.archive.query import Filter, Query
from dateline.editions.edition import Edition
from dateline.editions.entry import Record
from dateline.editions.parts import Contact, Dateline, Picture, Ref, Text
from dateline.newsroom.intake.sample import body
from tests.support.archives.bulk import SWISS, ZONE, lines, start_of, swiss_editions
from tests.support.editions import SALT, Log, a_newsroom

SAMPLE = Path(body.__file__).parent
ASKED = 200
FIRST = 3
_STEP = 10  # every tenth message gives a question
_RARE = 3  # words of a title that are typed


class Question(msgspec.Struct, frozen=True):
    """Words that a reader types, and the numbers of the releases that are right."""

    reader: str
    words: str
    right: frozenset[int]


def shown(archive: Archive, question: Question) -> list[int]:
    """Return the numbers of the first releases that the site shows."""
    query = Query(filter=Filter(words=question.words), reader=question.reader, order="relevance", lenient=True)
    answer = archive.query(query)
    if not answer.total and answer.suggestion:
        answer = archive.query(msgspec.structs.replace(query, filter=Filter(words=answer.suggestion)))
    return [item.edition.number for item in answer.items[:FIRST]]


def sample_records() -> list[Record]:
    """Return the log of the sample newsroom; a release's number is that of its file, as after an import."""
    log, newsroom = Log(), tomllib.loads((SAMPLE / "newsroom.toml").read_text("utf-8"))
    zone = ZoneInfo(newsroom["time_zone"])
    log.set(a_newsroom(time_zone=newsroom["time_zone"], short_name=newsroom["short_name"]))
    for path in sorted((SAMPLE / "releases").glob("*.toml")):
        for edition in _sample_editions(int(path.name[:3]), tomllib.loads(path.read_text("utf-8")), zone):
            log.publish(edition)
    return log.records


def _sample_editions(number: int, release: dict[str, Any], zone: ZoneInfo) -> Iterator[Edition]:
    at = release["published_at"].replace(tzinfo=zone).astimezone(dt.UTC)
    for language in ("en", "fr", "ru", "ar"):
        if language not in release:
            continue
        text = release[language]
        picture = Picture(renditions=(), alt=text["alt"], caption=text.get("caption", "")) if "alt" in text else None
        yield Edition(
            salt=SALT,
            release=str(uuid.UUID(int=number)),
            number=number,
            version=1,
            language=language,
            kind=Ref(slug=release["kind"], name=release["kind"]),
            headline=text["headline"],
            slug=f"release-{number}",
            lead=text.get("lead", ""),
            dateline=Dateline(places=tuple(text.get("places", ())), on=release.get("dateline_on")),
            picture=picture,
            body=tuple(_block(block) for block in body.blocks(text["body"])),
            contacts=(Contact(**release["contact"]),) if "contact" in release else (),
            event_from_on=release.get("event_from_on"),
            event_until_on=release.get("event_until_on"),
            published_at=at,
            edited_at=at,
        )


def _block(block: body.Block) -> Text:
    kind, content = block
    if kind == "text":
        return Text(html=str(content))
    return Text(html=f"<p>{' '.join(dict(content).values())}</p>".replace("&", "&amp;"))  # type: ignore[arg-type]


def sample_questions() -> list[Question]:
    """Return the questions over the sample newsroom."""
    rows = (Path(__file__).with_name("sample_questions.tsv")).read_text("utf-8").splitlines()
    parts = (row.split("\t") for row in rows)
    return [Question(reader, words, frozenset(map(int, right.split("|")))) for reader, words, right in parts]


def swiss_records(messages: Sequence[dict[str, Any]]) -> list[Record]:
    """Return the log of the Swiss federal news."""
    log = Log()
    log.set(a_newsroom(time_zone=str(ZONE)))
    for number, message in enumerate(messages, 1):
        for edition in swiss_editions(number, message):
            log.publish(edition)
    return log.records


def swiss_questions(messages: Sequence[dict[str, Any]]) -> list[Question]:
    """Return questions made by four rules in turn, each in the language of a text of the message.

    The rules are: the rarest words of the title; the day and a word; the title in lower case without accents; a number
    and a word. All messages with the same title in that language count as right, and all with the same day and word, or
    number and word.
    """
    texts = [(number, text) for number, message in enumerate(messages, 1) for text in message["contents"]]
    frequent = Counter(word for _, text in texts for word in set(_words(text["title"])))
    by_title: dict[str, set[int]] = {}
    for number, text in texts:
        by_title.setdefault(text["title"], set()).add(number)
    found: list[Question] = []
    for place, message in enumerate(messages[::_STEP]):
        text = message["contents"][place % len(message["contents"])]
        rare = sorted(dict.fromkeys(_words(text["title"])), key=lambda word: (frequent[word], word))
        if len(rare) > _RARE:
            typed = _typed(place % 4, text, message["pubdate"], rare)
            found.append(Question(text["lang"], typed, frozenset(by_title[text["title"]])))
    return found[:ASKED]


def _typed(rule: int, text: dict[str, Any], on: str, rare: Sequence[str]) -> str:
    title = text["title"]
    if rule == 1:
        day = dt.date.fromisoformat(on)
        return f"{day.day}.{day.month}.{day.year} {rare[0]}"
    if rule == 2:
        return "".join(c for c in unicodedata.normalize("NFD", title.lower()) if not unicodedata.combining(c))
    number = re.search(r"\d[\d'’.,]*\d", title)
    if rule == 3 and number:
        return f"{re.sub(r'[^0-9]', '', number[0])} {rare[0]}"
    return " ".join(word for word in _words(title) if word in rare[:_RARE])


def _words(title: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", title)


def report(name: str, archive: Archive, questions: Sequence[Question], *, misses: bool) -> None:
    """Print how often the right release is first, and among the first three."""
    answers = [(question, shown(archive, question)) for question in questions]
    first = sum(numbers[:1] != [] and numbers[0] in question.right for question, numbers in answers)
    three = sum(bool(question.right & set(numbers)) for question, numbers in answers)
    print(f"{name:34} {first / len(answers):6.1%} first   {three / len(answers):6.1%} of the first three")
    for question, numbers in answers:
        if misses and (not numbers or numbers[0] not in question.right):
            print(f"    {question.reader} {question.words!r}: {numbers}, right {sorted(question.right)}")


def main() -> None:
    """Build both archives, ask the questions and print the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, default=Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples")))
    parser.add_argument("--aside", action="store_true", help="print the figures of the half set aside as well")
    parser.add_argument("--misses", action="store_true", help="print the questions that are not answered first")
    options = parser.parse_args()
    asked = [("sample newsroom", sample_records(), sample_questions())]
    if (options.samples / SWISS).exists():
        messages = sorted(lines(options.samples / SWISS), key=lambda one: (start_of(one["pubdate"]), int(one["id"])))
        asked.append(("Swiss federal news", swiss_records(messages), swiss_questions(messages)))
    for name, records, questions in asked:
        with tempfile.TemporaryDirectory() as home:
            rebuild(Path(home), records)
            archive = open_reader(Path(home)).current
            report(f"{name}, {len(questions[::2])} questions", archive, questions[::2], misses=options.misses)
            if options.aside:
                report(f"{name}, set aside", archive, questions[1::2], misses=False)


if __name__ == "__main__":
    main()
