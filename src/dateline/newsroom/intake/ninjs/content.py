"""Words, body, pictures and files of a document: from the Dateline extension where it has one, else from ninjs."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from html import escape

import msgspec

from dateline.editions.canonical import xml_safe_part
from dateline.editions.extension import MEDIA_TYPE, EditionExtension
from dateline.newsroom.desk.language.losses import sentences
from dateline.newsroom.intake.errors import ItemRefusedError
from dateline.newsroom.intake.ninjs.extension import add_extension
from dateline.newsroom.intake.ninjs.fields import Document, is_ours, line, parts, plain, text
from dateline.newsroom.intake.ninjs.items import BodyPart, FilePart, HtmlPart, ImagePart, NinjsItem, Term
from dateline.text.html import clean, to_text
from dateline.text.pasted.normalize import MAX_CHARACTERS, normalize_pasted
from dateline.web.addresses import is_slug

_ISSUER_RELATIONS = {"issuer", "participant", "source", "creator"}
_MEDIA_TOPIC = re.compile(r"(?:https?://cv\.iptc\.org/newscodes/mediatopic/|medtop:)(\d{8})")
_MAX_SLUG, _MAX_NAME, _MAX_ISSUER = 80, 255, 200
_HTML, _PLAIN = "text/html", "text/plain"


def add_body(item: NinjsItem, document: Document) -> NinjsItem:
    """Return an item with the body, pictures and files of its document.

    Raises:
        ItemRefusedError: it has a text, and that cannot be read: it must not become public without it.
    """
    bodies = {_format(one): text(one, "value") for one in reversed(parts(document, "bodies"))}
    if MEDIA_TYPE in bodies:
        try:
            extension = msgspec.json.decode(bodies[MEDIA_TYPE], type=EditionExtension)
            return add_extension(item, xml_safe_part(extension), document)
        except (msgspec.MsgspecError, UnicodeError):
            item = item.with_remarks("its Dateline extension cannot be read, so only its ninjs fields are imported")
    images, files, remarks = _associated(document)
    html, left_out = _body(bodies, item)
    running_text = HtmlPart(_without_headline(html, item.headline)) if html else None
    body: list[BodyPart] = [running_text] if running_text and running_text.html else []
    return replace(item, picture=images[0] if images else None, body=(*body, *images[1:], *files)).with_remarks(
        *remarks, *left_out, *_further_bodies(document)
    )


def _body(bodies: dict[str, str], item: NinjsItem) -> tuple[str, list[str]]:
    """Return the text as clean HTML, and what it leaves out as remarks; empty where the document has no words.

    Raises:
        ItemRefusedError: words of the text cannot be read.
    """
    html, plain_text = bodies.get(_HTML, ""), bodies.get(_PLAIN, "")
    if max(len(html), len(plain_text)) > MAX_CHARACTERS:
        raise ItemRefusedError(item.where, f"its text has more than {MAX_CHARACTERS} characters")
    found = normalize_pasted(html, item.language)
    remarks = [sentence.removesuffix(".") for sentence in sentences(found.losses)]
    is_unread = (found.had_words and not found.html) or any(loss.sort == "words" for loss in found.losses)
    if html and not is_unread and (found.html or not plain_text):
        return found.html, remarks if found.html or remarks else ["its text has no words"]
    if plain_text:
        lines = (line.strip() for line in plain_text.split("\n"))
        unread = ["its text as text/html cannot be read, so its plain text is imported"] if is_unread else []
        return clean("".join(f"<p>{escape(line)}</p>" for line in lines if line)), unread
    unread = [sort for sort, value in bodies.items() if value and sort not in {_PLAIN, MEDIA_TYPE}]
    if unread:
        reason = "".join(f": {remark}" for remark in remarks[:1])
        raise ItemRefusedError(item.where, f"its text as {unread[0]} cannot be read{reason}")
    return "", []


def _further_bodies(document: Document) -> list[str]:
    """Return a remark where a document has several texts in one format, of which one is imported."""
    formats = Counter(_format(one) for one in parts(document, "bodies") if text(one, "value"))
    return [
        f"{count - 1} further texts of it as {name} are not imported" for name, count in formats.items() if count > 1
    ]


def _format(body: Document) -> str:
    """Return the media type of a body, without its parameters."""
    written = text(body, "contenttype")
    found = written.partition(";")[0].strip().lower()[:60]
    return written if written == MEDIA_TYPE else _HTML if found == "application/xhtml+xml" else found or _PLAIN


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
    ours = is_ours(document)
    offices = [one for one in parts(document, "organisations") if text(one, "rel") in _ISSUER_RELATIONS]
    others = [one for one in parts(document, "organisations") if text(one, "rel") not in _ISSUER_RELATIONS]
    places = [one for one in parts(document, "places") if text(one, "rel") == "dateline"]
    people = [one for one in parts(document, "people") if text(one, "rel") == "contact"]
    kinds = [term for one in parts(document, "genres") if (term := _term(one, ours=ours))]
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
        offices=tuple(dict.fromkeys(term for one in offices if (term := _term(one, ours=ours)))),
        topics=tuple(dict.fromkeys(term for one in parts(document, "subjects") if (term := _term(one, ours=ours)))),
        issuer=issuer,
        dateline_places=tuple(text(one, "name") for one in places if text(one, "name")),
        contacts=tuple(_contact(one) for one in people),
    ).with_remarks(*remarks)


def _term(one: Document, *, ours: bool) -> Term | None:
    name = line(one, "name") if ours else plain(one, "name")
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
