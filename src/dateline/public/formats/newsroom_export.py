"""The export of a newsroom in a format of the news industry: every text that was ever public, in its current state."""

from collections.abc import Iterator

import msgspec

from dateline.archive.port import Archive
from dateline.editions.newsroom_export import NewsroomExport
from dateline.public.feeds.context import FeedContext
from dateline.public.formats.news_item import NewsItem, news_item
from dateline.public.formats.serving import FORMATS

MAX_GAP = 1_000
"""An export ends after this many unused release numbers in a row."""

ExportedText = tuple[str, bytes, tuple[str, ...]]
"""File name, document, and the names of the public files in it, each once."""


def texts(archive: Archive, number: int, context: FeedContext, suffix: str) -> Iterator[ExportedText]:
    """Yield the texts of a release by language; withdrawn and removed ones with their notices.

    Args:
        archive: one generation, with overrides applied.
        number: of the release.
        context: links to offices and topics are in the language of its reader.
        suffix: a key of ``FORMATS``.
    """
    for language in archive.languages_ever(number):
        text = archive.text(number, language)
        if text is None or (text.edition is None and not (text.notes or text.versions)):
            continue  # nothing tells when it was removed
        item = news_item(text, archive, context)
        yield f"{number}.{language}.{suffix}", FORMATS[suffix].write_item(item), tuple(dict.fromkeys(_files(item)))


def numbers(archive: Archive) -> Iterator[int]:
    """Yield the numbers of all releases, removed ones included."""
    known = [number for number, *_ in archive.texts(limit=1 << 32)]
    known += [changed.text.number for changed in archive.recent_changes(200)]
    number, until = 0, max(known, default=0) + MAX_GAP
    while number < until:
        number += 1
        if archive.languages_ever(number):
            until = max(until, number + MAX_GAP)
            yield number


def newsroom_facts(archive: Archive) -> NewsroomExport:
    """Return the newsroom and its vocabularies."""
    newsroom = archive.newsroom
    return NewsroomExport(
        newsroom=msgspec.structs.replace(newsroom, salt="", logo=None) if newsroom else None,
        offices=tuple(msgspec.structs.replace(one, salt="") for one in archive.offices.values()),
        topics=tuple(msgspec.structs.replace(one, salt="") for one in archive.topics.values()),
        kinds=tuple(msgspec.structs.replace(one, salt="") for one in archive.kinds.values()),
    )


def _files(item: NewsItem) -> Iterator[str]:
    for image in item.images:
        for file in (*image.files, *([image.full] if image.full else [])):
            yield file.url.rpartition("/")[2]
    for file in item.files:
        yield file.url.rpartition("/")[2]
