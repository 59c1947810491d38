"""Facts about each release, read directly from the files of ``bulk``, and an independent rule for filters."""

import gzip
import json
from collections import Counter
from pathlib import Path

from dateline.archive.port import ResultPage
from dateline.archive.query import Filter
from tests.support.archives.bulk import CONGRESS, SWISS


def bulk_facts(samples: Path) -> list[dict]:
    """Return of each release its key, day, kind, offices, topics, languages and titles."""
    found = [
        {
            "key": (line["pubdate"], 0, int(line["id"])),
            "day": line["pubdate"],
            "kind": "press-release",
            "offices": {f"ch-{office['id']}" for office in line["originators"]},
            "topics": {f"ch-topic-{topic['id']}" for topic in line["topics"]},
            "languages": {text["lang"] for text in line["contents"]},
            "titles": {text["lang"]: text["title"] for text in line["contents"]},
        }
        for line in _lines(samples / SWISS)
    ]
    for line in _lines(samples / CONGRESS):
        member = line["member"] or {}
        camps = {root: member[root] for root in ("chamber", "party", "state") if member.get(root)}
        found.append(
            {
                "key": (line["date"], 1, line["url"]),
                "day": line["date"],
                "kind": "news",
                "offices": {f"us-{member['bioguide_id'].lower()}"} if member else set(),
                "topics": {f"us-{root}" for root in camps} | {f"us-{r}-{v.lower()}" for r, v in camps.items()},
                "languages": {"en"},
                "titles": {"en": line["title"]},
            }
        )
    return found


def _lines(path: Path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def matches(fact: dict, filter_: Filter, without: str = "") -> bool:
    """Tell whether a release matches a filter: one value of each facet suffices, but all facets must match."""
    wanted = {
        "kinds": (set(filter_.kinds), {fact["kind"]}),
        "offices": (set(filter_.offices), fact["offices"]),
        "topics": (set(filter_.topics), fact["topics"]),
        "languages": (set(filter_.languages), fact["languages"]),
    }
    if not all(name == without or not asked or asked & has for name, (asked, has) in wanted.items()):
        return False
    from_on, until_on = filter_.from_on, filter_.until_on
    return (not from_on or fact["day"] >= from_on.isoformat()) and (not until_on or fact["day"] <= until_on.isoformat())


def differences(answer: ResultPage, facts: list[dict], filter_: Filter) -> list[str]:
    """Return a sentence for each total or count of an answer that differs from the files; empty for none."""
    total = sum(matches(fact, filter_) for fact in facts)
    found = [] if answer.total == total else [f"{answer.total} releases instead of {total}"]
    for facet in ("offices", "topics", "languages", "kinds"):
        expected = Counter(value for fact in facts if matches(fact, filter_, facet) for value in _values(fact, facet))
        counted = {count.slug: count.count for count in getattr(answer.facets, facet)}
        if counted != expected:
            found.append(f"other counts of {facet}: {sorted(set(counted.items()) ^ set(expected.items()))[:6]}")
    return found


def _values(fact: dict, facet: str) -> set[str]:
    return {fact["kind"]} if facet == "kinds" else fact[facet]
