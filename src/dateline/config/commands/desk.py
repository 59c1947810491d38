"""`dateline desk`: the desk's server."""

import os

import click

from dateline.runtime import logs
from dateline.runtime.home import Home
from dateline.runtime.lifeline import join_parent
from dateline.runtime.ports import DESK_URL, require_address, require_free_port
from dateline.runtime.secret_keys import require_strong_key


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes that answer.")
def desk(*, host: str, port: int, workers: int) -> None:
    """Start the desk, where releases are written, cleared and published."""
    logs.configure({})
    join_parent()
    home = Home.of(os.environ)
    home.require_current_format()
    require_strong_key(home)
    require_address(host, DESK_URL, os.environ)
    require_free_port(host, port, "--port")
    from dateline.runtime import desk_server  # noqa: PLC0415  # Granian, which no other command needs

    desk_server.serve(host, port, workers)
