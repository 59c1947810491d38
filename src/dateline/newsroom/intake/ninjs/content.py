"""The body of a document, its pictures and files: as our own documents say them, else as well as can be."""

import datetime as dt
from dataclasses import replace
from html import escape

import msgspec

from dateline.editions.extension import MEDIA_TYPE, EditionExtension
from dateline.newsroom.intake.ninjs import ours
from dateline.newsroom.intake.ninjs.fields import Document, parts, text
from dateline.newsroom.intake.ninjs.items import File, Image, NinjsItem, Piece, Running
from dateline.text.html import clean, to_text
from dateline.text.pasted.tidying import MAX_CHARACTERS, tidy

_HTML, _PLAIN = "text/html", "text/plain"


def added(item: NinjsItem, document: Document) -> NinjsItem:
    """Return an item with what it says."""
    bodies = {(text(one, "contenttype") or _PLAIN): text(one, "value") for one in reversed(parts(document, "bodies"))}
    if MEDIA_TYPE in bodies:
        try:
            return ours.added(item, msgspec.json.decode(bodies[MEDIA_TYPE], type=EditionExtension), document)
        except (msgspec.MsgspecError, UnicodeError):
            item = item.remarking("what Dateline says of it beside ninjs cannot be read; it is read as anybody's")
    images, files, remarks = _associated(document)
    html, unread = _body(bodies)
    running = Running(_without(html, item.headline)) if html else None
    body: list[Piece] = [running] if running and running.html else []
    return replace(item, picture=images[0] if images else None, body=(*body, *images[1:], *files)).remarking(
        *remarks, *unread
    )


def _body(bodies: dict[str, str]) -> tuple[str, list[str]]:
    """Return the text as clean HTML, and remarks; empty where there is none that can be read."""
    if (html := bodies.get(_HTML, "")) and (tidied := tidy(html[:MAX_CHARACTERS])):
        long = len(html) > MAX_CHARACTERS
        return tidied, [f"its text is cut after {MAX_CHARACTERS} letters"] if long else []
    if plain := bodies.get(_PLAIN, "")[:MAX_CHARACTERS]:
        return clean("".join(f"<p>{escape(line.strip())}</p>" for line in plain.split("\n") if line.strip())), []
    return "", [f"its text as {sort[:60]} cannot be read" for sort in bodies if sort != MEDIA_TYPE]


def _without(html: str, headline: str) -> str:
    """Return a text without the headline that some repeat above it."""
    first, end, rest = html.partition("</h2>")
    return rest.strip() if end and first.startswith("<h2") and to_text(first) == headline else html


def _associated(document: Document) -> tuple[list[Image], list[File], list[str]]:
    images: list[Image] = []
    files: list[File] = []
    remarks: list[str] = []
    for one in parts(document, "associations"):
        sort, status = text(one, "type"), text(one, "pubstatus") or "usable"
        image = _image(one) if sort in {"picture", "graphic"} else None
        file = _file(one) if sort == "component" else None
        if status == "usable" and image:
            images.append(image)
        elif status == "usable" and file:
            files.append(file)
        else:
            remarks.append(f"its {sort or 'association'} “{text(one, 'name')[:40]}” is not taken in")
    return images, files, remarks


def _image(one: Document) -> Image | None:
    found = [part for part in parts(one, "renditions") if text(part, "href") and _is_picture(part)]
    if not found:
        return None
    widest = max(found, key=lambda part: part["width"] if isinstance(part.get("width"), int) else 0)
    said = {text(part, "role"): text(part, "value") for part in parts(one, "descriptions")}
    captions = [said[role] for role in said if role != "alt"]
    return Image(
        File(text(widest, "href"), text(widest, "contenttype")),
        alt=said.get("alt", ""),
        caption=said.get("caption", "") or next(iter(captions), ""),
        credit=(text(one, "by") or text(one, "copyrightnotice"))[:200],
        rights_holder=text(one, "copyrightholder")[:200],
        usage_terms=text(one, "usageterms")[:1000],
        expires_on=_last_day(text(one, "expires")),
    )


def _is_picture(part: Document) -> bool:
    sort = text(part, "contenttype")
    return not sort or sort.startswith("image/")


def _last_day(written: str) -> dt.date | None:
    try:
        return (dt.datetime.fromisoformat(written) - dt.timedelta(seconds=1)).date() if written else None
    except (ValueError, OverflowError):
        return None


def _file(one: Document) -> File | None:
    part = next((part for part in parts(one, "renditions") if text(part, "href")), None)
    if part is None:
        return None
    return File(text(part, "href"), text(part, "contenttype"), text(one, "title"), text(one, "language"))
