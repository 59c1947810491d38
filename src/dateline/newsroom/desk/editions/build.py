"""Builds the edition of a text from the text, its release and its prepared files."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec

from dateline.editions import newsroom as public
from dateline.editions.canonical import new_salt
from dateline.editions.edition import Edition
from dateline.editions.parts import Dateline, Picture, Recording, Ref, Text
from dateline.newsroom.desk import entries
from dateline.newsroom.desk.editions import body
from dateline.newsroom.desk.editions.files import Files
from dateline.newsroom.desk.editions.published import public_address
from dateline.newsroom.desk.models import Kind, NewsroomSettings, Release, ReleasePage, Topic
from dateline.text.languages import pick
from dateline.web.addresses import slugify


@dataclass(frozen=True)
class Frame:
    """The values that the editions of a release share in all languages; offices with all their names over time."""

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


@dataclass(frozen=True)
class UnlinkedEdition:
    """An edition in which links to other texts are marked and lead nowhere yet.

    It is built once and read twice: to compare it with what was approved, and to publish it.
    """

    edition: Edition
    mark: str

    def linked(self, address: Callable[[int], str]) -> Edition:
        """Return the edition with its links.

        Args:
            address: returns the address of a text by its key; empty: the link becomes plain words.
        """

        def resolved(html: str) -> str:
            return body.resolve_links(html, self.mark, address)

        parts = (
            msgspec.structs.replace(part, html=resolved(part.html)) if isinstance(part, Text) else part
            for part in self.edition.body
        )
        return msgspec.structs.replace(
            self.edition,
            body=tuple(parts),
            boilerplate=resolved(self.edition.boilerplate),
            notes=resolved(self.edition.notes),
        )


def build(
    text: ReleasePage, release: Release, shared: Frame, files: Files, *, version: int, edited_at: dt.datetime
) -> Edition:
    """Return the edition of a draft, with the links that work now; see `build_unlinked`."""
    unlinked = build_unlinked(text, release, shared, files, version=version, edited_at=edited_at)
    return unlinked.linked(public_address)


def build_unlinked(
    text: ReleasePage, release: Release, shared: Frame, files: Files, *, version: int, edited_at: dt.datetime
) -> UnlinkedEdition:
    """Return the edition of a draft, without its links to other texts. Nothing is written.

    Names are those of the day on which the release became public. A release that never was public counts as public
    at ``edited_at``, with number 0.

    Args:
        text: the draft.
        release: of the text, as it is now.
        shared: of the release.
        files: of the text, prepared before.
        version: of the edition, from 1.
        edited_at: the moment of the edition, aware, UTC.

    Raises:
        IncompleteError: the text names something that no longer exists.
    """
    mark = secrets.token_hex(8)
    published_at = release.published_at or edited_at
    day = published_at.astimezone(shared.zone).date()
    language = text.language
    parts = body.parts(text.body, language, mark, files)
    edition = Edition(
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
        picture=_picture(text, files),
        body=parts,
        boilerplate=body.html(text.boilerplate, mark),
        notes=body.html(text.notes, mark),
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
    return UnlinkedEdition(edition, mark)


def _dateline(text: ReleasePage) -> Dateline | None:
    places = tuple(place.strip() for place in text.dateline_places if place.strip())
    return Dateline(places=places, on=text.dateline_on) if places or text.dateline_on else None


def _picture(text: ReleasePage, files: Files) -> Picture | None:
    return body.picture(text.picture, text.language, files) if text.picture else None
