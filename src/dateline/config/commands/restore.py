"""`dateline restore`: make a newsroom again from a backup."""

import os
from pathlib import Path

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.backup.folder import BackupFolder, Snapshot
from dateline.runtime.backup.restore import Staging, enter, staged
from dateline.runtime.backup.sources import source_at
from dateline.runtime.clock import now
from dateline.runtime.django_setup import migrate, set_up
from dateline.runtime.home import Home


@click.command()
@click.argument("target", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--snapshot", "name", default="", help="Its name; the newest one without it.")
@click.option(
    "--after",
    "source",
    metavar="HOME|ADDRESS",
    default="",
    help="Who knows what was published since: the old home, a copy of it, or a site such as https://mirror.example.org.",
)
@click.option("--last-position", type=click.IntRange(min=0), help="The last position of the log, where nobody knows.")
@click.option("--last-number", type=click.IntRange(min=0), default=0, help="The last number that a release got.")
@click.option("--nothing-newer", is_flag=True, help="Nothing was published since the backup.")
@click.option(
    "--identity",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File with the private key of age or SSH that opens the secret key.",
)
def restore(  # noqa: PLR0913  # one parameter an option
    *,
    target: Path,
    name: str,
    source: str,
    last_position: int | None,
    last_number: int,
    nothing_newer: bool,
    identity: Path | None,
) -> None:
    """Restore the newest backup in TARGET to the home and the database that the environment names.

    Neither may exist yet. You must say what was published after the backup, so that no log position or release number
    is given twice and a killed release stays closed: --after, or --last-position with --last-number, or
    --nothing-newer.
    """
    logs.configure({"level": "ERROR"})
    if [bool(source), last_position is not None, nothing_newer].count(True) != 1:
        message = (
            "say what was published after the backup: --after, --last-position (with --last-number) or --nothing-newer"
        )
        raise click.UsageError(message)
    folder, home = BackupFolder(target), Home.of(os.environ)
    snapshot = folder.newest(name)
    with staged(home, folder, snapshot, identity=identity, environment=dict(os.environ)) as staging:
        enter(staging)
        set_up()
        _complete(staging, source, last_position or 0, last_number)
    click.echo(f"The newsroom of {snapshot.name} is restored in {home.path}. Start it with `dateline up`.")
    _report_key(snapshot, identity)


def _complete(staging: Staging, source: str, last_position: int, last_number: int) -> None:
    """Migrate the database, continue the log, make the archive, and move all to its place."""
    from dateline.runtime.backup import continuation  # noqa: PLC0415

    with steps("Upgrading the database") as progress:
        migrate(progress)
    if source:
        for sentence in continuation.continue_from(source_at(source), staging.home, at=now()):
            click.echo(sentence)
    else:
        continuation.continue_after(last_position, last_number, at=now())
    with steps("Building the archive") as progress:
        position = continuation.build_archive(staging.home, progress)
    click.echo(f"The log ends at position {position}.")
    staging.finish()


def _report_key(snapshot: Snapshot, identity: Path | None) -> None:
    if os.environ.get("DATELINE_SECRET_KEY") or (identity is not None and snapshot.manifest.has_key):
        return
    click.echo(
        "The home has a new secret key: people sign in again, and secrets of webhooks and second factors have to be "
        "made again. To keep the old one, write it to the file `secret-key` before you start.",
        err=True,
    )
