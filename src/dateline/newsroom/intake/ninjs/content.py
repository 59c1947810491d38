"""Words, body, pictures and files of a document: from the Dateline extension where it has one, else from ninjs."""

import datetime as dt
import re
from dataclasses import replace
from html import escape

import msgspec

from dateline.editions.extension import MEDIA_TYPE, EditionExtension
from dateline.newsroom.intake.ninjs.extension import add_extension
from dateline.newsroom.intake.ninjs.fields import Document, line, parts, text
from dateline.newsroom.intake.ninjs.items import BodyPart, FilePart, HtmlPart, ImagePart, NinjsItem, Term
from dateline.text.html import clean, to_text
from dateline.text.pasted.normalize import MAX_CHARACTERS, normalize_pasted
from dateline.web.addresses import is_slug

_ISSUER_RELATIONS = {"issuer", "participant", "source", "creator"}
_MEDIA_TOPIC = re.compile(r"(?:https?://cv\.iptc\.org/newscodes/mediatopic/|medtop:)(\d{8})")
_MAX_SLUG, _MAX_NAME, _MAX_ISSUER = 80, 255, 200
_HTML, _PLAIN = "text/html", "text/plain"


def add_body(item: NinjsItem, document: Document) -> NinjsItem:
    """Return an item with the body, pictures and files of its document."""
    bodies = {(text(one, "contenttype") or _PLAIN): text(one, "value") for one in reversed(parts(document, "bodies"))}
    if MEDIA_TYPE in bodies:
        try:
            return add_extension(item, msgspec.json.decode(bodies[MEDIA_TYPE], type=EditionExtension), document)
        except (msgspec.MsgspecError, UnicodeError):
            item = item.with_remarks("its Dateline extension cannot be read, so only its ninjs fields are imported")
    images, files, remarks = _associated(document)
    html, unread = _body(bodies)
    running_text = HtmlPart(_without_headline(html, item.headline)) if html else None
    body: list[BodyPart] = [running_text] if running_text and running_text.html else []
    return replace(item, picture=images[0] if images else None, body=(*body, *images[1:], *files)).with_remarks(
        *remarks, *unread
    )


def _body(bodies: dict[str, str]) -> tuple[str, list[str]]:
    """Return the text as clean HTML, and remarks; empty without a readable one."""
    if (html := bodies.get(_HTML, "")) and (tidied := normalize_pasted(html[:MAX_CHARACTERS])):
        long = len(html) > MAX_CHARACTERS
        return tidied, [f"its text is cut after {MAX_CHARACTERS} characters"] if long else []
    if plain := bodies.get(_PLAIN, "")[:MAX_CHARACTERS]:
        return clean("".join(f"<p>{escape(line.strip())}</p>" for line in plain.split("\n") if line.strip())), []
    return "", [f"its text as {sort[:60]} cannot be read" for sort in bodies if sort != MEDIA_TYPE]


def _without_headline(html: str, headline: str) -> str:
    """Return a text without the headline that some documents repeat above it."""
    first, end, rest = html.partition("</h2>")
    return rest.strip() if end and first.startswith("<h2") and to_text(first) == headline else html


def _associated(document: Document) -> tuple[list[ImagePart], list[FilePart], list[str]]:
    images: list[ImagePart] = []
    files: list[FilePart] = []
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
            remarks.append(f"its {sort or 'association'} “{text(one, 'name')[:40]}” is not imported")
    return images, files, remarks


def _image(one: Document) -> ImagePart | None:
    renditions = [part for part in parts(one, "renditions") if text(part, "href") and _is_picture(part)]
    if not renditions:
        return None
    widest = max(renditions, key=lambda part: part["width"] if isinstance(part.get("width"), int) else 0)
    descriptions = {text(part, "role"): text(part, "value") for part in parts(one, "descriptions")}
    captions = [descriptions[role] for role in descriptions if role != "alt"]
    return ImagePart(
        FilePart(text(widest, "href"), text(widest, "contenttype")),
        alt=descriptions.get("alt", ""),
        caption=descriptions.get("caption", "") or next(iter(captions), ""),
        credit=text(one, "by") or text(one, "copyrightnotice"),
        rights_holder=text(one, "copyrightholder"),
        usage_terms=text(one, "usageterms"),
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


def _file(one: Document) -> FilePart | None:
    part = next((part for part in parts(one, "renditions") if text(part, "href")), None)
    if part is None:
        return None
    return FilePart(text(part, "href"), text(part, "contenttype"), text(one, "title"), text(one, "language"))


def add_terms(item: NinjsItem, document: Document) -> NinjsItem:
    """Return an item with the offices, topics, kind, issuer, places and contacts of its document."""
    offices = [one for one in parts(document, "organisations") if text(one, "rel") in _ISSUER_RELATIONS]
    others = [one for one in parts(document, "organisations") if text(one, "rel") not in _ISSUER_RELATIONS]
    places = [one for one in parts(document, "places") if text(one, "rel") == "dateline"]
    people = [one for one in parts(document, "people") if text(one, "rel") == "contact"]
    kinds = [term for one in parts(document, "genres") if (term := _term(one))]
    dropped = {"organisations": len(others), "places": len(parts(document, "places")) - len(places)}
    dropped |= {"people": len(parts(document, "people")) - len(people), "further genres": len(kinds[1:])}
    dropped |= {name: len(parts(document, name)) for name in ("events", "objects")}
    issuer = text(document, "by")
    remarks = [f"{count} {name} it mentions are not imported" for name, count in dropped.items() if count]
    if len(issuer) > _MAX_ISSUER:
        issuer, remarks = "", [*remarks, f"its byline is longer than {_MAX_ISSUER} characters and is left out"]
    return replace(
        item,
        kind=kinds[0] if kinds else None,
        offices=tuple(dict.fromkeys(term for one in offices if (term := _term(one)))),
        topics=tuple(dict.fromkeys(term for one in parts(document, "subjects") if (term := _term(one)))),
        issuer=issuer,
        dateline_places=tuple(text(one, "name") for one in places if text(one, "name")),
        contacts=tuple(_contact(one) for one in people),
    ).with_remarks(*remarks)


def _term(one: Document) -> Term | None:
    name = line(one, "name")
    code = _MEDIA_TOPIC.fullmatch(text(one, "uri"))
    slug = text(one, "literal")
    is_own = len(slug) <= _MAX_SLUG and is_slug(slug) and not (code and slug == code[1])
    if not name or len(name) > _MAX_NAME:
        return None
    return Term(name, slug if is_own else "", code[1] if code else "")


def _contact(one: Document) -> dict[str, str]:
    channels = {text(info, "type"): text(info, "value") for info in parts(one, "contactinfo")}
    return {
        "name": text(one, "name")[:200],
        "role": "",
        "email": channels.get("email", "")[:254],
        "phone": channels.get("phone", "")[:60],
    }
