"""A text as an actor tells it: headline, notices, lead and address as a note; a tombstone where it went away.

A note, because Mastodon and its kin show of an article nothing but its name and address (decision 0024).
"""

import re
from collections.abc import Iterator
from typing import Any

from dateline.archive.port import Item, ReleaseText
from dateline.editions.edition import Edition
from dateline.public.activitypub.identity import Voice
from dateline.public.activitypub.profile import SHOWN_PICTURES
from dateline.public.feeds.build.content import Content
from dateline.public.feeds.build.entries import address_of, changed_at
from dateline.public.feeds.context import Place
from dateline.text.xmltext import carried
from dateline.web.activitypub import EVERYBODY

CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    {"Hashtag": "as:Hashtag", "sensitive": "as:sensitive"},
]
PICTURES = 4
"""Mastodon shows so many."""

_WORD = re.compile(r"\w+")


def told(reading: ReleaseText, voice: Voice, place: Place) -> dict[str, Any] | None:
    """Return the note, to be written as JSON; None where the words went away.

    A withdrawn text is its headline and the notices. ``published`` is when this text became public, which for a
    translation may be long after its release. ``updated`` grows with each change: servers of others pass over an
    update that is not newer. Source: Activity Streams 2.0 Vocabulary.
    """
    edition = reading.edition
    if edition is None:
        return None
    item = Item(edition=edition, languages=tuple(reading.languages), notes=reading.notes)
    address, is_withdrawn = address_of(edition, place), reading.state == "withdrawn"
    content = Content(item, address, place).told(is_withdrawn=is_withdrawn)
    published_at = max([edition.published_at, *(at for _, _, at in reading.versions[:1])])
    return {
        "@context": CONTEXT,
        "id": voice.text(edition.number, edition.language, place),
        "type": "Note",
        "attributedTo": voice.id,
        "to": [EVERYBODY],
        "cc": [voice.followers],
        "published": published_at,
        **({"updated": changed_at(item)} if changed_at(item) > published_at else {}),
        "url": address,
        "sensitive": False,
        "content": content,
        "contentMap": {edition.language: content},
        "attachment": [] if is_withdrawn else list(_pictures(edition, place)),
        "tag": list(_tags(edition, place)),
    }


def tombstone(reading: ReleaseText, voice: Voice, place: Place) -> dict[str, Any]:
    """Return what stands where a text was taken away. Source: ActivityPub, section 6.4."""
    return {
        "@context": CONTEXT[0],
        "id": voice.text(reading.number, reading.language, place),
        "type": "Tombstone",
        "formerType": "Note",
        **({"deleted": reading.notes[-1].at} if reading.notes else {}),
    }


def created(note: dict[str, Any]) -> dict[str, Any]:
    """Return the activity of a note in an outbox."""
    inner = {name: value for name, value in note.items() if name != "@context"}
    return {
        "id": f"{note['id']}#create",
        "type": "Create",
        "actor": note["attributedTo"],
        "published": note["published"],
        "to": note["to"],
        "cc": note["cc"],
        "object": inner,
    }


def _pictures(edition: Edition, place: Place) -> Iterator[dict[str, Any]]:
    for picture in edition.pictures()[:PICTURES]:
        shown = [one for one in picture.renditions if one.type in SHOWN_PICTURES]
        if shown:
            yield {
                "type": "Image",
                "mediaType": shown[-1].type,
                "url": f"{place.public_url}/media/{shown[-1].file}",
                "name": carried(picture.alt),
                "width": shown[-1].width,
                "height": shown[-1].height,
            }


def _tags(edition: Edition, place: Place) -> Iterator[dict[str, str]]:
    """Yield the topics as hashtags, written in one word: ``#BorderManagement``."""
    for topic in edition.topics:
        words = _WORD.findall(topic.name)
        tag = "".join(word[:1].upper() + word[1:] for word in words)
        if tag and not tag.isdigit():
            yield {
                "type": "Hashtag",
                "name": f"#{tag}",
                "href": f"{place.public_url}/{place.reader}/topics/{topic.slug}",
            }
