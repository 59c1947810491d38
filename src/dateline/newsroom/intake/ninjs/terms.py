"""Offices, topics, kind, places and contacts of a document."""

import re
from dataclasses import replace

from dateline.newsroom.intake.ninjs.fields import Document, line, parts, text
from dateline.newsroom.intake.ninjs.items import NinjsItem, Term
from dateline.web.addresses import is_slug

_ISSUING = {"issuer", "participant", "source", "creator"}
_MEDIA_TOPIC = re.compile(r"(?:https?://cv\.iptc\.org/newscodes/mediatopic/|medtop:)(\d{8})")
_MAX_SLUG, _MAX_NAME, _MAX_ISSUER = 80, 255, 200


def added(item: NinjsItem, document: Document, *, headline: str, lead: str) -> NinjsItem:
    """Return an item with its headline and lead, and with whom and what a document is about."""
    offices = [one for one in parts(document, "organisations") if text(one, "rel") in _ISSUING]
    others = [one for one in parts(document, "organisations") if text(one, "rel") not in _ISSUING]
    places = [one for one in parts(document, "places") if text(one, "rel") == "dateline"]
    people = [one for one in parts(document, "people") if text(one, "rel") == "contact"]
    kinds = [term for one in parts(document, "genres") if (term := _term(one))]
    unsaid = {"organisations": len(others), "places": len(parts(document, "places")) - len(places)}
    unsaid |= {"people": len(parts(document, "people")) - len(people), "further genres": len(kinds[1:])}
    unsaid |= {name: len(parts(document, name)) for name in ("events", "objects")}
    issuer = text(document, "by")
    remarks = [f"{count} {name} it mentions are not taken in" for name, count in unsaid.items() if count]
    if len(issuer) > _MAX_ISSUER:
        issuer, remarks = "", [*remarks, f"its byline is longer than {_MAX_ISSUER} letters and is left out"]
    return replace(
        item,
        headline=headline,
        lead=lead,
        kind=kinds[0] if kinds else None,
        offices=tuple(dict.fromkeys(term for one in offices if (term := _term(one)))),
        topics=tuple(dict.fromkeys(term for one in parts(document, "subjects") if (term := _term(one)))),
        issuer=issuer,
        dateline_places=tuple(text(one, "name") for one in places if text(one, "name")),
        contacts=tuple(_contact(one) for one in people),
    ).remarking(*remarks)


def _term(one: Document) -> Term | None:
    name = line(one, "name")
    coded = _MEDIA_TOPIC.fullmatch(text(one, "uri"))
    slug = text(one, "literal")
    is_own = len(slug) <= _MAX_SLUG and is_slug(slug) and not (coded and slug == coded[1])
    if not name or len(name) > _MAX_NAME:
        return None
    return Term(name, slug if is_own else "", coded[1] if coded else "")


def _contact(one: Document) -> dict[str, str]:
    ways = {text(info, "type"): text(info, "value") for info in parts(one, "contactinfo")}
    return {
        "name": text(one, "name")[:200],
        "role": "",
        "email": ways.get("email", "")[:254],
        "phone": ways.get("phone", "")[:60],
    }
