"""What a feed is called: the newsroom, and the filter in words."""

from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError

from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.public.feeds.messages import words_of
from dateline.public.feeds.style import HouseStyle
from dateline.text.languages import pick


def title_of(filter_: Filter, archive: Archive, reader: str, style: HouseStyle) -> str:
    """Return the title for a reader, such as ``ASCO – News – Mission in Karvenia – Policing, Water``.

    Values within a facet are parted by commas, facets by dashes; what nobody describes any more is named by its slug.
    """
    return " – ".join([_newsroom(archive, reader), *_filtered(filter_, archive, reader, style)])


def speaker_of(archive: Archive, reader: str, *, otherwise: str) -> str:
    """Return the organisation's name for a reader; ``otherwise`` where the log does not say it yet."""
    newsroom = archive.newsroom
    return (pick(newsroom.name, reader).strip() if newsroom else "") or otherwise


def _newsroom(archive: Archive, reader: str) -> str:
    newsroom = archive.newsroom
    named = (pick(newsroom.short_name, reader), pick(newsroom.title, reader)) if newsroom else ()
    return " – ".join(name for name in named if name) or words_of(reader).gettext("News")


def _filtered(filter_: Filter, archive: Archive, reader: str, style: HouseStyle) -> Iterator[str]:
    words = words_of(reader)
    facets = (
        [pick(archive.kinds[slug].names, reader) if slug in archive.kinds else slug for slug in filter_.kinds],
        [archive.offices[slug].name(reader) if slug in archive.offices else slug for slug in filter_.offices],
        [pick(archive.topics[slug].names, reader) if slug in archive.topics else slug for slug in filter_.topics],
        [_language(tag, reader) for tag in filter_.languages],
    )
    yield from (words.gettext(", ").join(names) for names in facets if names)
    if filter_.from_on:
        yield words.gettext("from %(day)s") % {"day": style.day(filter_.from_on, reader)}
    if filter_.until_on:
        yield words.gettext("until %(day)s") % {"day": style.day(filter_.until_on, reader)}
    if filter_.words:
        yield words.gettext("“%(words)s”") % {"words": filter_.words}


def _language(tag: str, reader: str) -> str:
    """Return what a reader calls a language; the tag itself where that is not known."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(reader) or tag
    except (UnknownLocaleError, ValueError):
        return tag
