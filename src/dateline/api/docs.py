"""The page that explains the API to people; it needs nothing but this site, and no script."""

from html import escape
from pathlib import Path
from typing import Any

from dateline.api.openapi import Json, description

STYLE = (Path(__file__).parent / "docs.css").read_bytes()


def page(root: str) -> bytes:
    """Return the page, made from the description of the API."""
    said = description(root)
    questions = "".join(_question(path, one["get"]) for path, one in said["paths"].items())
    kinds = "".join(_kind(name, kind) for name, kind in said["components"]["schemas"].items())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>API</title>'
        '<link rel="stylesheet" href="/api/v1/docs.css"></head><body><main><h1>API</h1>'
        f"<p>{_plain(said['info']['description'])}</p>"
        '<p><a href="/api/v1/openapi.json">OpenAPI 3.1</a></p>'
        f"<h2>Questions</h2>{questions}<h2>Types</h2>{kinds}</main></body></html>"
    ).encode()


def _question(path: str, operation: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(_sort(one['schema']))}</td>"
        f"<td>{_plain(one.get('description', ''))}</td></tr>"
        for one in operation["parameters"]
    )
    table = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    shown = escape(path) if "{" in path else f'<a href="{escape(path)}">{escape(path)}</a>'
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return (
        f'<section id="{escape(operation["operationId"])}"><h3><code>GET {shown}</code></h3>'
        f"<p>{_plain(operation['description'])}</p>{table}<p>→ {_link(answer)}</p></section>"
    )


def _kind(name: str, kind: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_link(schema)}</td>"
        f"<td>{_plain(schema.get('description', ''))}</td></tr>"
        for field, schema in kind.get("properties", {}).items()
    )
    said = _plain(kind.get("description", ""))
    table = f"<table><tbody>{rows}</tbody></table>"
    return f'<section id="type-{escape(name)}"><h3>{escape(name)}</h3><p>{said}</p>{table}</section>'


def _link(schema: Json) -> str:
    """Return a schema in a few words, types linked."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#type-{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(_link(one) for one in schema["anyOf"])
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        return f"[{_link(schema['items'])}]"
    return escape(_sort(schema))


def _sort(schema: Json) -> str:
    named: Any = schema.get("enum") or [schema.get("format") or schema.get("type", "")]
    return " | ".join(map(str, named)) + ("" if schema.get("default") in (None, "") else f" = {schema['default']}")


def _plain(text: str) -> str:
    return escape(text).replace("``", "").replace("`", "")
