"""Releases of the archive as entries of a feed."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import msgspec

from dateline.archive.port import Item
from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Picture, Recording, Ref, Rendition
from dateline.public.feeds.build.content import Content
from dateline.public.feeds.build.remembered import Remembered
from dateline.public.feeds.context import Place
from dateline.public.feeds.messages import words_of
from dateline.public.feeds.model import Category, Entry, File, Person
from dateline.text.languages import INTERFACE
from dateline.text.xmltext import carried
from dateline.web.addresses import release_path, text_id

CONTENT_BYTES = 4_500_000
"""Content of all entries of a document as it is written; many readers, the W3C's validator among them, take no more
than 5 MB."""

_WRITTEN_BYTES = {"<": 3, ">": 3, "&": 5, '"': 1}  # more than in HTML, as XML (``&lt;``, ``&#x26;``) or JSON

KEPT_BYTES = 4_000_000  # entries of 3 to 10 kB with the editions they were made of; a first page has fifty

_kept: Remembered[Entry] = Remembered(KEPT_BYTES, lambda entry: 4 * len(entry.content))


def entry_of(item: Item, place: Place) -> Entry:
    """Return the entry of a release as a list shows it to a reader, with its full text or its lead.

    It is made once for an edition and a place: what it says depends on them and the notices alone.
    """
    return _kept.get((item.edition, item.notes, place), lambda: _entry_of(item, place))


def _entry_of(item: Item, place: Place) -> Entry:
    edition = item.edition
    address = address_of(edition, place)
    return Entry(
        id=text_id(edition.release, edition.language),
        number=edition.number,
        url=address,
        language=edition.language,
        title=edition.headline,
        author=_author(edition, place),
        published_at=edition.published_at,
        updated_at=changed_at(item),
        summary=edition.lead,
        content=Content(item, address, place).html(),
        picture=_picture(edition.picture, place) if edition.picture else None,
        files=tuple(files_of(edition, place)),
        categories=tuple(_categories(edition, f"{place.public_url}/terms")),
        notes=item.notes,
    )


def bounded(entries: Sequence[Entry], brief: Callable[[], Sequence[Entry]]) -> tuple[Entry, ...]:
    """Return the entries of a document in their order, with the longest told by their leads where all are too much.

    ``brief`` returns the same entries with their leads alone.
    """
    sizes = {entry.id: _written_bytes(entry) for entry in entries}
    over = sum(sizes.values()) - CONTENT_BYTES
    if over <= 0:
        return tuple(entries)
    leads = {entry.id: entry for entry in brief()}
    shorter: set[str] = set()
    for id_ in sorted(sizes, key=lambda one: sizes[one], reverse=True):
        if over <= 0:
            break
        over -= sizes[id_] - _written_bytes(leads[id_])
        shorter.add(id_)
    return tuple(leads[entry.id] if entry.id in shorter else entry for entry in entries)


def _written_bytes(entry: Entry) -> int:
    return len(entry.content.encode()) + sum(more * entry.content.count(sign) for sign, more in _WRITTEN_BYTES.items())


def withdrawn_entry(item: Item, at: dt.datetime, place: Place) -> Entry:
    """Return the entry of a text withdrawn at a moment: its name and the reason, and nothing of what it said."""
    edition = item.edition
    address = address_of(edition, place)
    words = words_of(edition.language if edition.language in INTERFACE else place.reader)
    return Entry(
        id=text_id(edition.release, edition.language),
        number=edition.number,
        url=address,
        language=edition.language,
        title=words.gettext("Withdrawn: %(headline)s") % {"headline": edition.headline},
        author=_author(edition, place),
        published_at=edition.published_at,
        updated_at=max(at, changed_at(item)),
        summary="",
        content=Content(item, address, place).notices(at),
        categories=tuple(_categories(edition, f"{place.public_url}/terms")),
        notes=item.notes,
        is_withdrawn=True,
    )


def address_of(edition: Edition, place: Place) -> str:
    """Return the address of an edition's page, absolute."""
    return f"{place.public_url}{release_path(edition.language, edition.number, edition.slug)}"


def changed_at(item: Item) -> dt.datetime:
    """Return when what a text says, or what is said of it, last changed."""
    edition = item.edition
    return max(edition.published_at, edition.edited_at, *(note.at for note in item.notes))


def _author(edition: Edition, place: Place) -> Person:
    if carried(edition.issuer).strip():
        return Person(name=edition.issuer)
    if edition.offices and carried(edition.offices[0].name).strip():
        lead = edition.offices[0]
        return Person(name=lead.name, uri=f"{place.public_url}/{place.reader}/offices/{lead.slug}")
    return Person(name=place.speaker)


def file_of(rendition: Rendition, place: Place) -> File:
    """Return one file of a picture."""
    return File(
        url=f"{place.public_url}/media/{rendition.file}",
        type=rendition.type,
        size_bytes=rendition.size_bytes,
        width=rendition.width,
        height=rendition.height,
    )


def files_of(edition: Edition, place: Place) -> Iterator[File]:
    """Yield what an edition offers to take away, each file once."""
    blocks = {block.file: block for block in edition.body if isinstance(block, Download | Recording) and block.file}
    for block in blocks.values():
        file = File(
            url=f"{place.public_url}/media/{block.file}",
            type=block.type,
            size_bytes=block.size_bytes,
            title=block.title,
        )
        yield msgspec.structs.replace(file, **_facts(block))


def captions_of(edition: Edition, place: Place) -> Iterator[File]:
    """Yield the captions of an edition's recordings, each file once; their size is not known."""
    found = {one.file: (one, of.title) for of in edition.recordings() for one in of.captions}
    for captions, title in found.values():
        url = f"{place.public_url}/media/{captions.file}"
        yield File(url=url, type="text/vtt", size_bytes=0, title=title, language=captions.language)


def _facts(block: Download | Recording) -> dict[str, object]:
    if isinstance(block, Download):
        return {"language": block.language}
    names = ("width", "height", "duration_s", "credit")
    return {name: getattr(block, name) for name in names}


def _picture(picture: Picture, place: Place) -> File | None:
    if not picture.renditions:
        return None
    shown = file_of(picture.renditions[-1], place)
    return msgspec.structs.replace(shown, alt=picture.alt, credit=picture.credit)


def _categories(edition: Edition, terms: str) -> Iterator[Category]:
    """Yield kind, offices and topics, named as they were called at the time, in the language of the text."""

    def category(vocabulary: str, ref: Ref) -> Category:
        return Category(term=ref.slug, scheme=f"{terms}/{vocabulary}", label=ref.name)

    if edition.kind:
        yield category("kind", edition.kind)
    yield from (category("office", office) for office in edition.offices)
    yield from (category("topic", topic) for topic in edition.topics)
