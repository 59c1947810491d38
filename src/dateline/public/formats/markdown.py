"""A release as Markdown, for copying into other programs. Source: RFC 7763."""

import re
from collections.abc import Iterator

from dateline.public.formats.news import News, raised
from dateline.text.xmltext import carried

_ADDRESS = re.compile(r'(?:href|src)="[^"]*"')
_LONG = 300_000
"""Letters of HTML beyond which the text goes out without its marks: writing them takes a second for every 150,000."""


def item(news: News) -> bytes:
    """Return headline, text and address; notices alone where there is no text."""
    return ("\n\n".join(part for part in _parts(news) if part) + "\n").encode()


def _parts(news: News) -> Iterator[str]:
    from markdownify import markdownify  # noqa: PLC0415 - 6 MB that a process takes when it is first asked for Markdown

    headline = " ".join(carried(news.headline).split())
    yield f"# {_escaped(headline)}" if headline else ""
    if len(news.html) > _LONG:
        yield _escaped(news.text.replace("\n", "\n\n"))
    elif news.html:
        yield markdownify(
            _linked(raised(carried(news.html))), heading_style="ATX", bullets="-", escape_misc=True
        ).strip()
    else:
        yield from (_escaped(carried(note.text)) for note in news.notes)
    yield f"<{news.url}>"


def _linked(html: str) -> str:
    """Return HTML whose addresses hold no brackets: in Markdown these end an address."""
    return _ADDRESS.sub(lambda found: found[0].replace("(", "%28").replace(")", "%29"), html)


def _escaped(text: str) -> str:
    """Return text in which no sign means anything."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~&" else letter for letter in text)
