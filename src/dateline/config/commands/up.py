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

READY_TIMEOUT_S = 60.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port of the public site.")
@click.option("--desk-port", default=8001, show_default=True, help="Port of the desk.")
@click.option("--workers", default=1, show_default=True, help="Processes of the public server.")
@click.option("--sample", is_flag=True, help="Load the sample newsroom into an empty one.")
def up(*, host: str, port: int, desk_port: int, workers: int, sample: bool) -> None:
    """Start the public site, the desk and the worker; prepare an empty home first.

    A process that ends by itself is started again. Ctrl-C or SIGTERM stops everything within seconds.
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
        answer = _prepare(sample=sample)
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
            _greet(console, environment, answer)
        supervisor.run()
        console.print("Dateline has stopped.")


def _prepare(*, sample: bool) -> dict[str, Any]:
    """Prepare the home in processes of their own, so that this one stays small.

    Returns:
        The answer of `dateline prepare`: ``user``, ``password`` (on the first start) and ``wants_sample``.

    Raises:
        PreparationError: a process failed; it has printed the reason.
    """
    reading, writing = os.pipe()
    with os.fdopen(reading) as pipe:
        try:
            _run_command(["prepare", "--tell", str(writing)], writing)
        finally:
            os.close(writing)
        answer: dict[str, Any] = json.loads(pipe.read() or "{}")
    if sample and answer.get("wants_sample"):
        _run_command(["sample"])
    return answer


def _run_command(arguments: list[str], *descriptors: int) -> None:
    command = [sys.executable, "-m", "dateline.config.cli", *arguments]
    tie = partial(end_with_parent, os.getpid())
    done = subprocess.run(command, check=False, pass_fds=descriptors, preexec_fn=tie)  # noqa: S603  # one thread runs here, and the command is ours
    if done.returncode:
        message = f"`dateline {arguments[0]}` failed; it says above why"
        raise PreparationError(message)


def _wait(console: Console, supervisor: Supervisor, is_ready: Callable[[], bool]) -> bool:
    """Wait until all processes are ready, ``READY_TIMEOUT_S`` at most; return False when told to stop."""
    ends_at_s = time.monotonic() + READY_TIMEOUT_S
    with console.status("Starting the public site, the desk and the worker"):
        while supervisor.check():
            if is_ready():
                return True
            if time.monotonic() > ends_at_s:
                logger.warning("not everything answers after %d s; still trying", READY_TIMEOUT_S)
                return True
            time.sleep(0.1)
    return False


def _greet(console: Console, environment: dict[str, str], answer: dict[str, Any]) -> None:
    console.print(f"\nThe public site:  {environment[PUBLIC_URL]}/")
    console.print(f"The desk:         {environment[DESK_URL]}/")
    if answer.get("password"):
        console.print(
            f"\nSign in as [bold]{answer['user']}[/] with the one-time password [bold]{answer['password']}[/]"
        )
        console.print(f"(it is shown once; another one: `dateline password {answer['user']}`)")
    console.print("\nCtrl-C stops everything.\n")
