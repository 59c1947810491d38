"""Documents in one spelling, that of ninjs 2, all names in lower case; whatever has the wrong type is absent.

Source: IPTC ninjs 1.4, 2.2 and 3.1.
"""

import re
from typing import Any

from dateline.editions.extension import MEDIA_TYPE

Document = dict[str, Any]
_BREAKS = re.compile(r"[\t\r\n]+")

_FIRST = {"person": "people", "organisation": "organisations", "place": "places", "subject": "subjects"}
_FIRST |= {"genre": "genres", "event": "events", "object": "objects", "infosource": "infosources"}
_FIRST_ONLY = ("$standard", "headline", "byline", "mimetype", *_FIRST)
_CONTENT_TYPES = {"text": "text/plain", "html": "text/html", "xhtml": "text/html", "html5": "text/html"}
_CONTENT_TYPES |= {"dateline": MEDIA_TYPE, "nitf": "application/nitf+xml"}


def spelled(document: Document) -> Document:
    """Return a document of any version as ninjs 2 spells it.

    Raises:
        RecursionError: it is nested deeper than any document.
    """
    return _lists(_lower(document))


def text(value: Document, name: str) -> str:
    """Return a text without blanks around it; empty where there is none."""
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""


def line(value: Document, name: str) -> str:
    """Return a text without line breaks; other blanks stay, because French and others mean theirs."""
    return _BREAKS.sub(" ", text(value, name))


def parts(value: Document, name: str) -> list[Document]:
    """Return the objects in a list; empty where there is none."""
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def alternative(document: Document, role: str) -> str:
    """Return the alternative id of a role, given in lower case; empty where there is none."""
    return next((text(one, "value") for one in parts(document, "altids") if text(one, "role").lower() == role), "")


def _lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {name.lower(): _lower(one) for name, one in value.items()}
    return [_lower(one) for one in value] if isinstance(value, list) else value


def _lists(document: Document) -> Document:
    """Return a document in which what ninjs 1 puts into names stands in lists; others stay as they are."""
    is_first = any(name in document for name in _FIRST_ONLY) or any(
        name.startswith(("body_", "description_")) for name in document
    )
    listed = {
        name: [_lists(one) for one in parts(document, name)] if isinstance(document.get(name), list) else _named(value)
        for name, value in document.items()
        if name in {"associations", "renditions"}
    }
    if not is_first and isinstance(document.get("altids"), list | None):
        return document | listed
    return document | listed | _opened(document)


def _named(value: Any) -> list[Document]:
    """Return an object of objects as a list of objects with names."""
    if not isinstance(value, dict):
        return []
    return [{"contenttype": text(one, "mimetype")} | _lists(one) | {"name": name} for name, one in _objects(value)]


def _objects(value: Document) -> list[tuple[str, Document]]:
    return [(name, one) for name, one in value.items() if isinstance(one, dict)]


def _opened(document: Document) -> Document:
    found: Document = {several: [_coded(one) for one in parts(document, one_)] for one_, several in _FIRST.items()}
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
