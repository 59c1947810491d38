"""`dateline serve` and `dateline desk`: the two servers."""

import os

import click

from dateline.runtime import logs
from dateline.runtime.home import Home
from dateline.runtime.lifeline import PARENT, end_with_parent
from dateline.runtime.ports import DESK_URL, PUBLIC_URL, require_address, require_free_port


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes that answer.")
def serve(*, host: str, port: int, workers: int) -> None:
    """Start the public server: pages, feeds and search from the archive, without database or desk."""
    _begin()
    require_address(host, PUBLIC_URL, os.environ)
    require_free_port(host, port, "--port")
    from dateline.runtime import public_server  # noqa: PLC0415  # Granian, which other commands do not need

    public_server.serve(host, port, workers=workers)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes that answer.")
def desk(*, host: str, port: int, workers: int) -> None:
    """Start the desk, where releases are written, cleared and published."""
    _begin()
    home = Home.of(os.environ)
    home.demand_current()
    home.secret_key(os.environ)
    require_address(host, DESK_URL, os.environ)
    require_free_port(host, port, "--port")
    from dateline.runtime import desk_server  # noqa: PLC0415

    desk_server.serve(host, port, workers)


def _begin() -> None:
    logs.configure({})
    if PARENT in os.environ:
        end_with_parent()
        # What this process starts has this process for a parent.
        os.environ[PARENT] = str(os.getpid())
