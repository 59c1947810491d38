"""The imports of our own modules, read from the source."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

Import = tuple[str, bool]
"""Name of the imported module, and whether it is imported inside a function."""


def modules_below(source: Path) -> dict[str, Path]:
    """Return the files of all modules of a package, by dotted name."""
    files = {file: file.relative_to(source.parent).with_suffix("").parts for file in source.rglob("*.py")}
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): file for file, parts in files.items()}


def imports_of(name: str, file: Path, known: Iterable[str]) -> Iterator[Import]:
    """Yield every import of a module, those inside functions and below ``TYPE_CHECKING`` included."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(file.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = {id(inner) for function in functions for inner in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield (inner if inner in known else base), id(node) in late


def late_statements(file: Path) -> dict[str, int]:
    """Return the number of import statements in each outermost function or method of a module that has any."""
    found: dict[str, int] = {}
    ahead: list[ast.AST] = [ast.parse(file.read_text("utf-8"))]
    while ahead:
        for node in ast.iter_child_nodes(ahead.pop()):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                ahead.append(node)
            elif count := sum(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node)):
                found[node.name] = max(count, found.get(node.name, 0))
    return found


def graph_of(source: Path) -> dict[str, set[str]]:
    """Return for each module of a package the modules of the same package that it imports."""
    modules = modules_below(source)
    return {
        name: {found for found, _late in imports_of(name, file, modules) if found in modules and found != name}
        for name, file in modules.items()
    }


def strongly_connected(graph: dict[str, set[str]]) -> list[set[str]]:
    """Return the sets of modules that import one another, directly or through others."""
    reached = {name: _reachable(name, graph) for name in graph}
    circles = {
        frozenset(other for other in reached[name] if name in reached[other]) for name in graph if name in reached[name]
    }
    return [set(circle) for circle in circles]


def _reachable(start: str, graph: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for name in graph[ahead.pop()] - found:
            found.add(name)
            ahead.append(name)
    return found


def files_reached(source: Path, starts: Iterable[str]) -> set[Path]:
    """Return the files of some modules of a package and of all that they import, directly or through others."""
    modules = modules_below(source)
    found = {name for name in starts if name in modules}
    ahead = list(found)
    while ahead:
        name = ahead.pop()
        for imported, _late in imports_of(name, modules[name], modules):
            if imported in modules and imported not in found:
                found.add(imported)
                ahead.append(imported)
    return {modules[name] for name in found}
