"""`dateline sample`: a made-up newsroom to look around in."""

import click

from dateline.config.commands.progress import steps
from dateline.runtime import logs
from dateline.runtime.clock import now
from dateline.runtime.django_setup import set_up_with_database


@click.command()
def sample() -> None:
    """Load the sample newsroom: a made-up organisation with offices, topics and releases in four languages."""
    logs.configure({})
    home = set_up_with_database()
    from dateline.newsroom.intake.sample.load import load  # noqa: PLC0415

    home.sample_mark.touch()
    with steps("Loading the sample newsroom") as progress:
        count = load(at=now(), progress=progress)
    home.sample_mark.unlink()
    click.echo(f"{count} releases of the sample newsroom are in." if count else "The sample newsroom is there already.")
