"""The OpenAPI description, generated from the routes and the types of answers. Source: OpenAPI 3.1."""

import re
from functools import cache
from http import HTTPStatus
from inspect import cleandoc
from typing import Any

import msgspec

from dateline.public.api.examples import PROBLEM, examples
from dateline.public.api.media_addresses import describe_file_urls
from dateline.public.api.routes import ROUTES, TAGS, Parameter, Route, schema_of
from dateline.public.api.types import Problem, TextContent

Json = dict[str, Any]
_PROBLEM = "application/problem+json"
_REFERENCE = "#/components/schemas/{name}"
_PARTIAL = "Partial"
_REFUSALS = {
    "405": "The method is not GET or HEAD.",
    "414": "The address is too long.",
    "429": "Too many requests from this address; wait as long as `Retry-After` says.",
    "431": "The headers are too long.",
    "500": "Something went wrong on the server.",
    "503": "There is no archive yet, or the server is overloaded; wait as long as `Retry-After` says.",
}
"""Errors of all routes."""

_IN_PATH = {"number": 812, "language": "en", "slug": "mission"}

_HEADERS: Json = {
    "Dateline-Position": {"schema": {"type": "integer"}, "description": "Position in the publication log."},
    "ETag": {"schema": {"type": "string"}, "description": "For `If-None-Match`."},
    "RateLimit-Policy": {"schema": {"type": "string"}, "description": "Quota and window, where there is a limit."},
    "RateLimit": {"schema": {"type": "string"}, "description": "What is left of it; not in cached answers."},
}


@cache
def _schemas() -> tuple[dict[str, Json], Json]:
    """Return the schema of each answer by the name of its route, and all types in them."""
    kinds = [route.answer for route in ROUTES]
    schemas, found = msgspec.json.schema_components([*kinds, Problem], ref_template=_REFERENCE)
    components: dict[str, Json] = dict(found)
    describe_file_urls(components)
    by_route = {route.name: schema for route, schema in zip(ROUTES, schemas, strict=False)}
    for route in ROUTES:
        if route.item is not None:
            _allow_partial(route.answer, route.item, components)
            by_route[route.name] = by_route[route.name] if route.answer is not route.item else _either(route.item)
    return by_route, components


def _allow_partial(answer: type[msgspec.Struct], item: type[msgspec.Struct], components: dict[str, Json]) -> None:
    """Say that an answer may have items with some of their fields."""
    for whole in (item, TextContent):
        properties = dict(components[whole.__name__]["properties"])
        if whole is item:
            text = {"anyOf": [*_either(TextContent)["anyOf"], {"type": "null"}]}
            properties |= {"text": text}
        components[_PARTIAL + whole.__name__] = {
            "title": _PARTIAL + whole.__name__,
            "description": f"Some fields of `{whole.__name__}`: those that `fields` names.",
            "type": "object",
            "properties": properties,
        }
    if answer is not item:
        components[answer.__name__]["properties"]["items"]["items"] = _either(item)


def _either(item: type[msgspec.Struct]) -> Json:
    return {"anyOf": [{"$ref": _REFERENCE.format(name=prefix + item.__name__)} for prefix in ("", _PARTIAL)]}


def description(root: str) -> Json:
    """Return the OpenAPI document of the API at a site."""
    _, components = _schemas()
    shown = examples("https://newsroom.example")  # robots would request addresses of this site
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Dateline",
            "version": "1",
            "contact": {"name": "The newsroom", "url": root},
            "license": {"name": "BSD 3-Clause", "identifier": "BSD-3-Clause"},
            "description": (
                "Everything that the newsroom has published, for programs. Every answer comes from one generation of "
                "the archive and has its position in the publication log in `Dateline-Position`. `ETag` and "
                "`If-None-Match` avoid the transfer of unchanged answers. Scripts of any site may read it (CORS)."
            ),
        },
        "servers": [{"url": root, "description": "The newsroom's own site; mirrors answer alike."}],
        "security": [],
        "tags": [{"name": name, "description": meaning} for name, meaning in TAGS.items()],
        "paths": {route.path: {"get": _operation(route, shown[route.name])} for route in ROUTES},
        "components": {"schemas": components, "responses": dict(map(_refusal, _REFUSALS))},
    }


def summary(route: Route) -> str:
    """Return the first line of the docstring of a route's handler."""
    return cleandoc(route.handler.__doc__ or "").partition("\n")[0]


def _operation(route: Route, example: Json) -> Json:
    schema = _schemas()[0][route.name]
    answers: Json = {
        "200": _answer("The answer.", "application/json", schema, example) | {"headers": _HEADERS},
        "304": {"description": "Not modified since the tag in `If-None-Match`."},
    }
    if route.may_be_gone:
        answers["410"] = _answer("It was removed; only its notices are left.", "application/json", schema)
    for status, meaning in (("400", "A parameter is unknown or malformed."), ("404", "Not found.")):
        problem = PROBLEM if status == "400" else None
        answers[status] = _answer(meaning, _PROBLEM, {"$ref": "#/components/schemas/Problem"}, problem)
    answers |= {status: {"$ref": f"#/components/responses/{_refusal(status)[0]}"} for status in _REFUSALS}
    if route.streams:
        answers["200"]["content"]["text/event-stream"] = {"schema": {"type": "string"}}
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": schema_of(name), "example": _IN_PATH[name]}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    return {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": summary(route),
        "description": cleandoc(route.handler.__doc__ or ""),
        "parameters": in_path + [_parameter(parameter) for parameter in route.parameters],
        "responses": answers,
    }


def _refusal(status: str) -> tuple[str, Json]:
    """Return name and description of an error of all routes."""
    answer = _answer(_REFUSALS[status], _PROBLEM, {"$ref": "#/components/schemas/Problem"})
    if "Retry-After" in _REFUSALS[status]:
        answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return HTTPStatus(int(status)).phrase.replace(" ", ""), answer


def _answer(meaning: str, media_type: str, schema: Json, example: Json | None = None) -> Json:
    shown = {} if example is None else {"example": example}
    return {"description": meaning, "content": {media_type: {"schema": schema, **shown}}}


def _parameter(parameter: Parameter) -> Json:
    """Return a parameter; an empty value counts as none, because forms send empty fields."""
    empty = {"type": "string", "maxLength": 0}
    single = {"anyOf": [parameter.schema, empty]}
    several = {
        "type": "array",
        "items": parameter.schema,
        **({"minItems": 1, "maxItems": 100} if parameter.required else {}),
    }
    schema = several if parameter.several else single
    required = {"required": True} if parameter.required else {}
    return {"name": parameter.name, "in": "query", "description": parameter.meaning, **required, "schema": schema}
