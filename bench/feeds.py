"""Measure the processor time of feeds that are not cached: ``python -m bench.feeds [--releases 200]``.

The archive is made in a temporary folder, of releases with eight paragraphs and a link each. The first feeds have fifty
entries that are not cached; the next ones have other filters and the same entries, which are cached by then.
"""

import argparse
import datetime as dt
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.port import Archive
from dateline.editions.canonical import canonical, digest, new_salt
from dateline.editions.chain import entry_digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Entry, Record, Subject
from dateline.editions.parts import Ref, Text
from dateline.public.feeds import Feeds
from dateline.public.http import encodings
from dateline.web.http import Request

FORMS = ("atom", "rss", "json")
_FIRST = dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC)
_SAID = "The mission met the council of the town to talk about water, schools and the road across the pass. " * 3


def records(releases: int) -> Iterator[Record]:
    """Yield a log of so many releases, a day apart."""
    before = ""
    for number in range(1, releases + 1):
        at = _FIRST + dt.timedelta(days=number)
        paragraphs = "".join(f'<p>{_SAID}<a href="/en/news/{number}">More</a> {part}.</p>' for part in range(8))
        edition = Edition(
            salt=new_salt(),
            release=str(uuid.uuid4()),
            number=number,
            version=1,
            language="en",
            kind=Ref(slug="news", name="News"),
            headline=f"The council meets, {number}",
            slug=f"the-council-meets-{number}",
            lead=_SAID[:200],
            body=(Text(html=paragraphs),),
            published_at=at,
            edited_at=at,
        )
        words = canonical(edition)
        entry = Entry(
            position=number,
            at=at,
            subject=Subject(kind="release", id=edition.release, language="en"),
            change="published",
            number=number,
            edition=digest(words),
            previous=before,
        )
        before = entry_digest(entry)
        yield Record(entry, words)


def cost_ms(feeds: Feeds, archive: Archive, form: str, begins: dt.date) -> tuple[float, float, int]:
    """Return (milliseconds to make a feed, milliseconds to compress it, its size in bytes)."""
    began_s = time.process_time()
    request = Request(f"/en/news.{form}", f"from={begins}")
    answer = feeds.respond(request, archive)
    made_s = time.process_time()
    body = answer.body if answer else b""
    encodings.compress(body, "br")
    return (made_s - began_s) * 1000, (time.process_time() - made_s) * 1000, len(body)


def main() -> None:
    """Measure the feeds and print the times."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--releases", type=int, default=200)
    options.add_argument("--times", type=int, default=40)
    given = options.parse_args()
    for form in FORMS:
        with tempfile.TemporaryDirectory() as folder:
            with open_writer(Path(folder)) as writer:
                writer.apply(records(given.releases))
            archive = open_reader(Path(folder)).current
            days = [_FIRST.date() + dt.timedelta(days=day) for day in range(given.times + 1)]
            feeds = Feeds("https://news.example.org")
            cost_ms(feeds, archive, form, (_FIRST + dt.timedelta(days=given.releases)).date())  # libraries, templates
            first, *others = [cost_ms(feeds, archive, form, day) for day in days]
        made, packed = (statistics.median(other[which] for other in others) for which in (0, 1))
        print(
            f"{form:5} never told {first[0]:6.2f} ms, told before {made:5.2f} ms, brotli {packed:5.2f} ms, {first[2]} B"
        )


if __name__ == "__main__":
    main()
