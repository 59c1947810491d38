"""Sets up Django for processes that use the database. Each error says in a sentence what to do.

Django is imported inside the functions: commands import this module, and their help does without Django.
"""

import os
from collections.abc import Callable

from dateline.runtime.errors import ConfigError, WrongSecretKeyError
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
    import django.core.exceptions  # noqa: PLC0415

    try:
        django.setup()
    except django.core.exceptions.ImproperlyConfigured as error:
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
    from dateline.runtime import database  # noqa: PLC0415

    database.require_answer()
    database.require_migrations()
    return home


def require_right_key() -> None:
    """Check that the secret key opens a stored secret, where there are some; Django is set up.

    Raises:
        WrongSecretKeyError: it opens none.
    """
    from dateline.newsroom.distribution import sealed_secrets  # noqa: PLC0415

    stored, unreadable = sealed_secrets.count()
    if stored and stored == unreadable:
        raise WrongSecretKeyError


def renew_secrets() -> list[str]:
    """Replace the stored secrets that the secret key cannot open; return the names of webhooks with a new secret."""
    from dateline.newsroom.distribution import sealed_secrets  # noqa: PLC0415

    return sealed_secrets.renew()


def prepare_and_set_up() -> Home:
    """Make the folders and the secret key where they are missing, and set up Django; return the home.

    Raises:
        ConfigError: the home cannot be used.
        DatabaseError: the database does not answer.
    """
    prepare(Home.of(os.environ), os.environ)
    home = set_up()
    from dateline.runtime import database  # noqa: PLC0415

    database.require_answer()
    return home


def migrate(progress: Callable[[int, int], None]) -> int:
    """Migrate the database to this version; Django is set up.

    Args:
        progress: called with the number of migrations applied, and of all.

    Returns:
        The number of migrations applied.
    """
    from dateline.runtime import database  # noqa: PLC0415

    return database.migrate(progress)
