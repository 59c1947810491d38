"""The desk's server: Granian with threads, because Django waits for its database."""

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

THREADS = 8
"""Requests one process works on at a time."""

STOP_WITHIN_S = 4


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until told to stop."""
    Server(
        "dateline.config.desk_wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
