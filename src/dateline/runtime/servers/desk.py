"""The desk's server: Granian with threads, because Django waits for its database; it publishes what is due as well."""

import os

from granian.constants import Interfaces
from granian.log import LogLevels

from dateline.runtime.servers.gentle import KILL_AFTER_S, GentleServer

THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
"""Requests one process works on at a time; more than two a core wait for each other."""


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until told to stop."""
    GentleServer(
        "dateline.runtime.desk_application:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_S,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
