"""A page that explains an API to people, from its description in OpenAPI; it needs no other site and no script."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

Json = dict[str, Any]
STYLE = (Path(__file__).parent / "apidocs.css").read_bytes()


def page(said: Json, *, style: str, source: str, icon: str = "") -> bytes:
    """Return the page.

    Args:
        said: the OpenAPI document.
        style: address of the style sheet.
        source: address of the document.
        icon: address of the site's icon; empty for none.
    """
    questions = "".join(
        _question(path, method, one) for path, methods in said["paths"].items() for method, one in methods.items()
    )
    kinds = "".join(_kind(name, kind) for name, kind in said["components"]["schemas"].items())
    shown = f'<link rel="icon" href="{escape(icon)}">' if icon else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(said['info']['title'])}</title>"
        f'<link rel="stylesheet" href="{escape(style)}">{shown}</head><body><main><h1>API</h1>'
        f"<p>{_plain(said['info']['description'])}</p>"
        f'<p><a href="{escape(source)}">OpenAPI 3.1</a></p>'
        f"<h2>Questions</h2>{questions}<h2>Types</h2>{kinds}</main></body></html>"
    ).encode()


def _question(path: str, method: str, operation: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(_sort(one['schema']))}</td>"
        f"<td>{_plain(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    table = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    is_link = method == "get" and "{" not in path and "security" not in operation
    shown = f'<a href="{escape(path)}">{escape(path)}</a>' if is_link else escape(path)
    sent = "".join(
        f"<p>← {escape(sort)}: {_link(schema)}</p>" for sort, schema in _bodies(operation.get("requestBody"))
    )
    answers = [answer for status, answer in operation["responses"].items() if str(status).startswith("2")]
    got = "".join(f"<p>→ {_link(schema)}</p>" for answer in answers for _sort_of, schema in _bodies(answer))
    return (
        f'<section id="{escape(operation["operationId"])}"><h3><code>{method.upper()} {shown}</code></h3>'
        f"<p>{_plain(operation.get('description', ''))}</p>{table}{sent}{got}</section>"
    )


def _bodies(described: Json | None) -> Iterator[tuple[str, Json]]:
    for sort, content in (described or {}).get("content", {}).items():
        yield sort, content["schema"]


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
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " | ".join(_link(one) for one in several)
    if schema.get("type") == "array" and isinstance(schema.get("items"), dict):
        return f"[{_link(schema['items'])}]"
    return escape(_sort(schema))


def _sort(schema: Json) -> str:
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return " | ".join(_sort(one) for one in several if one.get("maxLength") != 0)
    named: Any = schema.get("enum") or [schema.get("format") or schema.get("type", "")]
    return " | ".join(map(str, named)) + ("" if schema.get("default") in (None, "") else f" = {schema['default']}")


def _plain(text: str) -> str:
    return escape(text).replace("``", "").replace("`", "")
