"""The newsroom itself as the log carries it: name and look, offices, topics, kinds, old addresses, notices."""

import datetime as dt
from typing import Literal

from msgspec import UNSET, UnsetType

from dateline.editions.parts import Contact, Part, Rendition
from dateline.text.languages import pick

Names = dict[str, str]
"""A name per BCP 47 tag; at least one."""


class NamePeriod(Part, frozen=True, kw_only=True):
    """The names of an office from one day to another, both included; None means no first or no last day."""

    names: Names
    from_on: dt.date | None = None
    until_on: dt.date | None = None


class Place(Part, frozen=True, kw_only=True):
    """The location of an office; everything may be unknown."""

    city: Names = {}
    country: Names = {}
    latitude: float | None = None
    longitude: float | None = None


class Office(Part, tag="office", tag_field="is", frozen=True, kw_only=True):
    """A unit that speaks, in its present state.

    Attributes:
        periods: its names over time, the present ones last; at least one.
        unit: kind of unit, for grouping: ``secretariat``, ``institution``, ``mission``, ``chair``, ``other``.
        successor, parent: slugs of other offices; empty where there is none.
        schema: 2 where a contact has a language.
    """

    schema: Literal[1, 2] = 1
    salt: str
    slug: str
    periods: tuple[NamePeriod, ...]
    unit: str = "other"
    status: Literal["open", "closed"] = "open"
    closed_on: dt.date | None = None
    successor: str = ""
    parent: str = ""
    place: Place = Place()
    time_zone: str = ""
    contacts: tuple[Contact, ...] = ()

    def name(self, language: str, on: dt.date | None = None) -> str:
        """Return the name in a language, as it was on the day ``on``; the present name without ``on``."""
        if on is not None:
            for period in self.periods:
                if (period.from_on is None or period.from_on <= on) and (
                    period.until_on is None or on <= period.until_on
                ):
                    return pick(period.names, language)
        return pick(self.periods[-1].names, language)


class Topic(Part, tag="topic", tag_field="is", frozen=True, kw_only=True):
    """A subject the organisation works on; ``parent`` is the slug of the wider one, or empty."""

    schema: Literal[1] = 1
    salt: str
    slug: str
    names: Names
    parent: str = ""
    media_topic: str = ""


class Kind(Part, tag="kind", tag_field="is", frozen=True, kw_only=True):
    """A content type; ``order`` is its rank in lists, from 1."""

    schema: Literal[1] = 1
    salt: str
    slug: str
    names: Names
    order: int = 1


class Newsroom(Part, tag="newsroom", tag_field="is", frozen=True, kw_only=True):
    """The organisation as its pages show it.

    Attributes:
        name: of the organisation; ``short_name`` its acronym.
        title, tagline: of the front page, such as "News and press releases".
        accent: the colour of links and marks, ``#rrggbb``.
        logo: rendition in the public media folder; None shows the short name in letters instead.
        time_zone: IANA name. Day filters use it, and items of which only the day is known begin with this day in it.
        languages: interface languages offered, the default first.
        home_url: the organisation's own site, or empty.
        schema: 2 where a contact has a language.
    """

    schema: Literal[1, 2] = 1
    salt: str
    name: Names
    short_name: Names
    title: Names
    tagline: Names
    accent: str = "#0b5c6b"
    logo: Rendition | None = None
    time_zone: str = "UTC"
    languages: tuple[str, ...] = ("en", "fr", "ru", "ar")
    home_url: str = ""
    contacts: tuple[Contact, ...] = ()


class Address(Part, tag="address", tag_field="is", frozen=True, kw_only=True):
    """An old address and where it leads now; both paths begin with ``/``."""

    schema: Literal[1] = 1
    salt: str
    path: str
    target: str
    permanent: bool = True


class Notice(Part, tag="notice", tag_field="is", frozen=True, kw_only=True):
    """The public text that explains a correction, withdrawal or removal; plain text, one language.

    Attributes:
        schema: 2 where ``at`` is set, else 1.
        at: moment of the first publication, aware, UTC. Set only for imported notices, which are older than their
            log entry; else None.
    """

    schema: Literal[1, 2] = 1
    salt: str
    text: str
    language: str
    at: dt.datetime | UnsetType = UNSET
