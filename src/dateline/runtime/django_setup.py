"""Setting up Django for processes that use the database. Each error says in a sentence what to do.

Django is imported inside the functions: commands import this module, and their help does without Django.
"""

import os

from dateline.runtime.errors import ConfigError, DatabaseError
from dateline.runtime.home import Home, prepare


def set_up() -> Home:
    """Load settings and applications; return the home.

    Raises:
        ConfigError: the installation cannot be used.
    """
    home = Home.of(os.environ)
    home.require_current_format()
    home.secret_key(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        message = f"the settings cannot be used: {' '.join(str(error).split())}"
        raise ConfigError(message) from error
    return home


def set_up_with_database() -> Home:
    """Set up Django and check that the database answers and is migrated; return the home.

    Raises:
        ConfigError: the installation cannot be used.
        DatabaseError: the database does not answer, or lacks migrations.
    """
    home = set_up()
    _require_answer()
    missing = missing_migrations()
    if missing:
        message = f"the database lacks {missing} migrations: run `dateline upgrade`"
        raise DatabaseError(message)
    return home


def prepare_and_set_up() -> Home:
    """Make the folders and the secret key where they are missing, and set up Django; return the home.

    Raises:
        ConfigError: the home cannot be used.
        DatabaseError: the database does not answer.
    """
    prepare(Home.of(os.environ), os.environ)
    home = set_up()
    _require_answer()
    return home


def missing_migrations() -> int:
    """Return how many migrations the database lacks; Django is set up."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _require_answer() -> None:
    from django.db import OperationalError, connection  # noqa: PLC0415

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError as error:
        message = f"the database does not answer: {' '.join(str(error).split())}"
        raise DatabaseError(message) from error
