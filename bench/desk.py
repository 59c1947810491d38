"""The desk at any size: ``.venv/bin/python bench/desk.py --releases 100000 --home build/bench/desk-100000``.

It fills a desk's database with made-up releases (or uses an existing one), requests the lists as a browser does, and
publishes as an editor does. It prints median and slowest of each in milliseconds, and the median of the processor time,
which other programs disturb less. Exit code 1: a response is wrong.

It runs on SQLite unless ``--database`` names an empty database of PostgreSQL.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

ROUNDS = 15
PUBLISHED = 12


def main() -> None:
    """Fill the database, request the screens and print the times."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--releases", type=int, default=10_000)
    asked.add_argument("--home", type=Path, help="folder of the database, kept and used again")
    asked.add_argument("--database", default="", help="address of an empty database, such as postgresql:///bench")
    given = asked.parse_args()
    home = (given.home or Path("build/bench") / f"desk-{given.releases}").resolve()
    _set_up(home, given.database)
    _filled(home, given.releases)
    ask()
    publish()


def _set_up(home: Path, database: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DATELINE_HOME": str(home),
        "DATELINE_SECRET_KEY": "rB3xQ9tLw7Vn2Kp5Zs8Yd4Mf6Hg1Jc0A",
        "DATELINE_DATABASE_URL": database or f"sqlite:///{home}/desk.sqlite3",
        "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
    }
    import django  # noqa: PLC0415

    django.setup()


def _filled(home: Path, releases: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    from bench.desk_filling import fill  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    note = home / "filled.txt"
    if not note.exists():
        began_s = time.perf_counter()
        fill(releases)
        note.write_text(f"{releases} releases, filled in {time.perf_counter() - began_s:.0f} s\n")
    print(note.read_text().strip())


def ask() -> None:
    """Request the desk's lists and print how long they took."""
    print(f"{'milliseconds':30} {'median':>8} {'slowest':>8} {'CPU':>8}")
    client = _signed_in()
    for name, path, expected in _lists():
        took: list[Took] = []
        for _ in range(ROUNDS):
            answer = _timed(took, lambda path=path: client.get(path))
            if answer.status_code != 200 or not expected(answer):
                sys.exit(f"{name}: a wrong answer to {path}")
        _say(name, took)


def _lists() -> Iterator[tuple[str, str, Callable[[Any], bool]]]:
    """Yield (name, address, function that tells whether a response is right) of each request."""
    from dateline.newsroom.desk.models import IndexRow, Kind, Office, Topic  # noqa: PLC0415

    kind, rare = (Kind.objects.get(slug=slug).pk for slug in ("kind-0", "kind-6"))
    office, small = (Office.objects.get(slug=slug).pk for slug in ("office-1", "office-39"))
    topic, last = (Topic.objects.get(slug=slug).pk for slug in ("topic-1", "topic-24"))
    row = IndexRow.objects.filter(number__isnull=False).order_by("number")[IndexRow.objects.count() // 3]
    words = row.text.headline.split()

    def shows(wanted: Callable[[Any], bool]) -> Callable[[Any], bool]:
        return lambda answer: all(wanted(text) for text in _shown(answer))

    def some(answer: Any) -> bool:
        return bool(_shown(answer))

    yield "list", "/releases/", some
    yield "list, page 90", "/releases/?p=90", some
    yield "oldest edit first", "/releases/?ordering=edited_at", some
    yield "kind", f"/releases/?kind={kind}", shows(lambda text: text.release.kind_id == kind)
    yield "office", f"/releases/?office={office}", shows(lambda text: text.release.lead_office_id == office)
    yield "topic", f"/releases/?topic={topic}", some
    yield "drafts in review", "/releases/?stage=review", lambda answer: not some(answer)
    yield "drafts", "/releases/?stage=draft", some
    yield "language, kind, office", f"/releases/?language=fr&kind={kind}&office={office}", some
    hard = f"/releases/?language=it&kind={rare}&office={small}&topic={last}"
    yield "what hardly anything passes", hard, shows(lambda text: text.language == "it")
    yield "one year", "/releases/?published_from=2016-01-01&published_to=2016-12-31", some
    yield "number", f"/releases/?q={row.number}", shows(lambda text: text.release.number == row.number)
    yield "one word", f"/releases/?q={words[0]}", some
    yield "two words", f"/releases/?q={words[0]}+{words[-1]}", some
    yield "the beginning of a word", f"/releases/?q={words[1][:2]}", some
    yield "two words, a kind", f"/releases/?q={words[0]}+{words[1]}&kind={row.kind}", some
    yield "no such word", "/releases/?q=xqzxqz", lambda answer: not some(answer)
    yield "first page of the desk", "/", lambda _answer: True
    yield "calendar, this month", "/calendar/", lambda _answer: True
    yield "calendar, a full month", "/calendar/?month=2020-06", lambda _answer: True


def _shown(answer: Any) -> list[Any]:
    """Return the texts that a list links to."""
    from dateline.newsroom.desk.models import ReleasePage  # noqa: PLC0415

    keys = {int(key) for key in re.findall(rb"/pages/(\d+)/edit/", answer.content)}
    return list(ReleasePage.objects.select_related("release").filter(pk__in=keys))


def _signed_in() -> Any:
    from django.test import Client  # noqa: PLC0415

    from dateline.newsroom.desk.models import User  # noqa: PLC0415
    from dateline.newsroom.desk.ports import emergency  # noqa: PLC0415

    emergency.override_writer.set(lambda *_order: True)  # without it the desk does not start
    person, _made = User.objects.get_or_create(username="bench", defaults={"is_superuser": True})
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def publish() -> None:
    """Write, approve and publish as people do, and print how long each took."""
    from dateline.newsroom.desk import actions, clock  # noqa: PLC0415
    from dateline.newsroom.desk.models import Kind, Office, Release  # noqa: PLC0415

    kind, office = Kind.objects.get(slug="kind-0"), Office.objects.get(slug="office-1")
    words = {"lead": "It opened today.", "body": [("text", "<p>It opened today in the morning.</p>")]}
    took: dict[str, list[Took]] = {name: [] for name in ("begin", "submit", "approve", "publish")}
    for number in range(PUBLISHED):
        given = {"headline": f"Published by the benchmark, number {number}", "language": "en", **words}
        release = Release(kind=kind, lead_office=office)
        text = _timed(took["begin"], lambda r=release, g=given: actions.start(by=None, release=r, **g))
        for key in ("submit", "approve", "publish"):
            done = _timed(took[key], lambda k=key, t=text: actions.perform(k, t, by=None, at=clock.now()))
        if [entry.change for entry in done.entries] != ["published"]:
            sys.exit("publishing gave a wrong entry")
    for name, each in took.items():
        _say(name, each)


class Took(NamedTuple):
    """Milliseconds of a call: elapsed time, and processor time of this process."""

    clock: float
    cpu: float


def _timed(took: list[Took], what: Callable[[], Any]) -> Any:
    clock_s, cpu_s = time.perf_counter(), time.process_time()
    done = what()
    took.append(Took((time.perf_counter() - clock_s) * 1000, (time.process_time() - cpu_s) * 1000))
    return done


def _say(name: str, took: list[Took]) -> None:
    clock, cpu = [each.clock for each in took], [each.cpu for each in took]
    print(f"{name:30} {statistics.median(clock):8.1f} {max(clock):8.1f} {statistics.median(cpu):8.1f}", flush=True)


if __name__ == "__main__":
    main()
