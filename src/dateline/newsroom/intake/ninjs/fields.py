"""Normalised documents: fields as in ninjs 2, all names in lower case; values of a wrong type are absent.

Source: IPTC ninjs 1.4, 2.2 and 3.1.
"""

import re
from typing import Any

from dateline.editions.extension import MEDIA_TYPE
from dateline.text.html import plain_line
from dateline.text.xmltext import xml_safe

Document = dict[str, Any]
_BREAKS = re.compile(r"[\t\r\n]+")

_RENAMED = {"person": "people", "organisation": "organisations", "place": "places", "subject": "subjects"}
_RENAMED |= {"genre": "genres", "event": "events", "object": "objects", "infosource": "infosources"}
_NINJS_1_ONLY = ("$standard", "headline", "byline", "mimetype", *_RENAMED)
_CONTENT_TYPES = {"text": "text/plain", "html": "text/html", "xhtml": "text/html", "html5": "text/html"}
_CONTENT_TYPES |= {"dateline": MEDIA_TYPE, "nitf": "application/nitf+xml"}


def normalized(document: Document) -> Document:
    """Return a document of any version with the fields of ninjs 2.

    Raises:
        RecursionError: the document is nested too deeply.
    """
    return _with_lists(_lower(document))


def text(value: Document, name: str) -> str:
    """Return a text field without whitespace around it and without control characters; empty without one."""
    found = value.get(name)
    return xml_safe(found).strip() if isinstance(found, str) else ""


def line(value: Document, name: str) -> str:
    """Return a text field without line breaks; other spaces stay, because French and others need theirs."""
    return _BREAKS.sub(" ", text(value, name))


def plain(value: Document, name: str) -> str:
    """Return a `line` as plain words, without the markup and entities that other systems leave in it."""
    return plain_line(line(value, name))


def is_ours(document: Document) -> bool:
    """Return whether a document was written by Dateline, so that its text is meant as it stands."""
    return any(text(one, "contenttype") == MEDIA_TYPE for one in parts(document, "bodies"))


def parts(value: Document, name: str) -> list[Document]:
    """Return the objects in a list field; empty without one."""
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def alternative(document: Document, role: str) -> str:
    """Return the alternative id with a role in lower case; empty without one."""
    return next((text(one, "value") for one in parts(document, "altids") if text(one, "role").lower() == role), "")


def _lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {name.lower(): _lower(one) for name, one in value.items()}
    return [_lower(one) for one in value] if isinstance(value, list) else value


def _with_lists(document: Document) -> Document:
    """Return a document with lists where ninjs 1 has suffixed names or objects; other documents are unchanged."""
    is_ninjs_1 = any(name in document for name in _NINJS_1_ONLY) or any(
        name.startswith(("body_", "description_")) for name in document
    )
    listed = {
        name: [_with_lists(one) for one in parts(document, name)]
        if isinstance(document.get(name), list)
        else _as_list(value)
        for name, value in document.items()
        if name in {"associations", "renditions"}
    }
    if not is_ninjs_1 and isinstance(document.get("altids"), list | None):
        return document | listed
    return document | listed | _from_ninjs_1(document)


def _as_list(value: Any) -> list[Document]:
    """Return an object of objects as a list of objects with a name each."""
    if not isinstance(value, dict):
        return []
    return [{"contenttype": text(one, "mimetype")} | _with_lists(one) | {"name": name} for name, one in _objects(value)]


def _objects(value: Document) -> list[tuple[str, Document]]:
    return [(name, one) for name, one in value.items() if isinstance(one, dict)]


def _from_ninjs_1(document: Document) -> Document:
    found: Document = {several: [_coded(one) for one in parts(document, one_)] for one_, several in _RENAMED.items()}
    found["by"] = document.get("by") or document.get("byline")
    found["embargoeduntil"] = document.get("embargoeduntil") or document.get("embargoed")
    found["headlines"] = _roles(document, "headline") or document.get("headlines")
    found["descriptions"] = _roles(document, "description") or document.get("descriptions")
    found["bodies"] = _roles(document, "body") or document.get("bodies")
    altids = document.get("altids")
    if isinstance(altids, dict):
        found["altids"] = [{"role": role, "value": value} for role, value in altids.items()]
    return {name: value for name, value in found.items() if value}


def _roles(document: Document, stem: str) -> list[Document]:
    found = [{"role": "main", "value": document[stem]}] if stem in document else []
    for name, value in document.items():
        role = name.removeprefix(f"{stem}_")
        if role != name:
            found.append({"role": role, "contenttype": _CONTENT_TYPES.get(role, "text/plain"), "value": value})
    return found


def _coded(one: Document) -> Document:
    scheme, code = text(one, "scheme"), text(one, "code")
    uri = f"{scheme.rstrip('/')}/{code}" if scheme.startswith(("http://", "https://")) and code else ""
    return {"uri": uri, "literal": code} | one
