"""A newcomer finds the place: no package holds more modules than can be read at a glance, no module more lines."""

from pathlib import Path

import pytest

import dateline

SOURCE = Path(dateline.__file__).parent
MODULES_MAX = 12
LINES_MAX = 300
TABLES = {"desk/checking/checks"}
"""Packages in which one more case is one more module and a row: they may grow."""

PACKAGES = sorted({path.parent for path in SOURCE.rglob("*.py")} - set(SOURCE.rglob("migrations")))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_package_has_few_modules_and_they_are_short(package):
    modules = [path for path in package.glob("*.py") if path.name != "__init__.py"]

    assert len(modules) <= MODULES_MAX or package.relative_to(SOURCE).as_posix() in TABLES
    assert {path.name for path in modules if len(path.read_text("utf-8").splitlines()) > LINES_MAX} == set()


def test_every_package_says_what_it_is():
    silent = [path for path in PACKAGES if not (path / "__init__.py").read_text("utf-8").startswith('"""')]

    assert silent == []
