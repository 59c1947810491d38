"""`dateline manage`: commands of Django."""

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(*, arguments: tuple[str, ...]) -> None:
    """Run a command of Django, such as `dateline manage shell`."""
    if arguments in {("--help",), ("-h",)}:  # Django's own list needs a home that is prepared
        click.echo("Usage: dateline manage COMMAND …\n\nRun a command of Django; `dateline manage help` lists them.")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["dateline manage", *arguments])
