"""Releases as ninjs 2 and 1, for those who read these. Source: IPTC ninjs 2.2 and 1.4."""

from collections.abc import Callable
from typing import Any

from dateline.editions.extension import MEDIA_TYPE
from dateline.public.formats.news import News, Package
from dateline.public.formats.ninjs import Json, encoded, item_of, package_of, said

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_{}.json"
_REPRESENTATIONS = {"full": "complete", "partial": "incomplete"}


def item2(news: News) -> bytes:
    """Return one release as a ninjs 2 document."""
    return encoded(_lower(item_of(news)) | {"standard": _standard("2.2")})


def package2(package: Package) -> bytes:
    """Return a page of a list as a ninjs 2 document."""
    return encoded(_lower(package_of(package)) | {"standard": _standard("2.2")})


def item1(news: News) -> bytes:
    """Return one release as a ninjs 1 document."""
    return encoded(_first(item_of(news)) | {"$standard": _standard("1.4")})


def package1(package: Package) -> bytes:
    """Return a page of a list as a ninjs 1 document."""
    return encoded(_first(package_of(package)) | {"$standard": _standard("1.4")})


def _standard(version: str) -> dict[str, str]:
    return {"name": "ninjs", "version": version, "schema": _SCHEMA.format(version)}


def _lower(value: Any) -> Any:
    """Return a value of ninjs 3 as ninjs 2 spells it: the same names, in lower case."""
    if isinstance(value, dict):
        return {name.lower(): _lower(one) for name, one in value.items()}
    return [_lower(one) for one in value] if isinstance(value, list) else value


def _first(value: Json) -> Json:
    """Return an item of ninjs 3 as ninjs 1 has it: lists of roles become names, and people have no addresses."""
    plain = {name.lower(): one for name, one in value.items() if isinstance(one, str)}
    plain.pop("name", None)
    if "by" in plain:
        plain["byline"] = plain.pop("by")
    if "representationtype" in plain:
        plain["representationtype"] = _REPRESENTATIONS[plain["representationtype"]]
    several: dict[str, Callable[[Json], Any]] = {
        "place": lambda one: _coded(one, "places"),
        "organisation": lambda one: _coded(one, "organisations"),
        "subject": lambda one: _coded(one, "subjects"),
        "genre": lambda one: _coded(one, "genres"),
        "person": lambda one: _coded(one, "people"),
        "associations": lambda one: {part["name"].replace("-", "_"): _first(part) for part in one["associations"]},
        "renditions": _renditions,
        "altids": lambda one: {part["role"]: part["value"] for part in one["altIds"]},
    }
    sources = {"place": "places", "organisation": "organisations", "subject": "subjects", "genre": "genres"}
    sources |= {"person": "people", "associations": "associations", "renditions": "renditions", "altids": "altIds"}
    lists = {name: write(value) for name, write in several.items() if value.get(sources[name])}
    return said({**plain, **_texts(value), **lists})


def _texts(value: Json) -> dict[str, str]:
    found = {f"description_{one['role']}": one["value"] for one in value.get("descriptions", ())}
    kinds = {"text/html": "html", "text/plain": "text", MEDIA_TYPE: "dateline"}
    found |= {f"body_{kinds[one['contentType']]}": one["value"] for one in value.get("bodies", ())}
    return found | ({"headline": value["headlines"][0]["value"]} if value.get("headlines") else {})


def _coded(value: Json, name: str) -> list[dict[str, str]]:
    """Return names with the vocabulary they are of and their code in it."""
    coded = []
    for one in value[name]:
        scheme, _, code = one.get("uri", "").rpartition("/")
        coded.append(said({"name": one.get("name", ""), "rel": one.get("rel", ""), "scheme": scheme, "code": code}))
        if name == "genres":
            coded[-1] = said({"name": one.get("name", ""), "code": one.get("literal", "")})
    return coded


def _renditions(value: Json) -> dict[str, Json]:
    renamed = {"contentType": "mimetype", "sizeInBytes": "sizeinbytes"}
    return {
        one["name"].replace("-", "_"): {renamed.get(key, key): part for key, part in one.items() if key != "name"}
        for one in value["renditions"]
    }
