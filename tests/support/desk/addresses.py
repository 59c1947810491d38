"""Every address of the desk: each pattern of the resolver, filled with keys and names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver
from django.utils.regex_helper import normalize

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


class Route(NamedTuple):
    """One pattern: its address with ``%(name)s`` for each parameter, and the converter of each ("" in a regex)."""

    template: str
    parameters: dict[str, str]

    def addresses(self, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """The addresses with each combination of values; ``values`` is by name of parameter or by converter."""
        names = list(self.parameters)
        given = [values.get(name, values.get(self.parameters[name] or name, values["str"])) for name in names]
        for combination in product(*given):
            yield "/" + self.template % dict(zip(names, combination, strict=True))


def routes() -> list[Route]:
    """All routes of the desk, in the order of the resolver."""
    return [Route(template, parameters) for template, parameters in _walk(get_resolver())]


def _walk(resolver: URLResolver) -> Iterator[tuple[str, dict[str, str]]]:
    for pattern in resolver.url_patterns:
        template, parameters = _template(pattern)
        if isinstance(pattern, URLPattern):
            yield template, parameters
        else:
            for after, more in _walk(pattern):
                yield template + after, parameters | more


def _template(pattern: URLPattern | URLResolver) -> tuple[str, dict[str, str]]:
    if isinstance(pattern.pattern, RoutePattern):
        route = str(pattern.pattern)
        found = {name: converter or "str" for converter, name in _PARAMETER.findall(route)}
        return _PARAMETER.sub(r"%(\2)s", route), found
    [(template, names), *_rest] = normalize(str(pattern.pattern))
    return template, dict.fromkeys(names, "")
