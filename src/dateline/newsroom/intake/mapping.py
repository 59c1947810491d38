"""Mapping of names in sources to offices, topics and kinds; missing ones are created through the desk's actions."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Kind, Office, OfficeName, Topic
from dateline.newsroom.intake.listing.item_parser import KnownNames
from dateline.newsroom.intake.listing.items import NamedTerm
from dateline.newsroom.intake.listing.names import name_key
from dateline.web.addresses import MAX_SLUG, slugify


@dataclass
class NameMap:
    """Offices, topics and kinds of the newsroom by the keys of all their names.

    Attributes:
        names: all names of offices, topics and kinds, and the places of offices.
        created_offices, created_topics, created_kinds, closed_offices: names, in the order of the changes.
    """

    offices: dict[str, Office] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    created_offices: list[str] = field(default_factory=list)
    created_topics: list[str] = field(default_factory=list)
    created_kinds: list[str] = field(default_factory=list)
    closed_offices: list[str] = field(default_factory=list)

    @classmethod
    def load(cls) -> "NameMap":
        """Return a map of what the desk has now; offices also by former names, over which current ones win."""
        map_ = cls(names={"offices": set(), "topics": set(), "kinds": set(), "places": set()})
        for office in Office.objects.prefetch_related("names").order_by("pk"):
            map_.names["places"] |= set(office.city.values())
            for period in reversed(office.periods()):
                map_._add("offices", office, period.names)
        for topic in Topic.objects.order_by("pk"):
            map_._add("topics", topic, topic.names)
        for kind in Kind.objects.order_by("order", "pk"):
            map_._add("kinds", kind, kind.names)
        return map_

    def _add(self, table: str, model: Any, names: dict[str, str]) -> None:
        self.names[table] |= set(names.values())
        for name in names.values():
            getattr(self, table).setdefault(name_key(name), model)

    def known_names(self, today: dt.date | None) -> KnownNames:
        """Return the names that help to parse a listing; ``today`` as in ``KnownNames``."""
        return KnownNames(
            offices=frozenset(self.names["offices"]),
            topics=frozenset(self.names["topics"]),
            kinds=frozenset(self.names["kinds"]),
            places=frozenset(self.names["places"]),
            today=today,
        )

    def office(self, named: NamedTerm, language: str, *, at: dt.datetime) -> Office:
        """Return the office of a name; create it if it is missing, and close it if the name says so."""
        office = self.offices.get(name_key(named.name))
        if office is None:
            slug, same = _slug(named.name, Office)
            office = same or Office(slug=slug)
            if same is None:
                office.status = Office.Status.CLOSED if named.closed else Office.Status.OPEN
                actions.set_office(office, names=[OfficeName(names={language: named.name})], at=at)
                office = Office.objects.get(slug=slug)
                self.created_offices.append(f"{named.name} (closed)" if named.closed else named.name)
        if named.closed and office.status == Office.Status.OPEN:
            office.status = Office.Status.CLOSED
            actions.set_office(office, at=at)
            self.closed_offices.append(named.name)
        self.offices[name_key(named.name)] = office
        return office

    def topic(self, named: NamedTerm, language: str, *, at: dt.datetime) -> Topic:
        """Return the topic of a name; create it if it is missing."""
        topic = self.topics.get(name_key(named.name))
        if topic is None:
            slug, topic = _slug(named.name, Topic)
            if topic is None:
                topic = Topic(slug=slug, names={language: named.name})
                actions.set_topic(topic, at=at)
                self.created_topics.append(named.name)
            self.topics[name_key(named.name)] = topic
        return topic

    def kind(self, named: NamedTerm, language: str, *, at: dt.datetime) -> Kind:
        """Return the kind of a name; create it if it is missing. ``Press releases`` is the kind ``Press release``."""
        key = name_key(named.name)
        kind = self.kinds.get(key) or self.kinds.get(key.removesuffix("s"))
        if kind is None:
            slug, kind = _slug(named.name, Kind)
            if kind is None:
                kind = Kind(slug=slug, names={language: named.name}, order=Kind.objects.count() + 1)
                actions.set_kind(kind, at=at)
                self.created_kinds.append(named.name)
            self.kinds[key] = kind
        return kind


def _slug(name: str, model: type[Any]) -> tuple[str, Any]:
    """Return a slug for a name, and the row that has this slug already: its name differs in accents or case only.

    A slug that was truncated does not prove that two names are equal, so it gets a number.
    """
    slug = slugify(name)
    same = model.objects.filter(slug=slug).first()
    if same is None or (len(slug) < MAX_SLUG - 20 and slug != "release"):
        return slug, same
    number = 2
    while model.objects.filter(slug=f"{slug[: MAX_SLUG - 5]}-{number}").exists():
        number += 1
    return f"{slug[: MAX_SLUG - 5]}-{number}", None
