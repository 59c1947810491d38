"""A text as an ActivityPub note with headline, notices, lead and address; a removed text as a tombstone.

The type is ``Note``, because Mastodon shows only the name and address of an ``Article`` (decision 0024).
"""

import re
from collections.abc import Iterator
from typing import Any

from dateline.archive.port import Item, ReleaseText
from dateline.editions.edition import Edition
from dateline.public.activitypub.identity import Actor
from dateline.public.activitypub.profile import SHOWN_PICTURES
from dateline.public.feeds.build.content import Content
from dateline.public.feeds.build.entries import address_of, changed_at
from dateline.public.feeds.context import FeedContext
from dateline.text.xmltext import xml_safe
from dateline.web.activitypub import PUBLIC

CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    {"Hashtag": "as:Hashtag", "sensitive": "as:sensitive"},
]
MAX_PICTURES = 4
"""Most pictures of a note; Mastodon shows no more."""

_WORD = re.compile(r"\w+")


def note_of(text: ReleaseText, actor: Actor, context: FeedContext) -> dict[str, Any] | None:
    """Return the note of a text as a JSON object; None for a removed text.

    The note of a withdrawn text has only headline and notices. ``published`` is the moment when this text became
    public, which for a translation may be long after the original. ``updated`` becomes later with each change, because
    other servers ignore an update that is not newer. Source: Activity Streams 2.0 Vocabulary.
    """
    edition = text.edition
    if edition is None:
        return None
    item = Item(edition=edition, languages=tuple(text.languages), notes=text.notes)
    address, is_withdrawn = address_of(edition, context), text.state == "withdrawn"
    content = Content(item, address, context).timeline_html(is_withdrawn=is_withdrawn)
    published_at = max([edition.published_at, *(at for _, _, at in text.versions[:1])])
    return {
        "@context": CONTEXT,
        "id": actor.note_id(edition.number, edition.language, context),
        "type": "Note",
        "attributedTo": actor.id,
        "to": [PUBLIC],
        "cc": [actor.followers],
        "published": published_at,
        **({"updated": changed_at(item)} if changed_at(item) > published_at else {}),
        "url": address,
        "sensitive": False,
        "content": content,
        "contentMap": {edition.language: content},
        "attachment": [] if is_withdrawn else list(_pictures(edition, context)),
        "tag": list(_tags(edition, context)),
    }


def tombstone(text: ReleaseText, actor: Actor, context: FeedContext) -> dict[str, Any]:
    """Return the tombstone of a removed text. Source: ActivityPub, section 6.4."""
    return {
        "@context": CONTEXT[0],
        "id": actor.note_id(text.number, text.language, context),
        "type": "Tombstone",
        "formerType": "Note",
        **({"deleted": text.notes[-1].at} if text.notes else {}),
    }


def create_activity(note: dict[str, Any]) -> dict[str, Any]:
    """Return the ``Create`` activity of a note."""
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


def _pictures(edition: Edition, context: FeedContext) -> Iterator[dict[str, Any]]:
    for picture in edition.pictures()[:MAX_PICTURES]:
        shown = [one for one in picture.renditions if one.type in SHOWN_PICTURES]
        if shown:
            yield {
                "type": "Image",
                "mediaType": shown[-1].type,
                "url": f"{context.public_url}/media/{shown[-1].file}",
                "name": xml_safe(picture.alt),
                "width": shown[-1].width,
                "height": shown[-1].height,
            }


def _tags(edition: Edition, context: FeedContext) -> Iterator[dict[str, str]]:
    """Yield the topics as hashtags, such as ``#BorderManagement``."""
    for topic in edition.topics:
        words = _WORD.findall(topic.name)
        tag = "".join(word[:1].upper() + word[1:] for word in words)
        if tag and not tag.isdigit():
            yield {
                "type": "Hashtag",
                "name": f"#{tag}",
                "href": f"{context.public_url}/{context.reader}/topics/{topic.slug}",
            }
