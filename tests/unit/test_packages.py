"""A newcomer finds the place: modules are short, packages are at most two levels below their wing."""

from pathlib import Path

import pytest

import dateline

SOURCE = Path(dateline.__file__).parent
LINES_MAX = 300
DEPTH_MAX = 3
"""Folders below ``dateline``: a wing and two levels."""
PRESCRIBED = {"migrations", "formats", "templatetags"}
"""Packages whose place Django prescribes."""

PACKAGES = sorted(
    path
    for path in {path.parent for path in SOURCE.rglob("*.py")}
    if not PRESCRIBED & set(path.relative_to(SOURCE).parts)
)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_modules_are_short(package):
    modules = [path for path in package.glob("*.py") if path.name != "__init__.py"]

    assert {path.name for path in modules if len(path.read_text("utf-8").splitlines()) > LINES_MAX} == set()


def test_packages_are_at_most_two_levels_below_their_wing():
    deep = [path for path in PACKAGES if len(path.relative_to(SOURCE).parts) > DEPTH_MAX]

    assert deep == []


def test_every_package_says_what_it_is():
    silent = [path for path in PACKAGES if not (path / "__init__.py").read_text("utf-8").startswith('"""')]

    assert silent == []
