"""The oracle decides nothing with the code that it judges, or a fault there would show nowhere."""

import ast
from pathlib import Path

import pytest

from tests.support import archives

SHARED = (
    "dateline.archive.errors",
    "dateline.archive.port",
    "dateline.archive.query",
    "dateline.editions",
)
"""What says what an edition, a query and an answer are."""


@pytest.mark.parametrize("name", ["naive", "naive_following", "naive_parsing", "naive_search", "naive_words"])
def test_the_oracle_shares_types_alone_with_the_engines(name):
    path = Path(archives.__file__).with_name(f"{name}.py")
    imported = [
        node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("dateline")
    ]

    assert [module for module in imported if not module.startswith(SHARED)] == []
