"""Releases of the archive as entries of a feed."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from dateline.archive.port import Item
from dateline.editions.edition import Edition
from dateline.editions.parts import Download, Ref
from dateline.feeds.atom import Category, Entry, Link, Person
from dateline.feeds.content import Content
from dateline.feeds.place import Place
from dateline.plain.links import release_path


def entry_id(release: str, language: str) -> str:
    """Return the id of a text for ever: the version 5 UUID of its language in the namespace of its release.

    Nothing but the release's UUID and the language tag enters, so it survives new headlines, corrections,
    another host and another newsroom's mirror. Source: RFC 9562, section 5.5; RFC 4287, section 4.2.6.
    """
    return uuid5(UUID(release), language).urn


def entry_of(item: Item, place: Place) -> Entry:
    """Return the entry of a release as a list shows it to a reader."""
    edition = item.edition
    address = f"{place.public_url}{release_path(edition.language, edition.number, edition.slug)}"
    return Entry(
        id=entry_id(edition.release, edition.language),
        language=edition.language,
        title=edition.headline,
        author=_author(edition, place),
        published_at=edition.published_at,
        updated_at=max(edition.published_at, edition.edited_at, *(note.at for note in item.notes)),
        summary=edition.lead,
        content=Content(item, address, place).html(),
        links=(
            Link(rel="alternate", href=address, type="text/html", hreflang=edition.language),
            *_enclosures(edition, f"{place.public_url}/media"),
        ),
        categories=tuple(_categories(edition, f"{place.public_url}/terms")),
    )


def _author(edition: Edition, place: Place) -> Person:
    if edition.issuer.strip():
        return Person(name=edition.issuer)
    if edition.offices and edition.offices[0].name.strip():
        lead = edition.offices[0]
        return Person(name=lead.name, uri=f"{place.public_url}/{place.reader}/offices/{lead.slug}")
    return Person(name=place.speaker)


def _enclosures(edition: Edition, media: str) -> Iterator[Link]:
    files = {block.file: block for block in edition.body if isinstance(block, Download)}
    for file, block in files.items():
        yield Link(
            rel="enclosure",
            href=f"{media}/{file}",
            type=block.type,
            hreflang=block.language,
            title=block.title,
            length=str(block.size_bytes),
        )


def _categories(edition: Edition, terms: str) -> Iterator[Category]:
    """Yield kind, offices and topics, named as they were called at the time, in the language of the text."""

    def category(vocabulary: str, ref: Ref) -> Category:
        return Category(term=ref.slug, scheme=f"{terms}/{vocabulary}", label=ref.name)

    if edition.kind:
        yield category("kind", edition.kind)
    yield from (category("office", office) for office in edition.offices)
    yield from (category("topic", topic) for topic in edition.topics)
