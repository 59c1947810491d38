"""Builders of editions and logs: they fill in everything that a test is not about."""

import datetime as dt
import uuid
from typing import Any

from dateline.editions.canonical import canonical, digest
from dateline.editions.chain import entry_digest
from dateline.editions.edition import Edition
from dateline.editions.entry import Change, Entry, Record, Subject, Words
from dateline.editions.newsroom import Kind, NamePeriod, Newsroom, Notice, Office, Topic
from dateline.editions.parts import Captions, Picture, Recording, Ref, Rendition, Text

SALT = "0" * 32
NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)


def a_newsroom(**changes: Any) -> Newsroom:
    given = {
        "salt": SALT,
        "name": {"en": "Example Organisation"},
        "short_name": {"en": "EXO"},
        "title": {"en": "News and press releases"},
        "tagline": {"en": "News from all our offices"},
    }
    return Newsroom(**{**given, **changes})


def an_office(slug: str = "mission", **changes: Any) -> Office:
    name = slug.replace("-", " ").title()
    return Office(**{"salt": SALT, "slug": slug, "periods": (NamePeriod(names={"en": name}),), **changes})


def a_topic(slug: str = "policing", **changes: Any) -> Topic:
    return Topic(**{"salt": SALT, "slug": slug, "names": {"en": slug.replace("-", " ").title()}, **changes})


def a_kind(slug: str = "news", **changes: Any) -> Kind:
    return Kind(**{"salt": SALT, "slug": slug, "names": {"en": slug.replace("-", " ").title()}, **changes})


def refs(*slugs: str) -> tuple[Ref, ...]:
    return tuple(Ref(slug=slug, name=slug.replace("-", " ").title()) for slug in slugs)


def an_edition(number: int = 1, language: str = "en", **changes: Any) -> Edition:
    given = {
        "salt": SALT,
        "release": str(uuid.UUID(int=number)),
        "number": number,
        "version": 1,
        "language": language,
        "kind": Ref(slug="news", name="News"),
        "headline": f"Headline {number}",
        "slug": f"headline-{number}",
        "lead": f"Lead {number}.",
        "body": (Text(html=f"<p>Body {number}.</p>"),),
        "published_at": NOON + dt.timedelta(hours=number),
        "edited_at": NOON + dt.timedelta(hours=number),
    }
    return Edition(**{**given, **changes})


def a_recording(**changes: Any) -> Recording:
    """Return a video with a poster, captions and a transcript."""
    poster = Rendition(file="d" * 64 + ".jpg", type="image/jpeg", width=800, height=450, size_bytes=9)
    given = {
        "sort": "video",
        "title": "The opening",
        "file": "e" * 64 + ".mp4",
        "type": "video/mp4",
        "size_bytes": 1_400_000,
        "duration_s": 245,
        "width": 1280,
        "height": 720,
        "poster": Picture(renditions=(poster,), alt="A ribbon"),
        "captions": (Captions(language="en", file="f" * 64 + ".vtt"),),
        "transcript": "The bridge is open.\n\nCars <cross> it.",
        "transcript_language": "en",
        "caption": "At dawn",
        "credit": "EXO/Lind",
        "rights_holder": "EXO",
        "usage_terms": "News only",
    }
    return Recording(**{**given, **changes})


class Log:
    """A log in memory, chained and digested like the real one, for tests below the database."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._told: list[Record] = []  # the records as they were when they were appended

    def append(
        self,
        subject: Subject,
        change: Change,
        words: Words | None = None,
        notice: str = "",
        *,
        at: dt.datetime = NOON,
        number: int = 0,
    ) -> Record:
        before = self.records[-1].entry if self.records else None
        edition = canonical(words) if words is not None else None
        said = canonical(Notice(salt=SALT, text=notice, language=subject.language or "en")) if notice else None
        entry = Entry(
            position=len(self.records) + 1,
            at=at,
            subject=subject,
            change=change,
            number=number,
            edition=digest(edition) if edition else "",
            notice=digest(said) if said else "",
            previous=entry_digest(before) if before else "",
        )
        record = Record(entry, edition, said)
        self.records.append(record)
        self._told.append(record)
        return record

    def as_of(self, position: int) -> list[Record]:
        """Return the records up to a position as they were read then: words that were removed later are present."""
        found: list[Record] = []
        for record in self._told[:position]:
            if record.entry.change in ("removed", "erased"):
                found = [Record(r.entry) if r.entry.subject == record.entry.subject else r for r in found]
            found.append(record)
        return found

    def set(self, *things: Newsroom | Office | Topic | Kind) -> None:
        for thing in things:
            kind = type(thing).__name__.lower()
            self.append(Subject(kind=kind, id=getattr(thing, "slug", "newsroom")), "set", thing)

    def publish(self, edition: Edition, change: Change = "published", notice: str = "") -> Record:
        subject = Subject(kind="release", id=edition.release, language=edition.language)
        return self.append(subject, change, edition, notice, at=edition.edited_at, number=edition.number)

    def remove(self, edition: Edition, notice: str = "Removed.", change: Change = "removed") -> Record:
        """Remove a text; its earlier words are deleted, as in the database."""
        subject = Subject(kind="release", id=edition.release, language=edition.language)
        self.records = [Record(r.entry) if r.entry.subject == subject else r for r in self.records]
        return self.append(subject, change, None, notice, number=edition.number)
