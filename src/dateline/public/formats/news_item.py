"""The content of a release that all formats of the news industry share."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from dateline.archive.port import Archive, Item, Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.editions.extension import EditionExtension, extension_of
from dateline.editions.parts import Contact, Figure, Picture, Ref
from dateline.public import datelines
from dateline.public.feeds.build.content import Content
from dateline.public.feeds.build.entries import captions_of, file_of, files_of
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.model import File
from dateline.public.references import reference_number
from dateline.text.html import to_plain_text
from dateline.text.languages import pick
from dateline.web.addresses import release_path, short_path, text_id

Status = Literal["usable", "withheld", "canceled"]
"""Withdrawn texts are ``withheld``, removed ones ``canceled``. Source: IPTC NewsCodes, Publishing Status."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """An office, topic or kind; ``uri`` is the address of its page."""

    name: str
    slug: str
    uri: str = ""
    media_topic: str = ""


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: at least one file, from narrow to wide; ``full`` is the full size, None in old editions."""

    files: tuple[File, ...]
    full: File | None
    alt: str
    caption: str
    credit: str
    rights_holder: str
    usage_terms: str
    expires_on: dt.date | None


class NewsItem(msgspec.Struct, frozen=True, kw_only=True):
    """One text in one state. A withdrawn text has no content, a removed one neither content nor headline.

    Attributes:
        uri: the same for all versions.
        url: of its page.
        changes: kind of change of each version, oldest first.
        notes: public notices, oldest first.
        images, files: posters of recordings are the last images, their captions the last files.
        html, text: the whole content; empty for withdrawn and removed texts.
        reference: reference number, by which the release is cited; empty for a removed text.
        dateline: in house style; ``places`` are those of the dateline.
        extension: fields of the edition for which the formats have no place; None without content, and where only leads
            are shown.
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
    reference: str = ""
    places: tuple[str, ...] = ()
    issuer: str = ""
    kind: Term | None = None
    offices: tuple[Term, ...] = ()
    topics: tuple[Term, ...] = ()
    contacts: tuple[Contact, ...] = ()
    images: tuple[Image, ...] = ()
    files: tuple[File, ...] = ()
    translation_of: str = ""
    extension: EditionExtension | None = None


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list.

    Attributes:
        uri: its address.
        next_url: address of the next page; empty on the last one.
    """

    uri: str
    title: str
    language: str
    provider: str
    provider_uri: str
    changed_at: dt.datetime
    next_url: str
    items: tuple[NewsItem, ...]


def news_item(text: ReleaseText, archive: Archive, context: FeedContext) -> NewsItem:
    """Return a text in its current state; the archive has the codes of topics."""
    if text.edition is None:
        return NewsItem(
            uri=text_id(text.release, text.language),
            url=context.public_url + short_path(text.language, text.number),
            number=text.number,
            release=text.release,
            version=len(text.versions) + 1,
            language=text.language,
            status="canceled",
            provider=context.organisation,
            provider_uri=context.public_url,
            # without a notice, the last known moment is that of the last version
            changed_at=text.notes[-1].at if text.notes else max(at for _, _, at in text.versions),
            notes=text.notes,
        )
    return _with_content(text, text.edition, archive, context)


def _with_content(text: ReleaseText, edition: Edition, archive: Archive, context: FeedContext) -> NewsItem:
    url = context.public_url + release_path(edition.language, edition.number, edition.slug)
    is_public = text.state == "public"
    summary = NewsItem(
        uri=text_id(edition.release, edition.language),
        url=url,
        number=edition.number,
        release=edition.release,
        version=edition.version,
        language=edition.language,
        status="usable" if is_public else "withheld",
        provider=context.organisation,
        provider_uri=context.public_url,
        changed_at=max(edition.published_at, edition.edited_at, *(note.at for note in text.notes)),
        published_at=edition.published_at,
        changes=tuple(change for _, change, _ in text.versions),
        notes=text.notes,
        headline=edition.headline,
        reference=_reference(edition, archive, context),
        issuer=edition.issuer,
        kind=_term(edition.kind, "", archive) if edition.kind else None,
        offices=tuple(_term(ref, f"{context.public_url}/{context.reader}/offices", archive) for ref in edition.offices),
        topics=tuple(_term(ref, f"{context.public_url}/{context.reader}/topics", archive) for ref in edition.topics),
        translation_of=text_id(edition.release, edition.translated_from) if edition.translated_from else "",
    )
    if not is_public:
        return summary
    item = Item(edition=edition, languages=tuple(text.languages), notes=text.notes)
    html = Content(item, url, context).html()
    return msgspec.structs.replace(
        summary,
        lead=edition.lead,
        html=html,
        text=to_plain_text(html),
        dateline=datelines.dateline(edition.dateline, edition.language).replace("\xa0", " "),
        places=edition.dateline.places if edition.dateline else (),
        contacts=edition.contacts,
        images=tuple(_image(picture, context) for picture in _pictures(edition)),
        files=(*files_of(edition, context), *captions_of(edition, context)),
        extension=extension_of(edition) if context.full else None,
    )


def _reference(edition: Edition, archive: Archive, context: FeedContext) -> str:
    short_name = pick(archive.newsroom.short_name, edition.language) if archive.newsroom else ""
    published_on = edition.published_at.astimezone(context.zone).date()
    return reference_number(short_name, edition.number, published_on).replace("\xa0", " ").strip()


def _term(ref: Ref, pages: str, archive: Archive) -> Term:
    topic = archive.topics.get(ref.slug) if pages.endswith("/topics") else None
    code = topic.media_topic.rpartition(":")[2].rpartition("/")[2] if topic else ""
    return Term(name=ref.name, slug=ref.slug, uri=f"{pages}/{ref.slug}" if pages else "", media_topic=code)


def _pictures(edition: Edition) -> Iterator[Picture]:
    pictures = [edition.picture] if edition.picture else []
    pictures += [block.picture for block in edition.body if isinstance(block, Figure)]
    pictures += [one.poster for one in edition.recordings() if one.poster is not None]
    yield from (picture for picture in dict.fromkeys(pictures) if picture.renditions)


def _image(picture: Picture, context: FeedContext) -> Image:
    files = tuple(file_of(one, context) for one in picture.renditions)
    return Image(
        files=files,
        full=file_of(picture.full, context) if picture.full else None,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        rights_holder=picture.rights_holder,
        usage_terms=picture.usage_terms,
        expires_on=picture.expires_on,
    )
