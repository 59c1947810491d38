"""No module needs itself: imports form no cycle, and modules import at their top."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import dateline

SOURCE = Path(dateline.__file__).parent

LATE = {
    "dateline.config.commands": "a command imports what it runs once Django is set up",
    "dateline.newsroom.desk.apps": "`ready` imports what needs the models, once they are loaded",
    "dateline.runtime.django_setup": "it sets Django up",
    "dateline.runtime.emergency": "it works without Django; what it does in the database comes after",
    "dateline.runtime.preparation": "it prepares a home before Django is set up",
    "dateline.runtime.checks": "it checks the settings before Django is set up",
    "dateline.runtime.print_process": "the process that prints loads its libraries, its parent does not",
    "dateline.public.formats": "icalendar and markdownify take long to load, and few requests need them",
    "dateline.public.site.pages.prints": "segno takes long to load, and few pages are printed",
}
"""Modules and packages that may import inside a function, each with its reason."""

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


def test_no_modules_import_one_another():
    assert strongly_connected(graph_of(SOURCE)) == []


def test_functions_import_nothing_but_where_a_reason_is_given():
    modules = modules_below(SOURCE)
    late = {name for name, file in modules.items() if any(is_late for _, is_late in imports_of(name, file, modules))}
    allowed = {entry: {name for name in late if f"{name}.".startswith(f"{entry}.")} for entry in LATE}

    assert late - set().union(*allowed.values()) == set()
    assert {entry for entry, names in allowed.items() if not names} == set(), "entries of LATE that nothing needs"


def test_a_circle_is_found_through_late_imports(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "a.py").write_text("from package import b\n")
    (package / "b.py").write_text("def late():\n    from package.c import d\n")
    (package / "c.py").write_text("from .a import x\n")

    assert strongly_connected(graph_of(package)) == [{"package.a", "package.b", "package.c"}]
