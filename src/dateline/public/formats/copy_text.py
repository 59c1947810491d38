"""A release as plain text and as Markdown (RFC 7763), for copying into other programs."""

import re
from collections.abc import Iterator

from dateline.public.feeds.messages import messages_in
from dateline.public.formats.news_item import NewsItem
from dateline.text.html import with_unicode_digits
from dateline.text.languages import INTERFACE
from dateline.text.xmltext import without_hyphenation, xml_safe

_ADDRESS = re.compile(r'(?:href|src)="[^"]*"')
_MAX_HTML = 300_000
"""Characters; longer HTML is written as plain text, because the conversion takes a second for every 150,000."""


def plain_text(item: NewsItem) -> bytes:
    """Return headline, text, reference number and address, separated by empty lines.

    Without text the notices take its place. The headline of a withdrawn release says that it was withdrawn.
    """
    text = [item.text.replace("\n", "\n\n")] if item.text else [note.text for note in item.notes]
    return _joined(without_hyphenation(xml_safe(part)) for part in (_headline(item), *text, item.reference, item.url))


def markdown(item: NewsItem) -> bytes:
    """Return headline, text, reference number and address as Markdown; the notices where there is no text."""
    return _joined(_markdown_parts(item))


def _headline(item: NewsItem) -> str:
    if item.status != "withheld":
        return item.headline
    messages = messages_in(item.language if item.language in INTERFACE else INTERFACE[0])
    return messages.gettext("Withdrawn: %(headline)s") % {"headline": item.headline}


def _joined(parts: Iterator[str]) -> bytes:
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _markdown_parts(item: NewsItem) -> Iterator[str]:
    from markdownify import markdownify  # noqa: PLC0415 - 6 MB that a process loads with the first Markdown request

    headline = " ".join(without_hyphenation(xml_safe(_headline(item))).split())
    yield f"# {_escaped(headline)}" if headline else ""
    if len(item.html) > _MAX_HTML:
        yield _escaped(item.text.replace("\n", "\n\n"))
    elif item.html:
        html = _without_brackets(with_unicode_digits(xml_safe(item.html)))
        yield markdownify(html, heading_style="ATX", bullets="-", escape_misc=True).strip()
    else:
        yield from (_escaped(xml_safe(note.text)) for note in item.notes)
    yield _escaped(xml_safe(item.reference))
    yield f"<{item.url}>"


def _without_brackets(html: str) -> str:
    """Return HTML with encoded brackets in addresses: in Markdown a bracket ends an address."""
    return _ADDRESS.sub(lambda match: match[0].replace("(", "%28").replace(")", "%29"), html)


def _escaped(text: str) -> str:
    """Return text with all Markdown characters escaped."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~&" else letter for letter in text)
