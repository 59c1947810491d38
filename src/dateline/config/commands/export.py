"""`dateline export`: the public newsroom as files of a format that others read, and other newsrooms take in."""

import os
from pathlib import Path

import click

from dateline.config.commands.progress import steps
from dateline.runtime.export import FORMATS, export_newsroom
from dateline.runtime.home import Home


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="ninjs", help="ninjs is version 3.1.")
@click.option("--media/--no-media", default=True, help="Copy pictures and attachments along; never into a .jsonl file.")
def export(*, target: Path, format_: str, media: bool) -> None:
    """Write every text that is or was public to TARGET: a new folder, a .zip or a .jsonl file.

    It reads the archive alone, as readers do: drafts are not in it, releases closed by an override are told as removed.
    `dateline import ninjs TARGET` takes it in elsewhere.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        message = f"{target} is there already; name a folder or file that is not"
        raise click.ClickException(message)
    home = Home.of(os.environ)
    with steps("Exporting") as progress:
        outcome = export_newsroom(home, target, format_, with_media=media, progress=progress)
    click.echo(f"{outcome.texts} texts are in {target}, as of position {outcome.position}.")
    for name in outcome.missing:
        click.echo(f"The file {name} is not in the public folder, or is damaged there, and was left out.", err=True)
