"""`dateline serve`: the public server."""

import os

import click

from dateline.runtime import logs
from dateline.runtime.lifeline import join_parent
from dateline.runtime.ports import PUBLIC_URL, require_address, require_free_port


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes that answer.")
def serve(*, host: str, port: int, workers: int) -> None:
    """Start the public server: pages, feeds and search from the archive, without database or desk."""
    logs.configure({})
    join_parent()
    require_address(host, PUBLIC_URL, os.environ)
    require_free_port(host, port, "--port")
    from dateline.runtime import public_server  # noqa: PLC0415  # Granian, which no other command needs

    public_server.serve(host, port, workers=workers)
