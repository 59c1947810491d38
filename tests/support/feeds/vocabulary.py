"""Check JSON-LD against schema.org: only known types and properties, each in its place."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_WRITTEN = {
    "schema:URL": re.compile(r"(https?|mailto):\S+"),
    "schema:Date": re.compile(r"\d{4}-\d\d-\d\d"),
    "schema:DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    "schema:Duration": re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?"),
}
"""Patterns of the values of schema.org's types; every value may be text."""


class Vocabulary:
    def __init__(self, samples: Path) -> None:
        graph = json.loads((samples / "schemaorg" / "schemaorg-current-https.jsonld").read_bytes())["@graph"]
        self.nodes = {node["@id"]: node for node in graph}

    def findings(self, thing: dict[str, Any]) -> Iterator[str]:
        """Yield a sentence for each type or property that is unknown or misplaced."""
        kind = f"schema:{thing['@type']}"
        if kind not in self.nodes:
            yield f"there is no type {kind}"
            return
        above = self._above(kind)
        for name, value in thing.items():
            if not name.startswith("@"):
                yield from self._property(name, value, kind, above)

    def _property(self, name: str, value: Any, kind: str, above: set[str]) -> Iterator[str]:
        node = self.nodes.get(f"schema:{name}")
        if node is None:
            yield f"there is no property {name}"
            return
        if not above & _names(node.get("schema:domainIncludes")):
            yield f"{kind} has no {name}"
        ranges = _names(node.get("schema:rangeIncludes"))
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                if not self._above(f"schema:{one['@type']}") & ranges:
                    yield f"{name} is no {one['@type']}"
                yield from self.findings(one)
            elif not ranges & self._plain(one):
                yield f"{name} is no {type(one).__name__}"

    @staticmethod
    def _plain(value: Any) -> set[str]:
        if isinstance(value, bool):
            return {"schema:Boolean"}
        if isinstance(value, int):
            return {"schema:Number", "schema:Integer"}
        return {"schema:Text", *(name for name, written in _WRITTEN.items() if written.fullmatch(value))}

    def _above(self, kind: str) -> set[str]:
        found, waiting = set(), [kind]
        while waiting:
            one = waiting.pop()
            found.add(one)
            waiting += _names(self.nodes.get(one, {}).get("rdfs:subClassOf")) - found
        return found


def _names(value: Any) -> set[str]:
    return {one["@id"] for one in (value if isinstance(value, list) else [value] if value else [])}
