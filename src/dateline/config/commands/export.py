"""`dateline export`: the public newsroom as files that other systems can read and other newsrooms can import."""

import os
from pathlib import Path

import click

from dateline.archive.errors import ArchiveError
from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.django_setup import set_up_with_database
from dateline.runtime.errors import ConfigError
from dateline.runtime.export import FORMATS, export_newsroom
from dateline.runtime.home import Home

WAIT_S = 60
"""Seconds to wait for a worker that applies the newest entries."""


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="ninjs", help="ninjs is version 3.1.")
@click.option("--media/--no-media", default=True, help="Copy pictures and attachments along; never into a .jsonl file.")
def export(*, target: Path, format_: str, media: bool) -> None:
    """Write every text that is or was public to TARGET: a new folder, a .zip or a .jsonl file.

    First it waits until the archive has the newest publications; if it cannot, for example without the database, it
    says so. Then it reads only the archive, as readers do. So there are no drafts in an export, and releases that an
    emergency has closed appear as removed. Another newsroom imports it with `dateline import ninjs TARGET`.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        message = f"{target} is there already; name a folder or file that is not"
        raise click.ClickException(message)
    logs.configure({"level": "WARNING"})
    home = Home.of(os.environ)
    if home.is_prepared() and not home.mirror_status.exists():
        _catch_up()
    with steps("Exporting") as progress:
        outcome = export_newsroom(home, target, format_, with_media=media, progress=progress)
    click.echo(f"{outcome.texts} texts are in {target}, as of position {outcome.position}.")
    for name in outcome.missing:
        click.echo(f"The file {name} is not in the public folder, or is damaged there, and was left out.", err=True)


def _catch_up() -> None:
    """Bring the archive to the end of the log; say what may be missing where that fails."""
    try:
        home = set_up_with_database()
        from dateline.runtime.archive_catch_up import catch_up  # noqa: PLC0415

        missing = catch_up(home, wait_s=WAIT_S)
    except (ConfigError, ArchiveError, ImportError, OSError) as error:
        click.echo(f"The archive may lag behind the log: {error}.", err=True)
        return
    if missing:
        click.echo(f"The archive lags {missing} entries behind the log: they are not in the export.", err=True)
