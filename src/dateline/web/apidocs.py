"""Documentation of an API for people, rendered from its OpenAPI document; it needs no other site and no script."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

Json = dict[str, Any]
STYLE = (Path(__file__).parent / "apidocs.css").read_bytes()


def render(document: Json, *, style: str, source: str, icon: str = "") -> bytes:
    """Return the page.

    Args:
        document: the OpenAPI document.
        style: address of the style sheet.
        source: address of the document.
        icon: address of the site's icon; empty for none.
    """
    operations = "".join(
        _operation_section(path, method, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    )
    schemas = "".join(_schema_section(name, kind) for name, kind in document["components"]["schemas"].items())
    shown = f'<link rel="icon" href="{escape(icon)}">' if icon else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document['info']['title'])}</title>"
        f'<link rel="stylesheet" href="{escape(style)}">{shown}</head><body><main><h1>API</h1>'
        f"<p>{_text(document['info']['description'])}</p>"
        f'<p><a href="{escape(source)}">OpenAPI 3.1</a></p>{_servers(document)}'
        f"<h2>Endpoints</h2>{operations}<h2>Types</h2>{schemas}</main></body></html>"
    ).encode()


def _servers(document: Json) -> str:
    """Return the servers of a document, each with its description; nothing where it names none."""
    rows = "".join(
        f"<li><code>{escape(one['url'])}</code> {_text(one.get('description', ''))}</li>"
        for one in document.get("servers", ())
    )
    return f"<h2>Servers</h2><ul>{rows}</ul>" if rows else ""


def _operation_section(path: str, method: str, operation: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(_type_name(one['schema']))}</td>"
        f"<td>{_text(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    table = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    needs_nothing = "security" not in operation and not any(map(_is_required, operation.get("parameters", ())))
    is_link = method == "get" and needs_nothing
    shown = f'<a href="{escape(path)}">{escape(path)}</a>' if is_link else escape(path)
    sent = "".join(
        f"<p>← {escape(media_type)}: {_type_link(schema)}</p>"
        for media_type, schema in _schemas(operation.get("requestBody"))
    )
    answers = [answer for status, answer in operation["responses"].items() if str(status).startswith("2")]
    got = "".join(f"<p>→ {_type_link(schema)}</p>" for answer in answers for _media_type, schema in _schemas(answer))
    got += "".join(_example(path, one) for answer in answers for one in _examples(answer))
    return (
        f'<section id="{escape(operation["operationId"])}"><h3><code>{method.upper()} {shown}</code></h3>'
        f"<p>{_text(operation.get('description', ''))}</p>{table}{sent}{got}</section>"
    )


def _is_required(parameter: Json) -> bool:
    return bool(parameter.get("required"))


def _example(path: str, example: Any) -> str:
    """Return an example of an answer, folded."""
    shown = json.dumps(example, indent=2, ensure_ascii=False)
    summary = f"<summary>Example of {escape(path)}</summary>"
    return f'<details>{summary}<pre tabindex="0"><code>{escape(shown)}</code></pre></details>'


def _examples(answer: Json) -> Iterator[Any]:
    for content in answer.get("content", {}).values():
        if "example" in content:
            yield content["example"]


def _schemas(body: Json | None) -> Iterator[tuple[str, Json]]:
    for media_type, content in (body or {}).get("content", {}).items():
        yield media_type, content["schema"]


def _schema_section(name: str, schema: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_type_link(one)}</td>"
        f"<td>{_text(one.get('description', ''))}</td></tr>"
        for field, one in schema.get("properties", {}).items()
    )
    description = _text(schema.get("description", ""))
    table = f"<table><tbody>{rows}</tbody></table>"
    return f'<section id="type-{escape(name)}"><h3>{escape(name)}</h3><p>{description}</p>{table}</section>'


def _type_link(schema: Json) -> str:
    """Return the type of a schema, linked to its section."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#type-{name}">{name}</a>'
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    if alternatives:
        return " | ".join(_type_link(one) for one in alternatives)
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        return f"[{_type_link(schema['items'])}]"
    return escape(_type_name(schema))


def _type_name(schema: Json) -> str:
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    if alternatives:
        return " | ".join(_type_name(one) for one in alternatives if one.get("maxLength") != 0)
    named: Any = schema.get("enum") or [schema.get("format") or schema.get("type", "")]
    return " | ".join(map(str, named)) + ("" if schema.get("default") in (None, "") else f" = {schema['default']}")


def _text(text: str) -> str:
    return escape(text).replace("``", "").replace("`", "")
