"""Waking those who follow the log as soon as it grows."""

import time

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

CHANNEL = "dateline_log"
POLL_S = 0.02  # 50 looks a second at a counter in memory; a publication has 250 ms to be everywhere


def wake_followers(connection: BaseDatabaseWrapper) -> None:
    """Tell listeners that the log grows; PostgreSQL delivers it at commit, or not at all."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Alarm:
    """Waits for the log to grow, on a connection of its own; make it before the first look at the log.

    It may ring for nothing, and it never replaces looking: a ring can be lost with its connection.
    """

    def __init__(self, using: str = "default") -> None:
        self._connection = connections[using].copy()
        self._seen = -1
        if self._connection.vendor == "postgresql":
            with self._connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
        else:
            self._seen = self._version()

    def wait(self, timeout_s: float) -> bool:
        """Wait until the log may have grown, at most ``timeout_s``; say whether it rang.

        Raises:
            django.db.DatabaseError: the connection is gone; make a new alarm.
        """
        if self._connection.vendor == "postgresql":
            with self._connection.wrap_database_errors:
                return any(True for _ in self._connection.connection.notifies(timeout=timeout_s, stop_after=1))
        ends_at_s = time.monotonic() + timeout_s
        while time.monotonic() < ends_at_s:
            version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            time.sleep(POLL_S)
        return False

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _version(self) -> int:
        """Return SQLite's counter of commits by other connections; asking costs some microseconds."""
        with self._connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])
