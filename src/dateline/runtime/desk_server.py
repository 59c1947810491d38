"""The desk's server: Granian with threads, because Django waits for its database."""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from dateline.runtime.granian_server import STOP_TIMEOUT_S, stop_in_order

THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
"""Requests that one process works on at a time; more than two a core wait for each other."""


def serve(host: str, port: int, workers: int) -> None:
    """Serve the desk until the process is told to stop. Its workers also publish what is due."""
    server = Granian(
        "dateline.runtime.desk_application:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_TIMEOUT_S,
        websockets=False,
        log_level=LogLevels.warning,
    )
    stop_in_order(server)
    server.serve()
