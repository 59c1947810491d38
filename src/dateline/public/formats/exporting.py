"""A whole newsroom in a format of the industry: every text that ever was public, in the state it is in now."""

from collections.abc import Iterator

import msgspec

from dateline.archive.port import Archive
from dateline.editions.newsroom_export import NewsroomExport
from dateline.public.feeds.context import Place
from dateline.public.formats.news import News, news_of
from dateline.public.formats.serving import FORMATS

GAP = 1_000
"""Numbers that nothing has, one after another, behind the last known one, before an export believes in the end."""

Told = tuple[str, bytes, tuple[str, ...]]
"""File name, document, and the public files that it names, each once."""


def texts(archive: Archive, number: int, place: Place, suffix: str) -> Iterator[Told]:
    """Yield the texts of a release by language; withdrawn and removed ones as their addresses tell of them.

    Args:
        archive: one generation, overrides obeyed.
        number: of the release.
        place: of an English reader, or another one of the interface; names pages of offices and topics.
        suffix: a key of ``FORMATS``.
    """
    for language in archive.languages_ever(number):
        reading = archive.text(number, language)
        if reading is None or (reading.edition is None and not (reading.notes or reading.versions)):
            continue  # nothing says when
        news = news_of(reading, archive, place)
        yield f"{number}.{language}.{suffix}", FORMATS[suffix].item(news), tuple(dict.fromkeys(_files(news)))


def numbers(archive: Archive) -> Iterator[int]:
    """Yield the numbers of all releases, also those of which nothing is public any more."""
    known = [number for number, *_ in archive.texts(limit=1 << 32)]
    known += [changed.text.number for changed in archive.recent_changes(200)]
    number, until = 0, max(known, default=0) + GAP
    while number < until:
        number += 1
        if archive.languages_ever(number):
            until = max(until, number + GAP)
            yield number


def moving(archive: Archive) -> NewsroomExport:
    """Return the newsroom's own facts."""
    newsroom = archive.newsroom
    return NewsroomExport(
        newsroom=msgspec.structs.replace(newsroom, salt="", logo=None) if newsroom else None,
        offices=tuple(msgspec.structs.replace(one, salt="") for one in archive.offices.values()),
        topics=tuple(msgspec.structs.replace(one, salt="") for one in archive.topics.values()),
        kinds=tuple(msgspec.structs.replace(one, salt="") for one in archive.kinds.values()),
    )


def _files(news: News) -> Iterator[str]:
    for image in news.images:
        for file in (*image.files, *([image.full] if image.full else [])):
            yield file.url.rpartition("/")[2]
    for file in news.files:
        yield file.url.rpartition("/")[2]
