"""RSS documents.

Source: RSS 2.0.11 of the RSS Advisory Board and its Best Practices Profile; the modules content, dc, media and atom.
"""

import datetime as dt
import html
from collections.abc import Sequence
from email.utils import format_datetime

from lxml import etree

from dateline.public.feeds.messages import messages_in
from dateline.public.feeds.model import Entry, Feed, File, Removed
from dateline.public.feeds.writers.xmlparts import (
    ATOM,
    NAMESPACES,
    document_links,
    element,
    history,
    inner,
    line,
    picture,
    text,
    with_parts,
)
from dateline.text.xmltext import rfc3339, xml_safe

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_NAMESPACES = {"atom": ATOM, "content": _CONTENT, "dc": _DC, **NAMESPACES}
_IMAGES = frozenset({"image/gif", "image/jpeg", "image/png"})  # the ones RSS allows for a channel


def write_feed(feed: Feed, entries: Sequence[bytes]) -> bytes:
    """Return the feed as an RSS document in UTF-8, with its written items.

    RSS has no tombstones, so an item without content replaces a removed text. Only the feed without a filter has such
    items: in a filtered feed a reader could see one for a release that the feed never had.
    """
    root = etree.Element("rss", {"version": "2.0"}, nsmap=_NAMESPACES)
    channel = element(root, "channel", {})
    text(channel, "title", line(feed.title), required=True)
    text(channel, "link", feed.page_url)
    text(channel, "description", line(feed.subtitle) or line(feed.title), required=True)
    text(channel, "language", feed.language)
    text(channel, "lastBuildDate", _moment(feed.updated_at))
    text(channel, "generator", "Dateline")
    for link in document_links(feed, "application/rss+xml"):
        element(channel, f"{{{ATOM}}}link", link)
    if feed.logo and feed.logo.type in _IMAGES:
        _image(channel, feed, feed.logo)
    history(channel, feed)
    removed = feed.removed if feed.page_url.endswith("/news") else ()
    return with_parts(root, b"</channel></rss>", [*entries, *(_removed(one, feed) for one in removed)])


def _image(channel: etree._Element, feed: Feed, logo: File) -> None:
    image = element(channel, "image", {})
    text(image, "url", logo.url)
    text(image, "title", line(feed.title))
    text(image, "link", feed.page_url)


def write_entry(entry: Entry) -> bytes:
    """Return an ``item`` element in UTF-8."""
    channel = etree.Element("channel", nsmap=_NAMESPACES)
    item = element(channel, "item", {})
    text(item, "title", line(entry.title), required=True)
    text(item, "link", entry.url)
    # readers take a description for HTML, and a title for plain text
    text(item, "description", html.escape(xml_safe(entry.summary) or xml_safe(entry.title), quote=False), required=True)
    text(item, f"{{{_CONTENT}}}encoded", entry.content)
    text(item, f"{{{_DC}}}creator", entry.author.name)
    text(item, f"{{{_DC}}}language", entry.language)
    for category in entry.categories:
        text(item, "category", line(category.label) or category.term, domain=category.scheme)
    text(item, "guid", entry.id, isPermaLink="false")
    text(item, "pubDate", _moment(entry.published_at))
    text(item, f"{{{ATOM}}}updated", rfc3339(entry.updated_at))
    for file in _enclosed(entry):
        element(item, "enclosure", {"url": file.url, "length": str(file.size_bytes), "type": file.type})
    picture(item, entry)
    return inner(channel)


def _enclosed(entry: Entry) -> tuple[File, ...]:
    """Return the one file of an item, a recording if there is one. Source: RSS profile, ``enclosure``."""
    return tuple(sorted(entry.files, key=lambda file: not file.type.startswith(("audio/", "video/"))))[:1]


def _removed(removed: Removed, feed: Feed) -> bytes:
    channel = etree.Element("channel", nsmap=_NAMESPACES)
    item = element(channel, "item", {})
    title = messages_in(feed.language).gettext("No longer public")
    text(item, "title", title)
    text(item, "link", removed.url)
    reason = xml_safe(removed.note.text) if removed.note else ""
    text(item, "description", html.escape(reason.strip() or title, quote=False))
    text(item, f"{{{_DC}}}creator", feed.author.name)
    text(item, "guid", removed.id, isPermaLink="false")
    text(item, "pubDate", _moment(removed.at))
    text(item, f"{{{ATOM}}}updated", rfc3339(removed.at))
    return inner(channel)


def _moment(at: dt.datetime) -> str:
    """Return an aware moment in RFC 822 form, such as ``Mon, 03 Jun 2024 12:00:00 GMT``. Source: RFC 822."""
    return format_datetime(at.astimezone(dt.UTC), usegmt=True)
