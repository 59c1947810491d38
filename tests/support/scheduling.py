"""How pytest-xdist shares out the tests: a file whose tests share a fixture of the module stays in one process.

Otherwise each process would set up the fixture for itself, and some of them take longer than their tests. The plugin's
own mark for this, ``xdist_group``, is no help: pytest 9.2 ignores the suffix of the test's name that carries it.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling

ROOT = Path(__file__).parents[2]


@cache
def shares_a_fixture(file: str) -> bool:
    """Return whether tests of a file, named from the project's folder, share a fixture of the module."""
    path = ROOT / file
    return path.is_file() and 'scope="module"' in path.read_text()


def unit_of(nodeid: str) -> str:
    """Return what goes to one process as a whole: the file of a test, or the test alone."""
    file = nodeid.partition("::")[0]
    return file if shares_a_fixture(file) else nodeid


class Sharing(LoadGroupScheduling):
    """Hands out the units with most tests first, then the others in their order."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
