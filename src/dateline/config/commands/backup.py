"""`dateline backup`: back a newsroom up, and read its backups back."""

import os
import sys
from pathlib import Path

import click

from dateline.runtime import logs
from dateline.runtime.backup.create import Plan, create
from dateline.runtime.backup.folder import BackupFolder
from dateline.runtime.backup.verify import faults_of
from dateline.runtime.clock import now
from dateline.runtime.home import Home

INCOMPLETE = 3
"""Exit code: the backup was made, but the newsroom itself has lost files."""


class _TargetOrCommand(click.Group):
    """A group whose first argument may be a folder instead of a command; then the command is ``create``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command first where it is left out."""
        if args and args[0] not in {*self.commands, *self.get_help_option_names(ctx)}:
            args.insert(0, "create")
        return super().parse_args(ctx, args)


@click.group(cls=_TargetOrCommand)
def backup() -> None:
    """Back the newsroom up to a folder: `dateline backup TARGET` is short for `dateline backup create TARGET`."""


@backup.command("create")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    envvar="DATELINE_BACKUP_RECIPIENTS",
    metavar="KEY",
    help="Public key of age or SSH that the secret key is encrypted for; may be repeated. Without it no key is kept.",
)
@click.option("--keep", type=click.IntRange(min=1), default=30, show_default=True, help="So many backups stay.")
@click.option(
    "--keep-monthly", type=click.IntRange(min=0), default=12, show_default=True, help="So many months before keep one."
)
def create_backup(*, target: Path, recipients: tuple[str, ...], keep: int, keep_monthly: int) -> None:
    """Back the newsroom up to the folder TARGET: database, private files and overrides, all as of one moment.

    The newsroom may run meanwhile. A file that is in many backups is stored only once. Exit code 3: the backup was
    made, but the newsroom itself has lost files that are published; they are listed.
    """
    logs.configure({"level": "ERROR"})
    home = Home.of(os.environ)
    home.require_current_format()
    plan = Plan(recipients=recipients, keep=keep, keep_monthly=keep_monthly)
    snapshot = create(home, BackupFolder(target, is_new_allowed=True), plan, environment=os.environ, now=now)
    manifest = snapshot.manifest
    click.echo(f"{snapshot.path} has the newsroom at position {manifest.position}: {len(manifest.files)} files.")
    if not manifest.has_key:
        click.echo("The secret key is not in it: name a --recipient, or keep the key elsewhere.", err=True)
    for name in manifest.missing:
        click.echo(f"The file {name} is lost: the log names it, and the home does not have it.", err=True)
    if manifest.missing:
        sys.exit(INCOMPLETE)


@backup.command()
@click.argument("target", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--all", "is_all", is_flag=True, help="Every backup in the folder instead of the newest.")
def verify(*, target: Path, is_all: bool) -> None:
    """Read the whole newest backup in TARGET and compare it with its digests. Exit code 1: it has faults."""
    folder = BackupFolder(target)
    snapshots = folder.snapshots() if is_all else [folder.newest()]
    faults = list(faults_of(folder, snapshots))
    for sentence in faults:
        click.echo(sentence)
    if faults:
        sys.exit(1)
    newest = snapshots[-1]
    said = "1 backup is" if len(snapshots) == 1 else f"{len(snapshots)} backups are"
    click.echo(f"{said} whole; the newest, {newest.name}, ends at position {newest.manifest.position}.")
