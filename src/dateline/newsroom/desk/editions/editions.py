"""From a text and its release to the edition that readers get, and back to the last one they got."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec

from dateline.editions import newsroom as public
from dateline.editions.canonical import new_salt
from dateline.editions.edition import Edition
from dateline.editions.parts import Dateline, Picture, Recording, Ref
from dateline.newsroom.desk import entries
from dateline.newsroom.desk.editions import body
from dateline.newsroom.desk.models import Kind, NewsroomSettings, Release, ReleasePage, Topic
from dateline.newsroom.publication.models import LogEntry, LogWords
from dateline.text.languages import pick
from dateline.web.addresses import release_path, slugify


@dataclass(frozen=True)
class Frame:
    """What the languages of a release share in their editions; offices with all their names over time."""

    zone: ZoneInfo
    kind: Kind | None
    offices: tuple[public.Office, ...]
    topics: tuple[Topic, ...]


def zone(newsroom: NewsroomSettings) -> ZoneInfo:
    """Return the newsroom's zone."""
    return ZoneInfo(newsroom.time_zone)


def frame(release: Release) -> Frame:
    """Return what the editions of a release share, as it stands now."""
    return Frame(
        zone=zone(NewsroomSettings.current()),
        kind=release.kind,
        offices=tuple(entries.office(office) for office in release.office_list()),
        topics=tuple(release.topic_list()),
    )


def build(
    text: ReleasePage,
    release: Release,
    shared: Frame,
    *,
    version: int,
    edited_at: dt.datetime,
    address: Callable[[int], str] | None = None,
) -> Edition:
    """Return the edition that a text would be: names as of the day the release became public.

    Files are made where they are missing. A release that never was public counts as public at ``edited_at``,
    with number 0. ``address`` says where links to other texts lead, by their key.

    Raises:
        IncompleteError: something the text names is gone.
    """
    address = address or public_address
    published_at = release.published_at or edited_at
    day = published_at.astimezone(shared.zone).date()
    language = text.language
    parts = body.parts(text.body, language, address)
    return Edition(
        schema=3 if any(isinstance(part, Recording) for part in parts) else 2,
        salt=new_salt(),
        release=str(release.pk),
        number=release.number or 0,
        version=version,
        language=language,
        kind=Ref(slug=shared.kind.slug, name=pick(shared.kind.names, language)) if shared.kind else None,
        offices=tuple(Ref(slug=office.slug, name=office.name(language, day)) for office in shared.offices),
        topics=tuple(Ref(slug=topic.slug, name=pick(topic.names, language)) for topic in shared.topics),
        headline=text.headline.strip(),
        slug=slugify(text.headline),
        lead=text.lead.strip(),
        dateline=_dateline(text),
        picture=_picture(text),
        body=parts,
        boilerplate=body.html(text.boilerplate, address),
        notes=body.html(text.notes, address),
        contacts=entries.contacts(text.contacts),
        event_from_on=release.event_from_on,
        event_until_on=release.event_until_on,
        issuer=release.issuer,
        translated_from=text.translated_from,
        machine_translated=text.machine_translated,
        published_at=published_at,
        published_precision="day" if release.published_precision == Release.Precision.DAY else "instant",
        edited_at=edited_at,
    )


def last(text: ReleasePage) -> Edition | None:
    """Return the last edition of a text, as stored in the log; None where there is none or its words are gone."""
    stored = (
        LogWords.objects.filter(
            entry__subject_kind="release",
            entry__subject_id=str(text.release_id),
            entry__language=text.language,
            edition__isnull=False,
        )
        .order_by("-entry__position")
        .values_list("edition", flat=True)
        .first()
    )
    return None if stored is None else msgspec.json.decode(bytes(stored), type=Edition)


CONTENT = ("published", "updated", "corrected")
"""Changes that bring new words; the others repeat or take away what was there."""


def count_editions(release: str, language: str) -> int:
    """Return how many editions with new words a text has had so far."""
    return LogEntry.objects.filter(
        subject_kind="release", subject_id=release, language=language, change__in=CONTENT
    ).count()


def public_address(page_id: int) -> str:
    """Return the address of a public text on the public site; empty where it has none."""
    text = ReleasePage.objects.filter(pk=page_id, live=True).select_related("release").first()
    if text is None or text.release.number is None:
        return ""
    return release_path(text.language, text.release.number, slugify(text.headline))


def _dateline(text: ReleasePage) -> Dateline | None:
    places = tuple(place.strip() for place in text.dateline_places if place.strip())
    return Dateline(places=places, on=text.dateline_on) if places or text.dateline_on else None


def _picture(text: ReleasePage) -> Picture | None:
    return body.picture(text.picture, text.language) if text.picture else None
