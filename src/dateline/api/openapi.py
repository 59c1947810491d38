"""The description of the API, generated from the table of questions and the types of answers. Source: OpenAPI 3.1."""

import re
from functools import cache
from inspect import cleandoc
from typing import Any

import msgspec

from dateline.api.routes import ROUTES, Parameter, Route, schema_of
from dateline.api.types import Problem

Json = dict[str, Any]
_PROBLEM = "application/problem+json"


@cache
def _schemas() -> tuple[dict[str, Json], Json]:
    """Return the schema of each answer by the name of its question, and all types they are made of."""
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
                "What the newsroom has published, for programs. Every answer is of one generation of the archive and "
                "names its position in the publication log in `Dateline-Position`; `ETag` and `If-None-Match` spare "
                "what has not changed. Everything may be read from any site (CORS)."
            ),
        },
        "servers": [{"url": root}],
        "paths": {route.path: {"get": _operation(route)} for route in ROUTES},
        "components": {"schemas": components},
    }


def summary(route: Route) -> str:
    """Return what a question asks for: the first sentence of the docstring of who answers it."""
    return cleandoc(route.handler.__doc__ or "").partition("\n")[0]


def _operation(route: Route) -> Json:
    schema = _schemas()[0][route.name]
    answers: Json = {"200": _answer("What was asked for.", "application/json", schema)}
    if route.gone:
        answers["410"] = _answer("It was removed; the notices are left.", "application/json", schema)
    for status, said in (("400", "The question cannot be read."), ("404", "There is no such thing.")):
        answers[status] = _answer(said, _PROBLEM, {"$ref": "#/components/schemas/Problem"})
    if route.streams:
        answers["200"]["content"]["text/event-stream"] = {"schema": {"type": "string"}}
        for status, said in (("429", "Too many of these wait for this reader."), ("503", "Too many wait.")):
            answers[status] = _answer(said, _PROBLEM, {"$ref": "#/components/schemas/Problem"})
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


def _answer(said: str, media_type: str, schema: Json) -> Json:
    return {"description": said, "content": {media_type: {"schema": schema}}}


def _parameter(parameter: Parameter) -> Json:
    schema = {"type": "array", "items": parameter.schema} if parameter.several else parameter.schema
    return {"name": parameter.name, "in": "query", "description": parameter.meaning, "schema": schema}
