"""The OpenAPI description, generated from the routes and the types of answers. Source: OpenAPI 3.1."""

import re
from functools import cache
from http import HTTPStatus
from inspect import cleandoc
from typing import Any

import msgspec

from dateline.public.api.routes import ROUTES, Parameter, Route, schema_of
from dateline.public.api.types import Problem

Json = dict[str, Any]
_PROBLEM = "application/problem+json"
_REFUSALS = {
    "405": "The method is not GET or HEAD.",
    "414": "The address is too long.",
    "429": "Too many requests from this address; wait as long as `Retry-After` says.",
    "431": "The headers are too long.",
    "500": "Something went wrong on the server.",
    "503": "There is no archive yet, or the server is overloaded; wait as long as `Retry-After` says.",
}
"""Errors of all routes."""


@cache
def _schemas() -> tuple[dict[str, Json], Json]:
    """Return the schema of each answer by the name of its route, and all types in them."""
    kinds = [route.answer for route in ROUTES]
    schemas, components = msgspec.json.schema_components([*kinds, Problem], ref_template="#/components/schemas/{name}")
    return {route.name: schema for route, schema in zip(ROUTES, schemas, strict=False)}, dict(components)


def description(root: str) -> Json:
    """Return the OpenAPI document of the API at a site."""
    _, components = _schemas()
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Dateline",
            "version": "1",
            "description": (
                "Everything that the newsroom has published, for programs. Every answer comes from one generation of "
                "the archive and has its position in the publication log in `Dateline-Position`. `ETag` and "
                "`If-None-Match` avoid the transfer of unchanged answers. Scripts of any site may read it (CORS)."
            ),
        },
        "servers": [{"url": root}],
        "paths": {route.path: {"get": _operation(route)} for route in ROUTES},
        "components": {"schemas": components, "responses": dict(map(_refusal, _REFUSALS))},
    }


def summary(route: Route) -> str:
    """Return the first line of the docstring of a route's handler."""
    return cleandoc(route.handler.__doc__ or "").partition("\n")[0]


def _operation(route: Route) -> Json:
    schema = _schemas()[0][route.name]
    answers: Json = {
        "200": _answer("The answer.", "application/json", schema),
        "304": {"description": "Not modified since the tag in `If-None-Match`."},
    }
    if route.may_be_gone:
        answers["410"] = _answer("It was removed; only its notices are left.", "application/json", schema)
    for status, meaning in (("400", "A parameter is unknown or malformed."), ("404", "Not found.")):
        answers[status] = _answer(meaning, _PROBLEM, {"$ref": "#/components/schemas/Problem"})
    answers |= {status: {"$ref": f"#/components/responses/{_refusal(status)[0]}"} for status in _REFUSALS}
    if route.streams:
        answers["200"]["content"]["text/event-stream"] = {"schema": {"type": "string"}}
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": schema_of(name)}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    return {
        "operationId": route.name,
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


def _answer(meaning: str, media_type: str, schema: Json) -> Json:
    return {"description": meaning, "content": {media_type: {"schema": schema}}}


def _parameter(parameter: Parameter) -> Json:
    """Return a parameter; an empty value counts as none, because forms send empty fields."""
    empty = {"type": "string", "maxLength": 0}
    single = {"anyOf": [parameter.schema, empty]}
    schema = {"type": "array", "items": parameter.schema} if parameter.several else single
    return {"name": parameter.name, "in": "query", "description": parameter.meaning, "schema": schema}
