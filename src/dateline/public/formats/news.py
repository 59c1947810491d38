"""A release as all formats of the industry see it."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from dateline.archive.port import Archive, Item, Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.extension import EditionExtension, extension_of
from dateline.editions.parts import Contact, Figure, Picture, Ref
from dateline.public.feeds.build.content import Content
from dateline.public.feeds.build.entries import captions_of, file_of, files_of
from dateline.public.feeds.context import Place
from dateline.public.feeds.model import File
from dateline.text.html import to_text
from dateline.web.addresses import release_path, short_path, text_id

_RAISED = re.compile(r"<(sup|sub)(?: [^>]*)?>([0-9+\u2212=()-]+)</\1>")
_SIGNS = {
    "sup": str.maketrans("0123456789+-\u2212=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
    "sub": str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}

Status = Literal["usable", "withheld", "canceled"]
"""Source: IPTC NewsCodes, Publishing Status. Withdrawn is withheld, for it may come back; removed is canceled."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An office, topic or kind: its name, its slug, its page or code as an address."""

    name: str
    slug: str
    uri: str = ""
    media_topic: str = ""


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture; files from narrow to wide, at least one; ``full`` in its full size, None in old editions."""

    files: tuple[File, ...]
    full: File | None
    alt: str
    caption: str
    credit: str
    rights_holder: str
    usage_terms: str
    expires_on: dt.date | None


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One text in one state. What was withdrawn or removed has no content; what was removed has no name either.

    Attributes:
        uri: the same for all versions.
        url: of its page.
        notes: public notices, oldest first; ``changes`` how each version came.
        images, files: posters of recordings are the last images, their captions the last files.
        html, text: the content for machines that show it, empty where there is none.
        dateline: as house style writes it; ``places`` of it as filed.
        extension: what else the edition says; None where there is no content, or its lead alone is told.
    """

    uri: str
    url: str
    number: int
    release: str
    version: int
    language: str
    status: Status
    provider: str
    provider_uri: str
    changed_at: dt.datetime
    published_at: dt.datetime | None = None
    changes: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    headline: str = ""
    lead: str = ""
    html: str = ""
    text: str = ""
    dateline: str = ""
    places: tuple[str, ...] = ()
    issuer: str = ""
    kind: Named | None = None
    offices: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    contacts: tuple[Contact, ...] = ()
    images: tuple[Image, ...] = ()
    files: tuple[File, ...] = ()
    translation_of: str = ""
    extension: EditionExtension | None = None


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list.

    Attributes:
        uri: its address.
        following: address of the next page; empty on the last one.
    """

    uri: str
    title: str
    language: str
    provider: str
    provider_uri: str
    changed_at: dt.datetime
    following: str
    items: tuple[News, ...]


def news_of(reading: ReleaseText, archive: Archive, place: Place) -> News:
    """Return a text as it stands, in whatever state; the archive says which topics have codes."""
    if reading.edition is None:
        return News(
            uri=text_id(reading.release, reading.language),
            url=place.public_url + short_path(reading.language, reading.number),
            number=reading.number,
            release=reading.release,
            version=len(reading.versions) + 1,
            language=reading.language,
            status="canceled",
            provider=place.speaker,
            provider_uri=place.public_url,
            # what was before has no moment of its own any more; who gives no notice cannot say when
            changed_at=reading.notes[-1].at if reading.notes else max(at for _, _, at in reading.versions),
            notes=reading.notes,
        )
    return _told(reading, reading.edition, archive, place)


def _told(reading: ReleaseText, edition: Edition, archive: Archive, place: Place) -> News:
    url = place.public_url + release_path(edition.language, edition.number, edition.slug)
    is_public = reading.state == "public"
    named = News(
        uri=text_id(edition.release, edition.language),
        url=url,
        number=edition.number,
        release=edition.release,
        version=edition.version,
        language=edition.language,
        status="usable" if is_public else "withheld",
        provider=place.speaker,
        provider_uri=place.public_url,
        changed_at=max(edition.published_at, edition.edited_at, *(note.at for note in reading.notes)),
        published_at=edition.published_at,
        changes=tuple(change for _, change, _ in reading.versions),
        notes=reading.notes,
        headline=edition.headline,
        issuer=edition.issuer,
        kind=_named(edition.kind, "", archive) if edition.kind else None,
        offices=tuple(_named(ref, f"{place.public_url}/{place.reader}/offices", archive) for ref in edition.offices),
        topics=tuple(_named(ref, f"{place.public_url}/{place.reader}/topics", archive) for ref in edition.topics),
        translation_of=text_id(edition.release, edition.translated_from) if edition.translated_from else "",
    )
    if not is_public:
        return named
    item = Item(edition=edition, languages=tuple(reading.languages), notes=reading.notes)
    html = Content(item, url, place).html()
    return msgspec.structs.replace(
        named,
        lead=edition.lead,
        html=html,
        text=to_text(raised(html)),
        dateline=place.style.dateline(edition.dateline, edition.language).replace("\xa0", " "),
        places=edition.dateline.places if edition.dateline else (),
        contacts=edition.contacts,
        images=tuple(_image(picture, place) for picture in _pictures(edition)),
        files=(*files_of(edition, place), *captions_of(edition, place)),
        extension=extension_of(edition) if place.full else None,
    )


def raised(html: str) -> str:
    """Return HTML with raised and lowered numbers as signs of their own: without marks 10<sup>6</sup> would be 106."""
    return _RAISED.sub(lambda found: found[2].translate(_SIGNS[found[1]]), html)


def _named(ref: Ref, pages: str, archive: Archive) -> Named:
    topic = archive.topics.get(ref.slug) if pages.endswith("/topics") else None
    code = topic.media_topic.rpartition(":")[2].rpartition("/")[2] if topic else ""
    return Named(name=ref.name, slug=ref.slug, uri=f"{pages}/{ref.slug}" if pages else "", media_topic=code)


def _pictures(edition: Edition) -> Iterator[Picture]:
    pictures = [edition.picture] if edition.picture else []
    pictures += [block.picture for block in edition.body if isinstance(block, Figure)]
    pictures += [one.poster for one in edition.recordings() if one.poster is not None]
    yield from (picture for picture in dict.fromkeys(pictures) if picture.renditions)


def _image(picture: Picture, place: Place) -> Image:
    files = tuple(file_of(one, place) for one in picture.renditions)
    return Image(
        files=files,
        full=file_of(picture.full, place) if picture.full else None,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        rights_holder=picture.rights_holder,
        usage_terms=picture.usage_terms,
        expires_on=picture.expires_on,
    )
