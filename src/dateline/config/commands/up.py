"""`dateline up`: the whole newsroom with one command."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import click
from rich.console import Console

from dateline.runtime import logs
from dateline.runtime.errors import PreparationError
from dateline.runtime.home import Home
from dateline.runtime.lifeline import end_with_parent
from dateline.runtime.locks import ProcessLock
from dateline.runtime.ports import DESK_URL, PUBLIC_URL, address, is_answering, require_address, require_free_port
from dateline.runtime.supervisor import Supervisor

logger = logging.getLogger("up")

READY_WITHIN_S = 60.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port of the public site.")
@click.option("--desk-port", default=8001, show_default=True, help="Port of the desk.")
@click.option("--workers", default=1, show_default=True, help="Processes of the public server.")
@click.option("--sample", is_flag=True, help="Load the sample newsroom into an empty one.")
def up(*, host: str, port: int, desk_port: int, workers: int, sample: bool) -> None:
    """Start the public site, the desk and the worker; prepare an empty home first.

    What dies is started again. Ctrl-C, or SIGTERM, stops everything within seconds.
    """
    logs.configure({})
    console = Console(stderr=True)
    home = Home.of(os.environ)
    require_address(host, PUBLIC_URL, os.environ)
    require_address(host, DESK_URL, os.environ)
    home.logs.mkdir(parents=True, exist_ok=True)
    with ProcessLock(home.up_lock, "Dateline runs"):
        if port == desk_port:
            message = f"the public site and the desk cannot both listen on port {port}: give --desk-port another one"
            raise click.UsageError(message)
        require_free_port(host, port, "--port")
        require_free_port(host, desk_port, "--desk-port")
        told = _prepare(sample=sample)
        environment = {
            **os.environ,
            PUBLIC_URL: os.environ.get(PUBLIC_URL) or address(host, port),
            DESK_URL: os.environ.get(DESK_URL) or address(host, desk_port),
        }
        supervisor = Supervisor(environment)
        supervisor.add("public server", "serve", "--host", host, "--port", str(port), "--workers", str(workers))
        supervisor.add("desk", "desk", "--host", host, "--port", str(desk_port))
        supervisor.add("worker", "work")
        home.worker_mark.unlink(missing_ok=True)
        supervisor.start()

        def is_ready() -> bool:
            return home.worker_mark.exists() and is_answering(host, port) and is_answering(host, desk_port)

        if _wait(console, supervisor, is_ready):
            _greet(console, environment, told)
        supervisor.run()
        console.print("Dateline has stopped.")


def _prepare(*, sample: bool) -> dict[str, Any]:
    """Let processes of their own prepare what is missing, so that this one stays small.

    Returns:
        What they tell: ``password`` and ``user`` on the first start.

    Raises:
        PreparationError: one failed; it has said why.
    """
    reading, writing = os.pipe()
    with os.fdopen(reading) as answer:
        try:
            _demand_done(["prepare", "--tell", str(writing)], writing)
        finally:
            os.close(writing)
        told: dict[str, Any] = json.loads(answer.read() or "{}")
    if sample and told.get("wants_sample"):
        _demand_done(["sample"])
    return told


def _demand_done(arguments: list[str], *descriptors: int) -> None:
    command = [sys.executable, "-m", "dateline.config.cli", *arguments]
    tie = partial(end_with_parent, os.getpid())
    done = subprocess.run(command, check=False, pass_fds=descriptors, preexec_fn=tie)  # noqa: S603  # one thread runs here, and the command is ours
    if done.returncode:
        message = f"`dateline {arguments[0]}` failed; it says above why"
        raise PreparationError(message)


def _wait(console: Console, supervisor: Supervisor, is_ready: Callable[[], bool]) -> bool:
    """Wait until the servers answer and the archive is whole; say whether we go on rather than stop."""
    ends_at_s = time.monotonic() + READY_WITHIN_S
    with console.status("Starting the public site, the desk and the worker"):
        while supervisor.look():
            if is_ready():
                return True
            if time.monotonic() > ends_at_s:
                logger.warning("not everything answers after %d s; still trying", READY_WITHIN_S)
                return True
            time.sleep(0.1)
    return False


def _greet(console: Console, environment: dict[str, str], told: dict[str, Any]) -> None:
    console.print(f"\nThe public site:  {environment[PUBLIC_URL]}/")
    console.print(f"The desk:         {environment[DESK_URL]}/")
    if told.get("password"):
        console.print(f"\nSign in as [bold]{told['user']}[/] with the one-time password [bold]{told['password']}[/]")
        console.print(f"(it is shown once; another one: `dateline password {told['user']}`)")
    console.print("\nCtrl-C stops everything.\n")
