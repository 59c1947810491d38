"""JSON Feed documents. Source: JSON Feed 1.1.

The extension ``_dateline`` has the state of an item, its public notices, and the removed texts.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.archive.port import Note
from dateline.public.feeds.model import Entry, Feed, File, Person
from dateline.text.xmltext import rfc3339, xml_safe

_VERSION = "https://jsonfeed.org/version/1.1"


def write_feed(feed: Feed, entries: Sequence[bytes]) -> bytes:
    """Return the feed as a JSON Feed document in UTF-8, with its written items."""
    links = feed.links
    document = {
        "version": _VERSION,
        "title": xml_safe(feed.title),
        "home_page_url": feed.page_url,
        "feed_url": links["self"],
        "description": xml_safe(feed.subtitle),
        "next_url": links.get("next") or (links.get("prev-archive", "") if feed.is_archive else ""),
        "icon": feed.logo.url if feed.logo else "",
        "language": feed.language,
        "authors": [_author(feed.author)],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "_dateline": {"updated_at": rfc3339(feed.updated_at), "links": links, "removed": _removed(feed)},
    }
    items = [msgspec.Raw(entry) for entry in entries]
    return msgspec.json.encode(_present(document) | {"title": document["title"], "items": items})


def write_entry(entry: Entry) -> bytes:
    """Return an item in UTF-8."""
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": xml_safe(entry.title),
        "content_html": xml_safe(entry.content),
        "summary": xml_safe(entry.summary),
        "image": entry.picture.url if entry.picture else "",
        "date_published": rfc3339(entry.published_at),
        "date_modified": rfc3339(entry.updated_at),
        "authors": [_author(entry.author)],
        "tags": list(dict.fromkeys(xml_safe(category.label or category.term) for category in entry.categories)),
        "language": entry.language,
        "attachments": [_attachment(file) for file in entry.files],
        "_dateline": {
            "state": "withdrawn" if entry.is_withdrawn else "public",
            "notices": [_notice(note) for note in entry.notes],
            "terms": [{"scheme": one.scheme, "slug": xml_safe(one.term)} for one in entry.categories],
        },
    }
    present = _present(item)
    if "content_html" not in present:  # an item needs HTML or text
        present["content_text"] = present.get("summary", "") or item["title"]
    return msgspec.json.encode(present)


def _author(person: Person) -> dict[str, Any]:
    return _present({"name": xml_safe(person.name), "url": xml_safe(person.uri)})


def _attachment(file: File) -> dict[str, Any]:
    numbers = {"size_in_bytes": file.size_bytes, "duration_in_seconds": file.duration_s}
    return _present({"url": file.url, "mime_type": xml_safe(file.type), "title": xml_safe(file.title), **numbers})


def _notice(note: Note) -> dict[str, str]:
    return {
        "change": note.change,
        "at": rfc3339(note.at),
        "text": xml_safe(note.text),
        "language": xml_safe(note.language),
    }


def _removed(feed: Feed) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "at": rfc3339(one.at), "notice": xml_safe(one.note.text) if one.note else ""}
        for one in feed.removed
    ]


def _present(values: dict[str, Any]) -> dict[str, Any]:
    """Return values without the empty ones."""
    return {name: value for name, value in values.items() if value}
