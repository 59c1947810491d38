"""The dateline parser at scale; `python bench/datelines.py` prints all figures."""

import gzip
import json
import re

from dateline.text.datelines import find_dateline


def stories(samples):
    with gzip.open(samples / "reuters-21578" / "reuters.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            story = json.loads(line)
            body = " ".join((story["body"] or "").split())
            if body:
                yield " ".join((story["dateline"] or "").split()), body


def letters(text):
    return re.sub(r"[^a-z]", "", text.lower())


def test_of_a_hundred_real_datelines_ninety_nine_are_read_right(samples):
    there = right = 0
    for field, body in stories(samples):
        if not field:
            continue
        there += 1
        found = find_dateline(f"{field} {body}", "en")
        day = re.search(r"\s(\d{1,2})\s*-*\s*$", field)
        place = re.sub(r",?\s*[A-Za-z]{3,9}\.? +\d{1,2}\s*-*\s*$", "", field)
        right += bool(
            found
            and letters("".join(found.places)) == letters(re.sub(r"\bAND\b", "", place, flags=re.IGNORECASE))
            and (not day or found.stated == "day and month")
            and found.rest.lstrip("- ")[:40] == body.lstrip("- ")[:40]
        )

    assert there == 5_741
    assert right / there > 0.99


def test_texts_without_dateline_get_none_but_in_one_of_two_hundred(samples):
    bodies = [body for field, body in stories(samples) if field]

    made_up = [body[:60] for body in bodies if find_dateline(body, "en")]

    assert len(made_up) / len(bodies) < 0.005, made_up[:20]
