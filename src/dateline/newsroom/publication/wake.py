"""Wakes followers as soon as the log grows."""

import time

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

CHANNEL = "dateline_log"
POLL_S = 0.02  # polls a counter in memory 50 times a second; a publication has 250 ms to reach all processes


def wake_followers(connection: BaseDatabaseWrapper) -> None:
    """Notify listeners; PostgreSQL delivers the notification at commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Alarm:
    """Waits for the log to grow, on a connection of its own; create it before the first read of the log.

    It may wake without a new entry, and a notification can be lost with its connection: always read the log as well.
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
        """Wait until the log may have grown, at most ``timeout_s``; return whether it may have.

        Raises:
            django.db.DatabaseError: the connection is lost; create a new alarm.
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
        """Close the connection."""
        self._connection.close()

    def _version(self) -> int:
        """Return SQLite's counter of commits by other connections; the query takes some microseconds."""
        with self._connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])
