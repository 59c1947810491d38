"""Precision and recall of the dateline parser on real texts: ``python bench/datelines.py [--show N]``.

Reuters-21578 has each dateline in a field of its own. The dateline is put before the body, and counts as found if the
parser returns the field's places, day and month, and the body as the rest. Bodies without a dateline and titles are
counter-examples. The Swiss federal news have city and day of each text in fields. These are put before the text in four
usual forms and four languages; the texts alone are counter-examples. The texts of Congress have no such field. Their
openings are compared with a regular expression that is too strict.
"""

import datetime as dt
import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date

from dateline.text.datelines import FoundDateline, find_dateline
from dateline.text.html import to_text
from dateline.text.places import fold

SAMPLES = Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples"))
SHOW = int(sys.argv[2]) if sys.argv[1:2] == ["--show"] else 0
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a sample."""
    with gzip.open(SAMPLES / name, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def report(name: str, counts: Counter[str], wrong: list[str]) -> None:
    """Print the counts, and some of the wrong results."""
    found, right, there = counts["right"] + counts["wrong"], counts["right"], counts["there"]
    print(
        f"{name}: {there:,} datelines, {counts['none']:,} texts without; precision {right / max(found, 1):.4f}, "
        f"recall {right / max(there, 1):.4f} ({right:,} right, {counts['wrong']:,} wrong or made up, "
        f"{there - right:,} of those there not found right)"
    )
    for line in wrong[:SHOW]:
        print("   ", line)


def score(
    samples: Iterator[tuple[str, bool, Callable[[FoundDateline], bool]]], name: str, language: str = "en"
) -> None:
    """Parse samples, each (text, whether it has a dateline, function that judges the found one); print the score."""
    counts: Counter[str] = Counter()
    wrong = []
    for text, there, agrees in samples:
        found = find_dateline(text, language, published_on=dt.date(1987, 4, 1))
        counts["there" if there else "none"] += 1
        right = bool(found) and there and agrees(found)
        counts["right"] += right
        counts["wrong"] += bool(found) and not right
        if bool(found) != there or (found and not right):
            wrong.append(f"{text[:90]!r} -> {found and (found.places, str(found.on))}")
    report(name, counts, wrong)


def reuters() -> Iterator[tuple[str, bool, Callable[[FoundDateline], bool]]]:
    """Yield each story with its dateline, and each body and title without one."""
    for story in lines("reuters-21578/reuters.jsonl.gz"):
        body = " ".join((story["body"] or "").split())
        field = " ".join((story["dateline"] or "").split())
        if not body:
            continue
        if field:
            yield f"{field} {body}", True, agrees_with(field, body)
        yield body, False, lambda _: False
        yield " ".join((story["title"] or "-").split()) + ". " + body, False, lambda _: False


def agrees_with(field: str, body: str) -> Callable[[FoundDateline], bool]:
    """Return a function that compares a found dateline with the field of Reuters."""
    day = re.search(r"([A-Za-z]{3})[A-Za-z]*\.? +(\d{1,2})\s*-*\s*$", field)
    head = re.sub(r",?\s*[A-Za-z]{3,9}\.? +\d{1,2}\s*-*\s*$", "", field)

    def agrees(found: FoundDateline) -> bool:
        same = lambda text: re.sub(r"[^a-z]", "", text.lower())  # noqa: E731
        if same("".join(found.places)) != same(re.sub(r"\bAND\b", "", head, flags=re.IGNORECASE)):
            return False
        if day and found.on and (_MONTHS[found.on.month - 1], found.on.day) != (day[1].lower()[:3], int(day[2])):
            return False
        return found.rest.lstrip("- ")[:40] == body.lstrip("- ")[:40]

    return agrees


def swiss(language: str) -> Iterator[tuple[str, bool, Callable[[FoundDateline], bool]]]:
    """Yield each text as it is, without a dateline, and with city and day before it in one of four usual forms."""
    locale = Locale.parse(language)
    numeric = "MM/dd/y" if language == "en" else "dd.MM.y"
    for message in lines("swiss-federal-news/messages.jsonl.gz"):
        on = dt.date.fromisoformat(message["pubdate"][:10])
        for text in message["contents"]:
            if text["lang"] != language or not text["text"] or not text["city"]:
                continue
            body = " ".join(to_text(text["text"]).split())
            city = " ".join(text["city"].split())
            day = format_date(on, "long", locale)
            form = int(message["id"]) % 4
            head = (
                f"{city}, {day} – ",
                f"{city.upper()}, {format_date(on, numeric, locale)} - ",
                f"{day}, {city.upper()} — ",
                f"{city.upper()} – ",
            )[form]
            yield (
                body,
                bool(find_in_text(body, city)),
                lambda found, city=city: city.lower() in "".join(found.places).lower(),
            )
            yield (
                head + body,
                True,
                lambda found, city=city, on=on, form=form, body=body: (
                    fold(", ".join(found.places).replace("/", ", ")) == fold(city.replace("/", ", "))
                    and (form == 3 or found.on == on)
                    and found.rest[:40] == body.lstrip("-– ")[:40]
                ),
            )


def find_in_text(body: str, city: str) -> bool:
    """Tell whether a Swiss text itself begins with its city and a day, as a few do."""
    return bool(re.match(rf"\(?(?:{re.escape(city)}|Bern)\b[^–]{{0,40}}\d{{4}}\)? ?[-–—]\s", body, re.IGNORECASE))


def congress() -> None:
    """Compare the openings of the texts of Congress with a strict expression."""
    strict = re.compile(r"\(?[A-Z][A-Z .]{3,30}(?:, ?(?:[A-Z]\.?){2}|, [A-Z][a-z]{1,5}\.)?\)? ?[–—-]+ ?[“\"A-Z]")
    counts: Counter[str] = Counter()
    shown: dict[str, list[str]] = {"missed": [], "found": []}
    for release in lines("congress-press/releases.jsonl.gz"):
        text = " ".join((release["text"] or "").split())
        if not text:
            continue
        found = find_dateline(text, "en")
        counts["texts"] += 1
        counts["found"] += bool(found)
        counts["strict"] += bool(strict.match(text))
        counts["both"] += bool(found) and bool(strict.match(text))
        if bool(found) != bool(strict.match(text)):
            line = f"{text[:100]!r}" + (f" -> {found.places} {found.on}" if found else "")
            shown["found" if found else "missed"].append(line)
    print(f"congress: {dict(counts)}; of the strict openings {counts['both'] / counts['strict']:.4f} found")
    for name, examples in shown.items():
        step = max(1, len(examples) // max(SHOW, 1))
        print(f"  {name} against the strict expression: {len(examples)}")
        for line in examples[::step][:SHOW]:
            print("   ", line)


if __name__ == "__main__":
    score(reuters(), "reuters")
    for tag in ("de", "fr", "it", "en"):
        score(swiss(tag), f"swiss {tag}", tag)
    congress()
