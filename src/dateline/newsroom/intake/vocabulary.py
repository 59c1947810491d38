"""Offices, topics and kinds by the names that sources call them; what is missing is made through the desk's deeds."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Kind, Office, OfficeName, Topic
from dateline.newsroom.intake.listing.items import Named
from dateline.newsroom.intake.listing.names import name_key
from dateline.newsroom.intake.listing.understand import Known
from dateline.web.addresses import MAX_SLUG, slugify


@dataclass
class Vocabulary:
    """What the newsroom has, by the keys of all its names, and what was made or closed in the meantime.

    Attributes:
        offices_made, topics_made, kinds_made, offices_closed: names, in the order in which that happened.
    """

    offices: dict[str, Office] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    offices_made: list[str] = field(default_factory=list)
    topics_made: list[str] = field(default_factory=list)
    kinds_made: list[str] = field(default_factory=list)
    offices_closed: list[str] = field(default_factory=list)

    @classmethod
    def load(cls) -> "Vocabulary":
        """Return what the desk has now: offices by their names of all times, the current ones first."""
        made = cls(names={"offices": set(), "topics": set(), "kinds": set(), "places": set()})
        for office in Office.objects.prefetch_related("names").order_by("pk"):
            made.names["places"] |= set(office.city.values())
            for period in reversed(office.periods()):
                made._know("offices", office, period.names)
        for topic in Topic.objects.order_by("pk"):
            made._know("topics", topic, topic.names)
        for kind in Kind.objects.order_by("order", "pk"):
            made._know("kinds", kind, kind.names)
        return made

    def _know(self, table: str, thing: Any, names: dict[str, str]) -> None:
        self.names[table] |= set(names.values())
        for name in names.values():
            getattr(self, table).setdefault(name_key(name), thing)

    def known(self, today: dt.date | None) -> Known:
        """Return the names for reading a listing in their light."""
        return Known(
            offices=frozenset(self.names["offices"]),
            topics=frozenset(self.names["topics"]),
            kinds=frozenset(self.names["kinds"]),
            places=frozenset(self.names["places"]),
            today=today,
        )

    def office(self, named: Named, language: str, *, at: dt.datetime) -> Office:
        """Return the office of a name, made or closed if need be."""
        office = self.offices.get(name_key(named.name))
        if office is None:
            slug, same = _slug(named.name, Office)
            office = same or Office(slug=slug)
            if same is None:
                office.status = Office.Status.CLOSED if named.closed else Office.Status.OPEN
                actions.set_office(office, names=[OfficeName(names={language: named.name})], at=at)
                office = Office.objects.get(slug=slug)
                self.offices_made.append(f"{named.name} (closed)" if named.closed else named.name)
        if named.closed and office.status == Office.Status.OPEN:
            office.status = Office.Status.CLOSED
            actions.set_office(office, at=at)
            self.offices_closed.append(named.name)
        self.offices[name_key(named.name)] = office
        return office

    def topic(self, named: Named, language: str, *, at: dt.datetime) -> Topic:
        """Return the topic of a name, made if need be."""
        topic = self.topics.get(name_key(named.name))
        if topic is None:
            slug, topic = _slug(named.name, Topic)
            if topic is None:
                topic = Topic(slug=slug, names={language: named.name})
                actions.set_topic(topic, at=at)
                self.topics_made.append(named.name)
            self.topics[name_key(named.name)] = topic
        return topic

    def kind(self, named: Named, language: str, *, at: dt.datetime) -> Kind:
        """Return the kind of a name, made if need be; ``Press releases`` is the kind ``Press release``."""
        key = name_key(named.name)
        kind = self.kinds.get(key) or self.kinds.get(key.removesuffix("s"))
        if kind is None:
            slug, kind = _slug(named.name, Kind)
            if kind is None:
                kind = Kind(slug=slug, names={language: named.name}, order=Kind.objects.count() + 1)
                actions.set_kind(kind, at=at)
                self.kinds_made.append(named.name)
            self.kinds[key] = kind
        return kind


def _slug(name: str, model: type[Any]) -> tuple[str, Any]:
    """Return a slug for a name, and what has it already if that differs in case, accents or marks only.

    A slug that was cut does not prove that the names are alike, so it gets a number.
    """
    slug = slugify(name)
    same = model.objects.filter(slug=slug).first()
    if same is None or (len(slug) < MAX_SLUG - 20 and slug != "release"):
        return slug, same
    number = 2
    while model.objects.filter(slug=f"{slug[: MAX_SLUG - 5]}-{number}").exists():
        number += 1
    return f"{slug[: MAX_SLUG - 5]}-{number}", None
