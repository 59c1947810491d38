"""Releases as entries of a feed."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import msgspec

from dateline.archive.port import Item
from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Picture, Recording, Ref, Rendition
from dateline.public.feeds.build.content import Content
from dateline.public.feeds.context import FeedContext
from dateline.public.feeds.messages import messages_in
from dateline.public.feeds.model import Category, Entry, File, Person
from dateline.text.languages import INTERFACE
from dateline.text.xmltext import without_hyphenation, xml_safe
from dateline.web.addresses import release_path, text_id

CONTENT_BYTES = 4_500_000
"""Limit for the escaped content of a document's entries; many readers and the W3C validator refuse more than 5 MB."""

_ESCAPE_BYTES = {"<": 3, ">": 3, "&": 5, '"': 1}  # added by escaping in XML (``&lt;``, ``&#x26;``) or JSON


def release_entry(item: Item, context: FeedContext) -> Entry:
    """Return the entry of a release, with its full text or its lead."""
    edition = item.edition
    address = address_of(edition, context)
    return Entry(
        id=text_id(edition.release, edition.language),
        number=edition.number,
        url=address,
        language=edition.language,
        title=without_hyphenation(edition.headline),
        author=_author(edition, context),
        published_at=edition.published_at,
        updated_at=changed_at(item),
        summary=edition.lead,
        content=Content(item, address, context).html(),
        picture=_picture(edition.picture, context) if edition.picture else None,
        files=tuple(files_of(edition, context)),
        categories=tuple(_categories(edition, f"{context.public_url}/terms")),
        notes=item.notes,
    )


def limited(entries: Sequence[Entry], with_leads: Callable[[], Sequence[Entry]]) -> tuple[Entry, ...]:
    """Return entries within ``CONTENT_BYTES``, in their order: the longest are cut to their leads.

    ``with_leads`` returns the same entries, all cut to their leads.
    """
    sizes = {entry.id: _escaped_bytes(entry) for entry in entries}
    over = sum(sizes.values()) - CONTENT_BYTES
    if over <= 0:
        return tuple(entries)
    leads = {entry.id: entry for entry in with_leads()}
    shorter: set[str] = set()
    for id_ in sorted(sizes, key=lambda one: sizes[one], reverse=True):
        if over <= 0:
            break
        over -= sizes[id_] - _escaped_bytes(leads[id_])
        shorter.add(id_)
    return tuple(leads[entry.id] if entry.id in shorter else entry for entry in entries)


def _escaped_bytes(entry: Entry) -> int:
    return len(entry.content.encode()) + sum(more * entry.content.count(sign) for sign, more in _ESCAPE_BYTES.items())


def withdrawn_entry(item: Item, at: dt.datetime, context: FeedContext) -> Entry:
    """Return the entry of a text withdrawn at a moment: headline and notices, without its content."""
    edition = item.edition
    address = address_of(edition, context)
    messages = messages_in(edition.language if edition.language in INTERFACE else context.reader)
    return Entry(
        id=text_id(edition.release, edition.language),
        number=edition.number,
        url=address,
        language=edition.language,
        title=messages.gettext("Withdrawn: %(headline)s") % {"headline": without_hyphenation(edition.headline)},
        author=_author(edition, context),
        published_at=edition.published_at,
        updated_at=max(at, changed_at(item)),
        summary="",
        content=Content(item, address, context).notices(at),
        categories=tuple(_categories(edition, f"{context.public_url}/terms")),
        notes=item.notes,
        is_withdrawn=True,
    )


def address_of(edition: Edition, context: FeedContext) -> str:
    """Return the absolute address of an edition's page."""
    return f"{context.public_url}{release_path(edition.language, edition.number, edition.slug)}"


def changed_at(item: Item) -> dt.datetime:
    """Return when a text or its notices last changed."""
    edition = item.edition
    return max(edition.published_at, edition.edited_at, *(note.at for note in item.notes))


def _author(edition: Edition, context: FeedContext) -> Person:
    if xml_safe(edition.issuer).strip():
        return Person(name=edition.issuer)
    if edition.offices and xml_safe(edition.offices[0].name).strip():
        lead = edition.offices[0]
        return Person(name=lead.name, uri=f"{context.public_url}/{context.reader}/offices/{lead.slug}")
    return Person(name=context.organisation)


def file_of(rendition: Rendition, context: FeedContext) -> File:
    """Return a rendition of a picture as a file."""
    return File(
        url=f"{context.public_url}/media/{rendition.file}",
        type=rendition.type,
        size_bytes=rendition.size_bytes,
        width=rendition.width,
        height=rendition.height,
    )


def files_of(edition: Edition, context: FeedContext) -> Iterator[File]:
    """Yield the downloads and recordings of an edition, each file once."""
    blocks = {block.file: block for block in edition.body if isinstance(block, Download | Recording) and block.file}
    for block in blocks.values():
        file = File(
            url=f"{context.public_url}/media/{block.file}",
            type=block.type,
            size_bytes=block.size_bytes,
            title=block.title,
        )
        yield msgspec.structs.replace(file, **_facts(block))


def captions_of(edition: Edition, context: FeedContext) -> Iterator[File]:
    """Yield the captions of an edition's recordings, each file once; their size is unknown."""
    files = {one.file: (one, recording.title) for recording in edition.recordings() for one in recording.captions}
    for captions, title in files.values():
        url = f"{context.public_url}/media/{captions.file}"
        yield File(url=url, type="text/vtt", size_bytes=0, title=title, language=captions.language)


def _facts(block: Download | Recording) -> dict[str, object]:
    if isinstance(block, Download):
        return {"language": block.language}
    names = ("width", "height", "duration_s", "credit")
    return {name: getattr(block, name) for name in names}


def _picture(picture: Picture, context: FeedContext) -> File | None:
    if not picture.renditions:
        return None
    shown = file_of(picture.renditions[-1], context)
    return msgspec.structs.replace(shown, alt=picture.alt, credit=picture.credit)


def _categories(edition: Edition, terms: str) -> Iterator[Category]:
    """Yield kind, offices and topics with their names in the edition."""

    def category(vocabulary: str, ref: Ref) -> Category:
        return Category(term=ref.slug, scheme=f"{terms}/{vocabulary}", label=ref.name)

    if edition.kind:
        yield category("kind", edition.kind)
    yield from (category("office", office) for office in edition.offices)
    yield from (category("topic", topic) for topic in edition.topics)
