"""`dateline mirror`: a reading node that follows another newsroom and verifies its log."""

import logging
import os
import signal
import sys
import time
from pathlib import Path

import click

from dateline.mirror import status
from dateline.mirror.origin import Origin
from dateline.runtime import logs
from dateline.runtime.clock import now
from dateline.runtime.home import Home, prepare_mirror
from dateline.runtime.lifeline import join_parent
from dateline.runtime.locks import ProcessLock
from dateline.runtime.ports import PUBLIC_URL, require_free_port
from dateline.runtime.supervisor import Supervisor

logger = logging.getLogger("mirror")

AWAY, REFUSING = 3, 4
"""Exit codes: the origin is unavailable or incomplete; its history was rewritten."""

_CODES = {"following": 0, "waiting": AWAY, "refusing": REFUSING}


@click.command()
@click.argument("origin")
@click.option("--home", "folder", type=click.Path(path_type=Path), help="Where the mirror lives; DATELINE_HOME.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes that answer.")
@click.option("--once", is_flag=True, help="Follow to the end of the log as it is now, serve nothing, and end.")
@click.option("--follow", is_flag=True, hidden=True, help="Follow only; what the command itself starts.")
def mirror(*, origin: str, folder: Path | None, host: str, port: int, workers: int, once: bool, follow: bool) -> None:  # noqa: PLR0913  # options of a command
    """Follow the log of the newsroom at ORIGIN into a home of its own, verify every entry, and serve the copy.

    No database is needed. After an interruption it continues where it stopped. If the origin has rewritten its history,
    the mirror applies no more entries and keeps serving what it has verified. Exit codes of ``--once``: 0; 3, the
    origin is unavailable or incomplete; 4, the origin has rewritten its history.
    """
    logs.configure({})
    if folder is not None:
        os.environ["DATELINE_HOME"] = str(folder.resolve())
    home = Home.of(os.environ)
    source = Origin(origin)
    join_parent()
    prepare_mirror(home)
    if once or follow:
        sys.exit(_follow(home, source, once=once))
    require_free_port(host, port, "--port")
    with ProcessLock(home.up_lock, "a mirror runs"):
        served = ("--host", host, "--port", str(port), "--workers", str(workers))
        sys.exit(_run(home, source.url, served))


def _follow(home: Home, origin: Origin, *, once: bool) -> int:
    from dateline.runtime.mirror import Mirroring  # noqa: PLC0415  # what only this process needs

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # the process may be killed at any moment
    with ProcessLock(home.worker_lock, "a mirror follows"):
        mirroring = Mirroring(home, origin, now)
        if once:
            return _CODES[mirroring.once()]
        mirroring.run()
    return 0


def _run(home: Home, origin: str, served: tuple[str, ...]) -> int:
    """Run follower and server until told to stop; return the exit code."""
    supervisor = Supervisor(dict(os.environ))
    supervisor.add("follower", "mirror", origin, "--follow")
    supervisor.start()
    site = _site(home, supervisor)
    if site:
        # Addresses in pages and feeds are the origin's, so that they are the same on every mirror.
        supervisor.environment = {**os.environ, PUBLIC_URL: os.environ.get(PUBLIC_URL) or site}
        supervisor.add("public server", "serve", *served)
        logger.info("mirroring %s at http://%s:%s/", origin, served[1], served[3])
    supervisor.run()
    found = status.read(home.mirror_status)
    return _CODES[found.state] if found else AWAY


def _site(home: Home, supervisor: Supervisor) -> str:
    """Return the address of the mirrored site as soon as it is known; empty if told to stop before."""
    while supervisor.check():
        found = status.read(home.mirror_status)
        if found is not None and found.site:
            return found.site
        time.sleep(0.1)
    return ""
