"""The public side's server: Granian, whose workers load ``public_process``."""

import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from dateline.runtime.granian_server import STOP_TIMEOUT_S, stop_in_order
from dateline.runtime.lifeline import PARENT
from dateline.runtime.ports import PUBLIC_URL, address, require_address
from dateline.runtime.public_settings import require_valid

CONNECTIONS = 1_024
"""Connections that a worker serves at once; more must wait. Small responses to all of them take 60 MB of memory."""

_BACKLOG = 4_096  # connections that may wait to be accepted; if there are more, a client tries again after a second
_HEADERS_TIMEOUT_MS = 10_000  # a client that takes longer to send its headers, or is idle for longer, is disconnected
# the server rejects larger headers without a page; the front has a lower limit and answers with a sentence
_HEADERS_MAX_BYTES = 32_768


def serve(host: str, port: int, *, workers: int = 1) -> None:
    """Serve the public side until the process is told to stop.

    Raises:
        NotLoopbackError: other machines reach the server, and ``DATELINE_PUBLIC_URL`` is not set.
        PublicUrlError: ``DATELINE_PUBLIC_URL`` is not the address of a site.
        SettingError: another setting of the public side cannot be read.
    """
    require_address(host, PUBLIC_URL, os.environ)
    os.environ.setdefault(PUBLIC_URL, address(host, port))
    require_valid(os.environ)
    # Set before there are workers: one that starts just as this process dies would ask for its parent too late.
    os.environ[PARENT] = str(os.getpid())
    server = Granian(
        "dateline.runtime.public_process:app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_TIMEOUT_MS, max_buffer_size=_HEADERS_MAX_BYTES),
        websockets=False,
        workers=workers,
        backlog=_BACKLOG,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_TIMEOUT_S,
        log_level=LogLevels.warning,
    )
    stop_in_order(server)
    server.serve()
