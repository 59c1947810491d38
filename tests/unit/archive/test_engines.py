"""An engine is used through the port and the functions of its package, so that another one can take its place."""

import ast
from pathlib import Path

import dateline

ROOT = Path(dateline.__file__).parent


def test_no_module_elsewhere_imports_the_inside_of_an_engine():
    inside = [
        f"{path.relative_to(ROOT)}: {node.module}"
        for path in ROOT.rglob("*.py")
        if not path.is_relative_to(ROOT / "archive" / "embedded")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dateline.archive.embedded.")
    ]

    assert inside == []
