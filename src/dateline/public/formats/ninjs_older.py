"""Releases as ninjs 2 and 1, converted from ninjs 3. Source: IPTC ninjs 2.2 and 1.4."""

from collections.abc import Callable
from typing import Any

from dateline.editions.extension import MEDIA_TYPE
from dateline.public.formats.news_item import NewsItem, Package
from dateline.public.formats.ninjs import Json, encoded, item_of, package_of, present

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_{}.json"
_REPRESENTATIONS = {"full": "complete", "partial": "incomplete"}


def write_item_2(item: NewsItem) -> bytes:
    """Return one release as a ninjs 2 document."""
    return encoded(_lower_case_names(item_of(item)) | {"standard": _standard("2.2")})


def write_package_2(package: Package) -> bytes:
    """Return a page of a list as a ninjs 2 document."""
    return encoded(_lower_case_names(package_of(package)) | {"standard": _standard("2.2")})


def write_item_1(item: NewsItem) -> bytes:
    """Return one release as a ninjs 1 document."""
    return encoded(_to_ninjs_1(item_of(item)) | {"$standard": _standard("1.4")})


def write_package_1(package: Package) -> bytes:
    """Return a page of a list as a ninjs 1 document."""
    return encoded(_to_ninjs_1(package_of(package)) | {"$standard": _standard("1.4")})


def _standard(version: str) -> dict[str, str]:
    return {"name": "ninjs", "version": version, "schema": _SCHEMA.format(version)}


def _lower_case_names(value: Any) -> Any:
    """Return a ninjs 3 value with lower-case names, which makes it ninjs 2."""
    if isinstance(value, dict):
        return {name.lower(): _lower_case_names(one) for name, one in value.items()}
    return [_lower_case_names(one) for one in value] if isinstance(value, list) else value


def _to_ninjs_1(value: Json) -> Json:
    """Return a ninjs 3 item as ninjs 1: lists of roles become properties, and people have no contact data."""
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
        "associations": lambda one: {part["name"].replace("-", "_"): _to_ninjs_1(part) for part in one["associations"]},
        "renditions": _renditions,
        "altids": lambda one: {part["role"]: part["value"] for part in one["altIds"]},
    }
    sources = {"place": "places", "organisation": "organisations", "subject": "subjects", "genre": "genres"}
    sources |= {"person": "people", "associations": "associations", "renditions": "renditions", "altids": "altIds"}
    lists = {name: write(value) for name, write in several.items() if value.get(sources[name])}
    return present({**plain, **_texts(value), **lists})


def _texts(value: Json) -> dict[str, str]:
    found = {f"description_{one['role']}": one["value"] for one in value.get("descriptions", ())}
    kinds = {"text/html": "html", "text/plain": "text", MEDIA_TYPE: "dateline"}
    found |= {f"body_{kinds[one['contentType']]}": one["value"] for one in value.get("bodies", ())}
    return found | ({"headline": value["headlines"][0]["value"]} if value.get("headlines") else {})


def _coded(value: Json, name: str) -> list[dict[str, str]]:
    """Return terms as name, vocabulary (``scheme``) and code."""
    coded = []
    for one in value[name]:
        scheme, _, code = one.get("uri", "").rpartition("/")
        coded.append(present({"name": one.get("name", ""), "rel": one.get("rel", ""), "scheme": scheme, "code": code}))
        if name == "genres":
            coded[-1] = present({"name": one.get("name", ""), "code": one.get("literal", "")})
    return coded


def _renditions(value: Json) -> dict[str, Json]:
    renamed = {"contentType": "mimetype", "sizeInBytes": "sizeinbytes"}
    return {
        one["name"].replace("-", "_"): {renamed.get(key, key): part for key, part in one.items() if key != "name"}
        for one in value["renditions"]
    }
