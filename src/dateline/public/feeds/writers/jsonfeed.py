"""JSON Feed documents, from values to bytes. Source: JSON Feed 1.1.

What the format has no word for stands under ``_dateline``: the state of an item and its public notices, and what
was removed.
"""

from typing import Any

import msgspec

from dateline.archive.port import Note
from dateline.public.feeds.model import Entry, Feed, File, Person
from dateline.text.xmltext import carried, moment

_VERSION = "https://jsonfeed.org/version/1.1"


def document(feed: Feed) -> bytes:
    """Return the feed as a JSON Feed document in UTF-8."""
    links = feed.links
    whole = {
        "version": _VERSION,
        "title": carried(feed.title),
        "home_page_url": feed.page_url,
        "feed_url": links["self"],
        "description": carried(feed.subtitle),
        "next_url": links.get("next") or (links.get("prev-archive", "") if feed.is_archive else ""),
        "icon": feed.logo.url if feed.logo else "",
        "language": feed.language,
        "authors": [_author(feed.author)],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "_dateline": {"updated_at": moment(feed.updated_at), "links": links, "removed": _removed(feed)},
        "items": [_item(entry) for entry in feed.entries],
    }
    return msgspec.json.encode(_said(whole) | {"title": whole["title"], "items": whole["items"]})


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": carried(entry.title),
        "content_html": carried(entry.content),
        "summary": carried(entry.summary),
        "image": entry.picture.url if entry.picture else "",
        "date_published": moment(entry.published_at),
        "date_modified": moment(entry.updated_at),
        "authors": [_author(entry.author)],
        "tags": list(dict.fromkeys(carried(category.label or category.term) for category in entry.categories)),
        "language": entry.language,
        "attachments": [_attachment(file) for file in entry.files],
        "_dateline": {
            "state": "withdrawn" if entry.is_withdrawn else "public",
            "notices": [_notice(note) for note in entry.notes],
            "terms": [{"scheme": one.scheme, "slug": carried(one.term)} for one in entry.categories],
        },
    }
    said = _said(item)
    if "content_html" not in said:  # an item needs content, in one way or the other
        said["content_text"] = said.get("summary", "") or item["title"]
    return said


def _author(person: Person) -> dict[str, Any]:
    return _said({"name": carried(person.name), "url": carried(person.uri)})


def _attachment(file: File) -> dict[str, Any]:
    numbers = {"size_in_bytes": file.size_bytes, "duration_in_seconds": file.duration_s}
    return _said({"url": file.url, "mime_type": carried(file.type), "title": carried(file.title), **numbers})


def _notice(note: Note) -> dict[str, str]:
    return {
        "change": note.change,
        "at": moment(note.at),
        "text": carried(note.text),
        "language": carried(note.language),
    }


def _removed(feed: Feed) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "at": moment(one.at), "notice": carried(one.note.text) if one.note else ""}
        for one in feed.removed
    ]


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Return what has a value."""
    return {name: value for name, value in values.items() if value}
