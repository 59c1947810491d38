"""What tests stand on: a database of the kind asked for, cloned from a migrated one, and homes to run in.

``tests/README.md`` says how to use it.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from dateline.runtime.home import Home, prepare
from tests.support.databases import KINDS, Databases
from tests.support.forkserver import ForkServer
from tests.support.installation import Installation, installations

# A busy machine is no fault of what is tested.
settings.register_profile("dateline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if "CI" not in os.environ:  # where hypothesis has a profile of its own, which draws the same each time
    settings.load_profile("dateline")

# Some machines forbid it in general. Then each of the processes that tests start compiles all of Wagtail anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SESSION = pytest.StashKey[Path]()
DATABASES = pytest.StashKey[Databases]()

USES_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "client", "databases", "installation"}


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=sorted(KINDS),
        default="sqlite",
        help="kind of database; with postgresql only tests that use one are run",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Name the session's databases and set up Django; nothing is made before a test asks for it."""
    given = getattr(config, "workerinput", {})
    session = Path(given.get("dateline_session") or tempfile.mkdtemp(prefix="dateline-tests-"))
    session.chmod(0o711)  # root lends the cluster to another account
    config.stash[SESSION] = session
    name = given.get("workerid", "main")
    databases = KINDS[config.getoption("--database")](session, int(given.get("dateline_controller", os.getpid())))
    config.stash[DATABASES] = databases
    os.environ |= {
        "DATELINE_HOME": str(session / f"home-{name}"),
        "DATELINE_SECRET_KEY": "of the tests",
        "DATELINE_DATABASE_URL": databases.url(name),
    }
    _set_django_up(databases, name)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Hand the session on to a process of pytest-xdist."""
    node.workerinput["dateline_session"] = str(node.config.stash[SESSION])
    node.workerinput["dateline_controller"] = os.getpid()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep the tests of a file together where they share a fixture of the module."""
    from tests.support.scheduling import Sharing

    return Sharing(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput") and SESSION in config.stash:
        session = config.stash[SESSION]
        config.stash[DATABASES].end()
        shutil.rmtree(session, ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    """Start the slow tests first; on PostgreSQL run only what uses a database."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if config.getoption("--database") == "sqlite":
        return
    chosen = [
        item
        for item in items
        if item.get_closest_marker("django_db") or USES_DATABASE.intersection(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _set_django_up(databases: Databases, name: str) -> None:
    import django
    from django.db import connections
    from django.test import TransactionTestCase

    prepare(Home.of(os.environ), os.environ)
    # Taken away again: a process of pytest-xdist that inherits it would set up Django before it has its own database.
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    django.setup()
    from dateline.newsroom.desk.ports import emergency
    from dateline.runtime.emergency import override_writer

    emergency.override_writer.set(override_writer(Home.of(os.environ)))  # without it the desk does not start
    del os.environ["DJANGO_SETTINGS_MODULE"]

    def renew(_test_case) -> None:
        """Take a fresh clone after a test that committed; the log's guards refuse to be emptied."""
        connections.close_all()
        databases.clone(name)

    TransactionTestCase._fixture_teardown = renew


@pytest.fixture(scope="session")
def databases(request) -> Databases:
    """The databases of this run; ``databases.clone(name)`` makes one and returns its address."""
    return request.config.stash[DATABASES]


@pytest.fixture(scope="session")
def django_db_setup(request, databases) -> Iterator[None]:
    """Give this process its own clone; tests of pytest-django roll back or, if they commit, renew it."""
    from django.db import connections

    databases.clone(getattr(request.config, "workerinput", {}).get("workerid", "main"))
    yield
    connections.close_all()


@pytest.fixture
def vendor(databases) -> str:
    """``sqlite`` or ``postgresql``."""
    return databases.vendor


@pytest.fixture(scope="session")
def fork_server(databases, tmp_path_factory) -> Iterator[ForkServer]:
    """A process of this pytest process that has loaded Django, and forks for each command."""
    home = Home(tmp_path_factory.mktemp("fork-server") / "home")
    prepare(home, {})
    url = databases.clone(f"fork_server_{os.getpid()}")
    server = ForkServer(
        {
            **{key: value for key, value in os.environ.items() if not key.startswith("DATELINE_")},
            "DATELINE_HOME": str(home.path),
            "DATELINE_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
        }
    )
    yield server
    server.end()


@pytest.fixture
def installation(request, databases, fork_server, tmp_path) -> Iterator[Installation]:
    """A prepared home with a migrated database of its own, for tests that start real processes."""
    yield from installations(databases, fork_server, tmp_path, request.node.nodeid)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with real material; DATELINE_SAMPLES, else ``../shared/samples``."""
    folder = Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no samples in {folder}: set DATELINE_SAMPLES")
    return folder
