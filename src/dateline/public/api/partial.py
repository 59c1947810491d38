"""Partial answers: which fields of items a program wants (``fields``), and what else (``include``)."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from dateline.public.api import types
from dateline.public.api.errors import ProblemError

FIELDS, INCLUDE = "fields", "include"
TEXT = "text"
MAX_TEXTS = 50
"""Items of an answer with texts: each takes some milliseconds and some kilobytes."""

Selection = dict[str, frozenset[str]]
"""Fields by name, each with the fields below it; none below it stands for all."""

_BLANKS_OR_COMMA = re.compile(r"[\s,]+")


def includes_text(parameters: Sequence[tuple[str, str]]) -> bool:
    """Return whether items of a list are wanted with their texts: ``include=text``, or ``text`` among the fields."""
    named = [name.partition(".")[0] for name in values_of(parameters, FIELDS)]
    return TEXT in named or TEXT in values_of(parameters, INCLUDE)


def parse_selection(parameters: Sequence[tuple[str, str]], item: type[msgspec.Struct]) -> Selection:
    """Return the wanted fields of items; empty for all of them.

    Raises:
        ProblemError: items have no such field, or something else is to be included than texts.
    """
    for name, value in parameters:
        if name == INCLUDE and value not in ("", TEXT):
            raise ProblemError(400, f"The parameter include is {value!r}; only text can be included.")
    known = selectable(item)
    found: dict[str, set[str]] = {}
    whole: set[str] = set()
    for name in values_of(parameters, FIELDS):
        if name not in known:
            raise ProblemError(400, f"There is no field {name!r}; there are {', '.join(known)}.")
        field, _, below = name.partition(".")
        found.setdefault(field, set()).update([below] if below else [])
        whole |= set() if below else {field}
    if found and TEXT in values_of(parameters, INCLUDE):
        found.setdefault(TEXT, set())
    return {field: frozenset() if field in whole else frozenset(below) for field, below in found.items()}


def selectable(item: type[msgspec.Struct]) -> list[str]:
    """Return the names that ``fields`` may have, in the order of the answer; ``text.lead`` is a field of the text."""
    names: list[str] = []
    for field in msgspec.structs.fields(item):
        names.append(field.name)
        if field.name == TEXT:
            names += [f"{TEXT}.{below}" for below in types.TextContent.__struct_fields__]
    return names


def select(value: dict[str, Any], selection: Selection) -> dict[str, Any]:
    """Return the wanted fields of an item; all of them for an empty selection."""
    if not selection:
        return value
    return {name: _below(value[name], wanted) for name, wanted in selection.items() if name in value}


def _below(value: Any, wanted: frozenset[str]) -> Any:
    if not wanted or not isinstance(value, dict):
        return value
    return {name: one for name, one in value.items() if name in wanted}


def values_of(parameters: Iterable[tuple[str, str]], name: str) -> list[str]:
    """Return the values of a parameter that may be repeated, and that may have several values with commas between."""
    joined = ",".join(value for other, value in parameters if other == name)
    return [value for value in _BLANKS_OR_COMMA.split(joined) if value]
