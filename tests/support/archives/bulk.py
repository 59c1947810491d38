"""Real news in bulk, as a log: the Swiss federal news with their translations, and the press releases of Congress.

Only a mapping: no database, no desk. Offices, topics and releases have slugs that name their source, so that counts
can be compared with ones made straight from the files.
"""

import datetime as dt
import gzip
import hashlib
import html
import json
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateline.editions.edition import Edition
from dateline.editions.newsroom import Kind, NamePeriod, Office, Topic
from dateline.editions.parts import Dateline, Ref, Text
from dateline.text.datelines import find_dateline
from dateline.text.html import clean
from dateline.text.languages import pick
from dateline.web.addresses import slugify
from tests.support.editions import Log, a_newsroom

SWISS, CONGRESS = "swiss-federal-news/messages.jsonl.gz", "congress-press/releases.jsonl.gz"
ZONE = ZoneInfo("Europe/Zurich")
RELEASE, NEWS = Ref(slug="press-release", name="Press release"), Ref(slug="news", name="News")
CHAMBERS = ("chamber", "party", "state")
"""Topics of the first level; each member's chamber, party and state are topics below them."""


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def bulk_log(samples: Path) -> Log:
    """Return everything as one chained log: newsroom, kinds, offices, topics, then the editions of each source."""
    log = Log()
    log.set(a_newsroom(time_zone=str(ZONE)))
    log.set(*(Kind(salt="0" * 32, slug=ref.slug, names={"en": ref.name}) for ref in (RELEASE, NEWS)))
    messages = sorted(lines(samples / SWISS), key=lambda message: (message["pubdate"], int(message["id"])))
    releases = sorted(lines(samples / CONGRESS), key=lambda release: (release["date"], release["url"]))
    log.set(*swiss_offices(messages), *swiss_topics(messages), *members(releases), *camps(releases))
    for number, message in enumerate(messages, 1):
        for edition in swiss_editions(number, message):
            log.publish(edition)
    for number, release in enumerate(releases, len(messages) + 1):
        log.publish(congress_edition(number, release))
    return log


def start_of(day: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time.min, tzinfo=ZONE).astimezone(dt.UTC)


def salt(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def swiss_offices(messages: Iterable[dict[str, Any]]) -> Iterator[Office]:
    """Yield each office with its names over time, taken from the messages, oldest first."""
    names: dict[str, list[tuple[dt.date, dict[str, str]]]] = {}
    for message in messages:
        on = dt.date.fromisoformat(message["pubdate"])
        for office in message["originators"]:
            told = {tag: name for tag, name in office["name"].items() if name}
            periods = names.setdefault(office["id"], [])
            if not periods or periods[-1][1] != told:
                periods.append((on, told))
    for key, told in names.items():
        ends = [on - dt.timedelta(days=1) for on, _ in told[1:]] + [None]
        starts = [None] + [on for on, _ in told[1:]]
        periods = tuple(
            NamePeriod(names=each, from_on=start, until_on=end)
            for (_, each), start, end in zip(told, starts, ends, strict=True)
        )
        yield Office(salt=salt(key), slug=f"ch-{key}", periods=periods, unit="institution")


def swiss_topics(messages: Iterable[dict[str, Any]]) -> Iterator[Topic]:
    found = {topic["id"]: topic["name"] for message in messages for topic in message["topics"]}
    for key, names in found.items():
        yield Topic(salt=salt(key), slug=f"ch-topic-{key}", names={tag: name for tag, name in names.items() if name})


def swiss_editions(number: int, message: dict[str, Any]) -> Iterator[Edition]:
    """Yield the editions of a message, one per language, all with one number; the lead office comes first."""
    offices = sorted(message["originators"], key=lambda office: not office["lead"])
    at = start_of(message["pubdate"])
    languages = [text["lang"] for text in message["contents"]]
    original = "de" if "de" in languages else languages[0]
    for text in message["contents"]:
        tag = text["lang"]
        yield Edition(
            salt=salt(f"{message['id']}-{tag}"),
            release=str(uuid.uuid5(uuid.NAMESPACE_URL, f"swiss:{message['id']}")),
            number=number,
            version=1,
            language=tag,
            kind=RELEASE,
            offices=tuple(Ref(slug=f"ch-{each['id']}", name=pick(each["name"], tag)) for each in offices),
            topics=tuple(
                Ref(slug=f"ch-topic-{each['id']}", name=pick(each["name"], tag)) for each in message["topics"]
            ),
            headline=text["title"],
            slug=slugify(text["title"]),
            lead=text.get("lead") or text.get("teaser") or "",
            dateline=Dateline(places=(text["city"],), on=dt.date.fromisoformat(message["pubdate"]))
            if text.get("city")
            else None,
            body=(Text(html=clean(text["text"])),) if text.get("text") else (),
            translated_from="" if tag == original else original,
            published_at=at,
            published_precision="day",
            edited_at=at,
        )


def members(releases: Iterable[dict[str, Any]]) -> Iterator[Office]:
    found = {release["member"]["bioguide_id"]: release["member"] for release in releases if release["member"]}
    for key, member in found.items():
        yield Office(salt=salt(key), slug=member_slug(member), periods=(NamePeriod(names={"en": member["name"]}),))


def member_slug(member: dict[str, Any]) -> str:
    return f"us-{member['bioguide_id']}".lower()


def camps(releases: Iterable[dict[str, Any]]) -> Iterator[Topic]:
    yield from (Topic(salt=salt(root), slug=f"us-{root}", names={"en": root.title()}) for root in CHAMBERS)
    found = {ref.slug: (ref, root) for release in releases for root, ref in camps_of(release["member"])}
    for slug, (ref, root) in found.items():
        yield Topic(salt=salt(slug), slug=slug, names={"en": ref.name}, parent=f"us-{root}")


def camps_of(member: dict[str, Any] | None) -> Iterator[tuple[str, Ref]]:
    for root in CHAMBERS:
        value = (member or {}).get(root)
        if value:
            yield root, Ref(slug=f"us-{root}-{slugify(value)}", name=value)


def congress_edition(number: int, release: dict[str, Any]) -> Edition:
    member, at = release["member"], start_of(release["date"])
    paragraphs = [" ".join(part.split()) for part in (release["text"] or "").split("\n\n")]
    paragraphs = [part for part in paragraphs if part]
    found = (
        find_dateline(paragraphs[0], "en", published_on=dt.date.fromisoformat(release["date"])) if paragraphs else None
    )
    first = found.rest if found else paragraphs[0] if paragraphs else ""
    body = "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in [first, *paragraphs[1:]] if part)
    return Edition(
        salt=salt(release["url"]),
        release=str(uuid.uuid5(uuid.NAMESPACE_URL, release["url"])),
        number=number,
        version=1,
        language="en",
        kind=NEWS,
        offices=(Ref(slug=member_slug(member), name=member["name"]),) if member else (),
        topics=tuple(ref for _, ref in camps_of(member)),
        headline=release["title"],
        slug=slugify(release["title"]),
        lead=first if len(first) <= 600 else "",
        dateline=Dateline(places=found.places, on=found.on) if found else None,
        body=(Text(html=body),) if body else (),
        published_at=at,
        published_precision="day",
        edited_at=at,
    )
