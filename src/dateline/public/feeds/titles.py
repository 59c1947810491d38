"""The title of a feed: the newsroom, and the filter in words."""

from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError

from dateline.archive.port import Archive
from dateline.archive.query import Filter
from dateline.public import datelines
from dateline.public.feeds.messages import messages_in
from dateline.text.languages import pick


def feed_title(filter_: Filter, archive: Archive, reader: str) -> str:
    """Return the title for a reader, such as ``ASCO – News – Mission in Karvenia – Policing, Water``.

    Commas separate values of a facet, dashes separate facets. A value that is no longer in the vocabulary is named by
    its slug.
    """
    return " – ".join([_newsroom(archive, reader), *_filter_in_words(filter_, archive, reader)])


def organisation_name(archive: Archive, reader: str, *, default: str) -> str:
    """Return the organisation's name for a reader; ``default`` where the log has none yet."""
    newsroom = archive.newsroom
    return (pick(newsroom.name, reader).strip() if newsroom else "") or default


def _newsroom(archive: Archive, reader: str) -> str:
    newsroom = archive.newsroom
    names = (pick(newsroom.short_name, reader), pick(newsroom.title, reader)) if newsroom else ()
    return " – ".join(name for name in names if name) or messages_in(reader).gettext("News")


def _filter_in_words(filter_: Filter, archive: Archive, reader: str) -> Iterator[str]:
    messages = messages_in(reader)
    facets = (
        [pick(archive.kinds[slug].names, reader) if slug in archive.kinds else slug for slug in filter_.kinds],
        [archive.offices[slug].name(reader) if slug in archive.offices else slug for slug in filter_.offices],
        [pick(archive.topics[slug].names, reader) if slug in archive.topics else slug for slug in filter_.topics],
        [_language_name(tag, reader) for tag in filter_.languages],
    )
    yield from (messages.gettext(", ").join(names) for names in facets if names)
    if filter_.from_on:
        yield messages.gettext("from %(day)s") % {"day": datelines.day(filter_.from_on, reader)}
    if filter_.until_on:
        yield messages.gettext("until %(day)s") % {"day": datelines.day(filter_.until_on, reader)}
    if filter_.words:
        yield messages.gettext("“%(words)s”") % {"words": filter_.words}


def _language_name(tag: str, reader: str) -> str:
    """Return the name of a language for a reader; the tag where CLDR has none."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(reader) or tag
    except (UnknownLocaleError, ValueError):
        return tag
