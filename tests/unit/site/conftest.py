"""A small newsroom with everything that pages show, and a reader of its pages."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from dateline.editions.newsroom import NamePeriod, Place
from dateline.editions.parts import Contact, Ref
from dateline.public.site.site import Site
from dateline.web.http import Request, Response
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs

TODAY = dt.date(2024, 6, 30)


@dataclass
class Seen:
    """An answer as a reader sees it."""

    response: Response

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def text(self) -> str:
        return self.response.body.decode()

    @property
    def location(self) -> str:
        return dict(self.response.headers)["location"]

    @property
    def json(self) -> Any:
        return json.loads(self.response.body)

    @cached_property
    def html(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    def texts(self, selector: str) -> list[str]:
        return [" ".join(node.text().split()) for node in self.html.css(selector)]

    def links(self, selector: str) -> list[str]:
        return [node.attributes["href"] for node in self.html.css(selector)]


class Reader:
    """Asks a site over a log."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.site = Site("https://news.example.org", "1")

    def ask(self, address: str, today: dt.date = TODAY, **headers: str) -> Seen | None:
        path, _, query = address.partition("?")
        request = Request(path=path, query=query, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = self.site.respond(request, NaiveArchive(self.log.records), today=today)
        return response and Seen(response)


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


@pytest.fixture
def log() -> Log:
    """Two offices (one renamed, one closed), a tree of three topics, 25 releases in English, 3 of them in French."""
    log = Log()
    log.set(a_newsroom(title={"en": "News and press releases", "fr": "Actualités", "ru": "Новости", "ar": "الأخبار"}))
    log.set(
        an_office(
            "mission",
            periods=(
                NamePeriod(names={"en": "Observer Mission"}, until_on=dt.date(2024, 6, 9)),
                NamePeriod(names={"en": "Monitoring Mission", "fr": "Mission"}, from_on=dt.date(2024, 6, 10)),
            ),
            unit="mission",
            place=Place(city={"en": "Velda"}, country={"en": "Karvenia"}),
            contacts=(Contact(name="Mara Lindt", email="press@example.org", phone="+999 555 0142"),),
        ),
        an_office("old-mission", unit="mission", status="closed", closed_on=dt.date(2022, 12, 31), successor="mission"),
    )
    log.set(a_topic("environment"), a_topic("water", parent="environment"), a_topic("policing"))
    log.set(a_kind("news"), a_kind("press-release", order=2))
    for number in range(1, 26):
        changes: dict[str, Any] = {
            "published_at": NOON + days(number - 10),
            "edited_at": NOON + days(number - 10),
            "offices": (Ref(slug="mission", name="Observer Mission"),) if number % 2 else refs("old-mission"),
            "topics": refs("water") if number % 5 == 0 else (),
        }
        log.publish(an_edition(number, **changes))
        if number > 22:
            log.publish(an_edition(number, "fr", headline=f"Titre {number}", slug=f"titre-{number}", **changes))
    return log


@pytest.fixture
def reader(log) -> Reader:
    return Reader(log)


@pytest.fixture
def ask(reader):
    return reader.ask
