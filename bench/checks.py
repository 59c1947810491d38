"""Measure the cost of the desk check, and how often it raises an alarm.

``.venv/bin/python bench/checks.py pairs SAMPLES`` compares real translations (``SAMPLES/swiss-federal-news``) and
prints how many pairs raise an alarm; with ``--show N`` it prints so many of them, to be judged by eye.

``.venv/bin/python bench/checks.py similar`` fills a database with fingerprints of 100,000 texts and searches similar
ones.
"""

import argparse
import datetime as dt
import gzip
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BATCH = 5_000


def main() -> None:
    """Run the measurement that the command line names."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=["pairs", "similar"])
    asked.add_argument("samples", type=Path, nargs="?")
    asked.add_argument("--show", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--texts", type=int, default=100_000)
    asked.add_argument("--pairs", type=int, default=700)
    given = asked.parse_args()
    if given.what == "pairs":
        pairs(given)
    else:
        similar(given.texts)


def pairs(given: argparse.Namespace) -> None:
    """Print how many pairs of German and another language raise an alarm, and some of the alarms."""
    from dateline.newsroom.desk.language.comparison import value_differences  # noqa: PLC0415

    rng, compared, alarmed, shown, began_at_s = random.Random(given.seed), 0, 0, [], time.perf_counter()
    for language, texts, on in sides(given.samples, rng):
        numbers, days = value_differences(*texts, languages=(language, "de"), on=on)
        compared += 1
        alarmed += bool(numbers or days)
        shown += [(language, *(side and side.words for side in (one.here, one.there))) for one in [*numbers, *days]]
        if compared == given.pairs:
            break
    cost_ms = (time.perf_counter() - began_at_s) * 1000 / compared
    print(
        f"{compared} pairs, {alarmed} with an alarm ({alarmed / compared:.1%}), {len(shown)} alarms, {cost_ms:.1f} ms"
    )
    for one in rng.sample(shown, min(given.show, len(shown))):
        print(*one)


def sides(samples: Path, rng: random.Random) -> Iterator[tuple[str, list[Any], dt.date | None]]:
    """Yield (language, passages of original and translation, day) of pairs in random order."""
    from dateline.newsroom.desk.checks.types import Passage  # noqa: PLC0415
    from dateline.text.html import to_text  # noqa: PLC0415

    def passages(text: dict[str, str]) -> list[Passage]:
        named = (("headline", text["title"]), ("lead", text["lead"]), ("body.0", to_text(text["text"] or "")))
        return [Passage(field, words) for field, words in named if words]

    with gzip.open(samples / "swiss-federal-news" / "messages.jsonl.gz", "rt") as lines:
        messages = [json.loads(line) for line in lines]
    rng.shuffle(messages)
    for message in messages:
        texts = {text["lang"]: text for text in message["contents"]}
        on = dt.date.fromisoformat(message["pubdate"][:10]) if message.get("pubdate") else None
        for language in sorted(set(texts) & {"en", "fr", "it"}) if "de" in texts else ():
            yield language, [passages(texts[language]), passages(texts["de"])], on


def similar(count: int) -> None:
    """Print the cost of a fingerprint, and of finding similar ones among ``count``."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "DATELINE_HOME": home,
            "DATELINE_SECRET_KEY": "rB3xQ9tLw7Vn2Kp5Zs8Yd4Mf6Hg1Jc0A",
            "DATELINE_DATABASE_URL": f"sqlite:///{home}/x",
        }
        os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
        import django  # noqa: PLC0415

        django.setup()
        _fill_and_ask(count)


def _fill_and_ask(count: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from dateline.newsroom.desk.checks import similar as ours  # noqa: PLC0415
    from dateline.newsroom.desk.language.similarity import fingerprint  # noqa: PLC0415
    from dateline.newsroom.desk.models import Fingerprint  # noqa: PLC0415

    rng = random.Random(7)
    words = ["".join(rng.choices("abcdefghijklmnop", k=7)) for _ in range(20_000)]
    with connection.schema_editor() as editor:
        editor.create_model(Fingerprint)
    connection.disable_constraint_checking()  # the queries do not read the texts themselves
    common = " ".join(rng.choices(words, k=200))  # a report that occurs many times with a few words changed
    made_s, texts = 0.0, []
    for key in range(count):
        text = f"{common} {rng.choice(words)}" if key % 100 == 0 else " ".join(rng.choices(words, k=300))
        began_at_s = time.perf_counter()
        texts += [Fingerprint(text_id=key, band=band, value=mark) for band, mark in enumerate(fingerprint(text, "en"))]
        made_s += time.perf_counter() - began_at_s
        if len(texts) >= BATCH:
            Fingerprint.objects.bulk_create(texts)
            texts.clear()
    Fingerprint.objects.bulk_create(texts)
    print(f"a fingerprint: {made_s / count * 1000:.2f} ms; rows: {Fingerprint.objects.count():,}")
    for name, text in (("nothing like it", " ".join(rng.choices(words, k=300))), ("one in a hundred like it", common)):
        began_at_s = time.perf_counter()
        marks = fingerprint(text, "en")
        found = ours.likest(marks, own=[])
        print(f"{name}: {(time.perf_counter() - began_at_s) * 1000:.1f} ms, {len(found)} candidates")


if __name__ == "__main__":
    main()
