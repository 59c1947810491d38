"""Setting up Django for the processes that have the database, with errors as sentences."""

import os

from dateline.runtime.errors import ConfigError, DatabaseError
from dateline.runtime.home import Home


def set_up() -> Home:
    """Load settings and applications once; return the home.

    Raises:
        ConfigError: the installation cannot be used; says why.
    """
    home = Home.of(os.environ)
    home.demand_current()
    home.secret_key(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    import django  # noqa: PLC0415  # the public server and --help do without
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        message = f"the settings cannot be used: {' '.join(str(error).split())}"
        raise ConfigError(message) from error
    return home


def demand_answer() -> None:
    """Check that the database answers, migrated or not.

    Raises:
        DatabaseError: it does not.
    """
    from django.db import OperationalError, connection  # noqa: PLC0415

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError as error:
        message = f"the database does not answer: {' '.join(str(error).split())}"
        raise DatabaseError(message) from error


def demand_database() -> None:
    """Check that the database answers and is migrated.

    Raises:
        DatabaseError: it does not, or is not.
    """
    demand_answer()
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        message = f"the database lacks {len(missing)} migrations: run `dateline upgrade`"
        raise DatabaseError(message)
