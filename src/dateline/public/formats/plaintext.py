"""A release as plain text, for copying."""

from collections.abc import Iterator

from dateline.public.formats.news import News
from dateline.text.xmltext import carried


def item(news: News) -> bytes:
    """Return headline, text and address, parted by empty lines; notices alone where there is no text."""
    return ("\n\n".join(carried(part) for part in _parts(news) if part) + "\n").encode()


def _parts(news: News) -> Iterator[str]:
    yield news.headline
    if news.text:
        yield news.text.replace("\n", "\n\n")
    else:
        yield from (note.text for note in news.notes)
    yield news.url
