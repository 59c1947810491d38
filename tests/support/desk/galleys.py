"""Builders for the desk check: a galley with nothing to find, and whatever a test changes."""

import datetime as dt

import msgspec

from dateline.editions.edition import Edition
from dateline.editions.parts import Contact, Dateline, Picture, Ref, Rendition, Text
from dateline.newsroom.desk.checks.registry import CHECKS
from dateline.newsroom.desk.checks.types import Galley

NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)
BY_KEY = {check.key: check for check in CHECKS}


def an_edition(language="en", body=("<p>It opened.</p>",), **facts) -> Edition:
    given = {
        "headline": "Bridge opens in Velda",
        "lead": "The bridge over the Ost opened today.",
        "dateline": Dateline(places=("VELDA",), on=NOON.date()),
        "kind": Ref(slug="news", name="News"),
        "offices": (Ref(slug="mission", name="Mission in Karvenia"),),
        "topics": (Ref(slug="water", name="Water"),),
        "contacts": (Contact(name="Aida Kolm"),),
        **facts,
    }
    return Edition(
        salt="0" * 32,
        release="r",
        number=0,
        version=1,
        language=language,
        slug="bridge",
        body=tuple(Text(html=part) if isinstance(part, str) else part for part in body),
        published_at=NOON,
        edited_at=NOON,
        **given,
    )


def a_galley(language="en", body=("<p>It opened.</p>",), original=None, **facts) -> Galley:
    outside = {name: facts.pop(name) for name in list(facts) if name in Galley.__dataclass_fields__}
    return Galley(edition=an_edition(language, body, **facts), original=original, **outside)


def said(key, galley, *, at=NOON):
    """Return (quote, repair) of each finding of a check."""
    return [(finding.quote, finding.repair) for finding in BY_KEY[key].find(galley, at)]


def fields(key, galley, *, at=NOON):
    return [finding.field for finding in BY_KEY[key].find(galley, at)]


def a_picture(**facts) -> Picture:
    file = Rendition(file="a.jpg", type="image/jpeg", width=1, height=1, size_bytes=1)
    return msgspec.structs.replace(Picture(renditions=(file,), alt="A bridge.", credit="Aida Kolm"), **facts)
